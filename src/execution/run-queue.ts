import type { Failure } from "../messages/failure";
import { WaitingLine } from "./waiting-line";

export type QueueEnd = "done" | "failed" | "cancelled" | "interrupted";
export type QueueState = "queued" | "leased" | "paused" | "waiting" | "stopping" | QueueEnd;

/**
 * The right to train a run. Whoever holds it names its number with every message, so that a holder who lost the run
 * cannot change it any more.
 */
export interface Lease {
  readonly number: number;
  /** Without a renewal, the run returns to the queue at this time. */
  readonly until: number;
  /** Whether the holder has answered. Before that, it has nothing that a stop could lose. */
  readonly confirmed: boolean;
}

/** What the queue must know of a run. `Job` is the rest, for whoever trains it. */
export interface NewRun<Job> {
  readonly runId: string;
  /** Number of cores that it computes on. */
  readonly cores: number;
  /** Runs of one group can be trained one after another by one process. */
  readonly group: object;
  readonly job: Job;
}

export interface QueuedRun<Job> extends NewRun<Job> {
  /** Runs with a lower index begin earlier. */
  readonly index: number;
  readonly state: QueueState;
  /** A paused run keeps its lease, because its holder keeps its memory. */
  readonly lease: Lease | null;
  /** Whether it has already failed once here. */
  readonly retried: boolean;
}

export type QueueCommand<Job> =
  /** Only queues them: the next command begins them, so that whoever adds runs can do something before that. */
  | { readonly type: "add"; readonly runs: readonly NewRun<Job>[] }
  | { readonly type: "pause" | "resume" | "stop"; readonly runIds: readonly string[] }
  /** The holder lives. `answered`: it said so itself. */
  | { readonly type: "renew"; readonly runId: string; readonly lease: number; readonly answered: boolean }
  | { readonly type: "end"; readonly runId: string; readonly lease: number; readonly status: QueueEnd }
  /** The attempt failed. A failure that would recur ends the run at once; others are tried once more. */
  | {
      readonly type: "fail";
      readonly runId: string;
      readonly lease: number;
      readonly failure: Failure;
      readonly recurs: boolean;
    }
  /** The run has come to where others decide how it goes on: it leaves its holder until `proceed` or `halt`. */
  | { readonly type: "wait"; readonly runId: string; readonly lease: number }
  /** Those of these runs that wait go on, or are done. */
  | { readonly type: "proceed" | "halt"; readonly runIds: readonly string[] }
  /** The holder is gone without a last message. */
  | { readonly type: "lose"; readonly runId: string; readonly lease: number; readonly failure: Failure }
  /** So many cores there are now. Runs that compute on more go on. */
  | { readonly type: "resize"; readonly cores: number }
  /** Nothing is trained until `unblock`, because nothing could be stored. */
  | { readonly type: "block" | "unblock" }
  /** Looks which deadlines have passed, and begins what there is room for. */
  | { readonly type: "tick" }
  | { readonly type: "close" };

/** What must be done in the world, in this order. */
export type QueueEffect<Job> =
  /** Begin to train the run, or continue if its holder has paused it. */
  | { readonly type: "train"; readonly run: QueuedRun<Job> }
  | { readonly type: "pause" | "cancel"; readonly run: QueuedRun<Job> }
  /** The holder of this lease has lost the run. `reuse`: it finished its work and may get another run. */
  | {
      readonly type: "release";
      readonly run: QueuedRun<Job>;
      readonly lease: number;
      readonly reuse: boolean;
    }
  | {
      readonly type: "changed";
      readonly runs: readonly QueuedRun<Job>[];
      readonly status: "queued" | "running" | "paused";
    }
  | {
      readonly type: "retried";
      readonly run: QueuedRun<Job>;
      readonly status: "queued" | "paused";
      readonly failure: Failure;
    }
  | {
      readonly type: "ended";
      readonly runs: readonly QueuedRun<Job>[];
      readonly status: QueueEnd;
      readonly failure: Failure | null;
    };

export interface QueueLimits {
  /** Cores that all runs together may compute on, until `resize`. */
  readonly cores: number;
  /** How long a lease lasts without a renewal. All times are in milliseconds. */
  readonly leaseMs: number;
  /** How long a holder has to end after it is told to stop. */
  readonly stopMs: number;
}

interface Entry<Job> extends QueuedRun<Job> {
  state: QueueState;
  lease: Lease | null;
  retried: boolean;
  /** When a stopping run ends, whatever its holder does. */
  stopBy: number;
  /** Whether it takes its share of the cores. */
  computes: boolean;
  readonly siblings: Group;
  inLine: boolean;
}

interface Group {
  /** Number of its runs that nobody holds. */
  unleased: number;
}

/**
 * The queue as a state machine: commands go in, effects come out. It knows no clock, process or store, so the same
 * commands at the same times always give the same effects.
 *
 * ```
 *   queued ⇄ leased → done, failed, cancelled, interrupted
 *      ⇅        ⇅ ↘     ↑
 *       paused    stopping
 *   leased → waiting → queued, done
 * ```
 *
 * Runs begin in the order in which they were added, as many as the cores allow. A run that needs more cores than
 * there are begins when nothing else trains. A run that comes back to the queue (resumed, failed once, or its lease
 * expired) has its old place. It ends once: later commands about it have no effect. There may be 100,000 runs, so
 * each command takes time for the runs that it names only.
 */
export class RunQueue<Job> {
  /** In the order in which they were added; runs that end leave it. */
  private readonly runs = new Map<string, Entry<Job>>();
  private readonly waiting = new WaitingLine<Entry<Job>>(({ state }) => state === "queued");
  /** The runs that somebody holds, paused ones too. */
  private readonly held = new Set<Entry<Job>>();
  private readonly waitingForOthers = new Set<Entry<Job>>();
  /** The runs that take their share of the cores. */
  private readonly computing = new Set<Entry<Job>>();
  private readonly groups = new Map<object, Group>();
  private cores: number;
  private coresTaken = 0;
  private added = 0;
  private leases = 0;
  private blocked = false;

  constructor(private readonly limits: QueueLimits) {
    this.cores = limits.cores;
  }

  /** Whether a run with this state may compute now. */
  computes({ state }: Pick<QueuedRun<Job>, "state">): boolean {
    return state === "leased" && !this.blocked;
  }

  get length(): number {
    return this.runs.size;
  }

  /** Whether any run may compute now. */
  get trains(): boolean {
    return this.computing.size > 0 && !this.blocked;
  }

  get(runId: string): QueuedRun<Job> | undefined {
    return this.runs.get(runId);
  }

  /** In the order of the queue. */
  ids(): string[] {
    return [...this.runs.keys()];
  }

  /** The run that begins next, if nothing changes until there is room. */
  next(): QueuedRun<Job> | undefined {
    return this.waiting.first();
  }

  /** The runs that somebody holds. */
  heldRuns(): QueuedRun<Job>[] {
    return [...this.held];
  }

  waitingRuns(): QueuedRun<Job>[] {
    return [...this.waitingForOthers];
  }

  /** Whether a run of this group still needs a holder. */
  hasUnleased(group: object): boolean {
    return (this.groups.get(group)?.unleased ?? 0) > 0;
  }

  /** The next time at which `tick` has something to do. */
  nextDeadline(): number {
    let next = Infinity;
    for (const run of this.held) next = Math.min(next, deadlineOf(run));
    return next;
  }

  apply(command: QueueCommand<Job>, now: number): QueueEffect<Job>[] {
    const effects: QueueEffect<Job>[] = [];
    this.change(command, now, effects);
    if (command.type !== "add") this.grant(now, effects);
    return effects;
  }

  private change(command: QueueCommand<Job>, now: number, effects: QueueEffect<Job>[]): void {
    switch (command.type) {
      case "add":
        for (const run of command.runs) this.add(run);
        return;
      case "pause":
        return this.pause(this.those(command.runIds), effects);
      case "resume":
        return this.resume(this.those(command.runIds), effects);
      case "stop":
        return this.stop(this.those(command.runIds), now, effects);
      case "proceed":
        for (const run of this.those(command.runIds)) if (run.state === "waiting") this.enter(run, "queued");
        return;
      case "halt": {
        const waiting = this.those(command.runIds).filter(({ state }) => state === "waiting");
        return this.end(waiting, "done", null, effects);
      }
      case "resize":
        this.cores = command.cores;
        return;
      case "block":
        this.blocked = true;
        for (const run of this.computing) effects.push({ type: "pause", run });
        return;
      case "unblock":
        this.blocked = false;
        for (const run of this.computing) if (run.state === "leased") effects.push({ type: "train", run });
        return;
      case "tick":
        return this.tick(now, effects);
      case "close":
        this.blocked = true;
        return this.end([...this.runs.values()], "interrupted", null, effects);
    }
    const run = this.runs.get(command.runId);
    if (!run?.lease || run.lease.number !== command.lease) return;
    switch (command.type) {
      case "renew":
        run.lease = {
          number: command.lease,
          until: now + this.limits.leaseMs,
          confirmed: run.lease.confirmed || command.answered,
        };
        return;
      case "end":
        // The holder has said how the run ended, unless the run is not this lab's any more.
        return this.end([run], command.status, null, effects, command.status !== "interrupted");
      case "wait":
        if (run.state === "stopping") return this.end([run], "cancelled", null, effects);
        this.release(run, true, effects);
        // A paused run comes here again when it is resumed.
        if (run.state === "paused") return;
        this.enter(run, "waiting");
        effects.push({ type: "changed", runs: [run], status: "queued" });
        return;
      case "lose":
        if (run.state === "stopping") return this.end([run], "cancelled", null, effects);
        return this.fail(run, command.failure, false, effects);
      case "fail":
        return this.fail(run, command.failure, command.recurs, effects);
    }
  }

  private add({ runId, cores, group, job }: NewRun<Job>): void {
    if (this.runs.has(runId)) return;
    let siblings = this.groups.get(group);
    if (!siblings) this.groups.set(group, (siblings = { unleased: 0 }));
    siblings.unleased++;
    // Name by name: to spread an object takes ten times as long, and there may be 100,000.
    const run: Entry<Job> = {
      runId,
      cores,
      group,
      job,
      index: this.added++,
      state: "queued",
      lease: null,
      retried: false,
      stopBy: Infinity,
      computes: false,
      siblings,
      inLine: false,
    };
    this.runs.set(runId, run);
    this.waiting.add(run);
  }

  private pause(runs: readonly Entry<Job>[], effects: QueueEffect<Job>[]): void {
    const those = runs.filter(({ state }) => state === "queued" || state === "leased");
    for (const run of those) {
      if (run.state === "leased") effects.push({ type: "pause", run });
      this.enter(run, "paused");
    }
    if (those.length > 0) effects.push({ type: "changed", runs: those, status: "paused" });
  }

  private resume(runs: readonly Entry<Job>[], effects: QueueEffect<Job>[]): void {
    const those = runs.filter(({ state }) => state === "paused");
    for (const run of those) this.enter(run, "queued");
    if (those.length > 0) effects.push({ type: "changed", runs: those, status: "queued" });
  }

  private stop(runs: readonly Entry<Job>[], now: number, effects: QueueEffect<Job>[]): void {
    const those = runs.filter(({ state }) => state !== "stopping");
    // A holder that has not answered yet (it may be loading TensorFlow) would answer late, and has measured nothing.
    const asked = those.filter(({ lease }) => lease?.confirmed);
    for (const run of asked) {
      run.stopBy = now + this.limits.stopMs;
      this.enter(run, "stopping");
      effects.push({ type: "cancel", run });
    }
    this.end(
      those.filter(({ lease }) => !lease?.confirmed),
      "cancelled",
      null,
      effects,
    );
  }

  private fail(run: Entry<Job>, failure: Failure, recurs: boolean, effects: QueueEffect<Job>[]): void {
    if (run.retried || recurs || run.state === "stopping") return this.end([run], "failed", failure, effects);
    run.retried = true;
    this.release(run, false, effects);
    const status = run.state === "paused" ? "paused" : "queued";
    this.enter(run, status);
    effects.push({ type: "retried", run, status, failure });
  }

  private tick(now: number, effects: QueueEffect<Job>[]): void {
    const late = [...this.held].filter((run) => deadlineOf(run) <= now);
    this.end(
      late.filter(({ state }) => state === "stopping"),
      "cancelled",
      null,
      effects,
    );
    // That a machine was not heard of says nothing about the run, so this is no failed attempt.
    for (const run of late.filter(({ state }) => state !== "stopping")) {
      this.release(run, false, effects);
      if (run.state !== "leased") continue;
      this.enter(run, "queued");
      effects.push({ type: "changed", runs: [run], status: "queued" });
    }
  }

  private end(
    runs: readonly Entry<Job>[],
    status: QueueEnd,
    failure: Failure | null,
    effects: QueueEffect<Job>[],
    reuse = false,
  ): void {
    if (runs.length === 0) return;
    for (const run of runs) {
      this.release(run, reuse, effects);
      this.enter(run, status);
      run.siblings.unleased--;
      this.runs.delete(run.runId);
    }
    // Experiments come and go while a lab is open.
    if (this.runs.size === 0) this.groups.clear();
    effects.push({ type: "ended", runs, status, failure });
  }

  /** Begins as many runs as there is room for. */
  private grant(now: number, effects: QueueEffect<Job>[]): void {
    while (!this.blocked) {
      const run = this.waiting.first();
      if (!run || (this.coresTaken > 0 && this.coresTaken + run.cores > this.cores)) return;
      const until = now + this.limits.leaseMs;
      if (run.lease) run.lease = { ...run.lease, until };
      else {
        run.lease = { number: ++this.leases, until, confirmed: false };
        run.siblings.unleased--;
        this.held.add(run);
      }
      this.enter(run, "leased");
      effects.push({ type: "changed", runs: [run], status: "running" }, { type: "train", run });
    }
  }

  private release(run: Entry<Job>, reuse: boolean, effects: QueueEffect<Job>[]): void {
    if (!run.lease) return;
    effects.push({ type: "release", run, lease: run.lease.number, reuse });
    run.lease = null;
    run.siblings.unleased++;
    this.held.delete(run);
  }

  private enter(run: Entry<Job>, state: QueueState): void {
    // A run that stops computes until it has ended, if it did before.
    const computes = state === "leased" || (state === "stopping" && run.state === "leased");
    run.state = state;
    // A look into a set costs more than a field, and there may be 100,000 runs that compute neither before nor after.
    if (computes && !run.computes) {
      this.computing.add(run);
      this.coresTaken += run.cores;
    } else if (!computes && run.computes) {
      this.computing.delete(run);
      this.coresTaken -= run.cores;
    }
    run.computes = computes;
    if (state === "queued") this.waiting.add(run);
    if (state === "waiting") this.waitingForOthers.add(run);
    else this.waitingForOthers.delete(run);
  }

  /** The unfinished runs with these ids, each once. */
  private those(runIds: readonly string[]): Entry<Job>[] {
    return [...new Set(runIds)].flatMap((id) => this.runs.get(id) ?? []);
  }
}

function deadlineOf<Job>({ state, stopBy, lease }: Entry<Job>): number {
  return state === "stopping" ? stopBy : lease!.until;
}
