import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Failure } from "../messages/failure";
import { inFull } from "../test-size";
import { type QueueCommand, type QueueEffect, type QueueEnd, type QueueState, RunQueue } from "./run-queue";

const limits = { cores: 3, leaseMs: 100, stopMs: 10 };
const failure: Failure = { code: "trainerKilled", parameters: { signal: "SIGKILL", detail: "-" } };

interface ModelRun {
  readonly runId: string;
  readonly cores: number;
  state: QueueState;
  /** Number of its lease, or null. */
  lease: number | null;
  until: number;
  confirmed: boolean;
  stopBy: number;
  computes: boolean;
  retried: boolean;
}

/**
 * What the queue should do, as plainly as it can be said: a list in the order of arrival that is searched from its
 * beginning each time.
 */
class Model {
  now = 0;
  cores = limits.cores;
  /** The most that there ever were: runs go on when there are fewer. */
  mostCores = limits.cores;
  blocked = false;
  leases = 0;
  readonly runs: ModelRun[] = [];

  unfinished(): ModelRun[] {
    return this.runs.filter(({ state }) =>
      ["queued", "leased", "paused", "waiting", "stopping"].includes(state),
    );
  }

  among(runIds: readonly string[]): ModelRun[] {
    return this.unfinished().filter(({ runId }) => runIds.includes(runId));
  }

  holder(runId: string, lease: number): ModelRun[] {
    return this.unfinished().filter((run) => run.runId === runId && run.lease === lease);
  }

  end(run: ModelRun, state: QueueEnd): void {
    Object.assign(run, { state, lease: null, computes: false });
  }

  /** Takes the run from its holder. */
  giveBack(run: ModelRun): void {
    Object.assign(run, { lease: null, confirmed: false, computes: false });
    if (run.state === "leased") run.state = "queued";
  }

  fail(run: ModelRun, recurs: boolean): void {
    if (run.retried || recurs || run.state === "stopping") return this.end(run, "failed");
    run.retried = true;
    this.giveBack(run);
  }

  grant(): void {
    for (;;) {
      const taken = this.runs.reduce((sum, run) => sum + (run.computes ? run.cores : 0), 0);
      const run = this.runs.find(({ state }) => state === "queued");
      if (this.blocked || !run || (taken > 0 && taken + run.cores > this.cores)) return;
      Object.assign(run, { state: "leased", computes: true, until: this.now + limits.leaseMs });
      if (run.lease === null) Object.assign(run, { lease: ++this.leases, confirmed: false });
    }
  }
}

/** The queue together with what the effects so far have made of the world. */
class Real {
  readonly queue = new RunQueue<string>(limits);
  /** The runs that are being trained, by their lease; the value says whether the holder was told to pause. */
  readonly holders = new Map<number, { runId: string; pauses: boolean }>();
  readonly statuses = new Map<string, string>();
  readonly groups = new Map<string, object>();

  apply(command: QueueCommand<string>, now: number): void {
    for (const effect of this.queue.apply(command, now)) this.perform(effect);
  }

  private perform(effect: QueueEffect<string>): void {
    switch (effect.type) {
      case "train": {
        const { runId, lease } = effect.run;
        // Nobody else may hold the run.
        for (const [number, holder] of this.holders) {
          if (holder.runId === runId) expect(number).toBe(lease!.number);
        }
        this.holders.set(lease!.number, { runId, pauses: false });
        return;
      }
      case "pause": {
        const holder = this.holders.get(effect.run.lease!.number);
        if (holder) holder.pauses = true;
        return;
      }
      case "cancel":
        expect(this.holders.has(effect.run.lease!.number)).toBe(true);
        return;
      case "release":
        expect(this.holders.delete(effect.lease)).toBe(true);
        return;
      case "changed":
      case "ended":
        for (const { runId } of effect.runs) this.note(runId, effect.status);
        return;
      case "retried":
        return this.note(effect.run.runId, effect.status);
    }
  }

  /** What the store would say: an end is never overwritten. */
  private note(runId: string, status: string): void {
    expect(["done", "failed", "cancelled", "interrupted"]).not.toContain(this.statuses.get(runId));
    this.statuses.set(runId, status);
  }
}

function compare(model: Model, real: Real): void {
  const { queue, holders, statuses, groups } = real;
  const unfinished = model.unfinished();
  expect(queue.ids()).toEqual(unfinished.map(({ runId }) => runId));
  for (const { runId, state, lease, retried, confirmed } of unfinished) {
    const run = queue.get(runId)!;
    expect({
      runId,
      state: run.state,
      lease: run.lease?.number ?? null,
      retried: run.retried,
      confirmed: run.lease?.confirmed ?? false,
    }).toEqual({ runId, state, lease, retried, confirmed: lease !== null && confirmed });
  }
  const held = unfinished.filter(({ lease }) => lease !== null);
  expect([...holders.keys()].sort()).toEqual(held.map(({ lease }) => lease).sort());
  for (const { state, lease, computes } of held) {
    if (state !== "stopping") expect(holders.get(lease!)!.pauses).toBe(!computes || model.blocked);
  }
  // The store says what the queue says; it has no word for stopping.
  for (const { runId, state } of model.runs) {
    if (state === "stopping") continue;
    expect(statuses.get(runId) ?? "queued").toBe(
      state === "leased" ? "running" : state === "waiting" ? "queued" : state,
    );
  }
  const computing = unfinished.filter(({ computes }) => computes);
  const taken = computing.reduce((sum, { cores }) => sum + cores, 0);
  expect(taken <= model.mostCores || computing.length === 1).toBe(true);
  expect(queue.trains).toBe(computing.length > 0 && !model.blocked);
  for (const [name, group] of groups) {
    const unleased = unfinished.some(({ runId, lease }) => runId.startsWith(name) && lease === null);
    expect(queue.hasUnleased(group)).toBe(unleased);
  }
  const deadlines = held.map(({ state, stopBy, until }) => (state === "stopping" ? stopBy : until));
  expect(queue.nextDeadline()).toBe(Math.min(Infinity, ...deadlines));
}

/** A step of both. @param change what the command does to the model; then both grant what they can */
function step(
  name: string,
  commandOf: (model: Model) => QueueCommand<string>,
  change: (model: Model) => void,
): fc.Command<Model, Real> {
  return {
    check: () => true,
    toString: () => name,
    run(model, real) {
      const command = commandOf(model);
      real.apply(command, model.now);
      change(model);
      model.grant();
      compare(model, real);
    },
  };
}

/** Picks runs and leases by numbers, some of them wrong: of ended runs, of earlier leases, of none. */
const runAt = (model: Model, index: number) => model.runs[index]?.runId ?? "none";
const leaseAt = (model: Model, index: number, back: number) =>
  (model.runs[index]?.lease ?? model.leases) - back;

const runs = fc.array(fc.nat(12), { maxLength: 5 });
const index = fc.nat(12);
/** Mostly the present lease. */
const back = fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) });

const commands = [
  fc
    .record({
      group: fc.constantFrom("a", "b"),
      cores: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
    })
    .map(({ group, cores }): fc.Command<Model, Real> => ({
      check: () => true,
      toString: () => `add ${group} ${cores.join(" ")}`,
      run(model, real) {
        if (!real.groups.has(group)) real.groups.set(group, {});
        const added = cores.map((each, index) => ({
          runId: `${group}${model.runs.length + index}`,
          cores: each,
        }));
        for (const run of added) {
          model.runs.push({
            ...run,
            ...{ state: "queued", lease: null, until: 0, confirmed: false },
            ...{ stopBy: 0, computes: false, retried: false },
          });
        }
        const job = "a job";
        const twice = [...added, ...added.slice(0, 1)];
        real.apply(
          {
            type: "add",
            runs: twice.map((run) => ({ ...run, group: real.groups.get(group)!, job })),
          },
          model.now,
        );
        compare(model, real);
      },
    })),
  runs.map((those) => {
    const ids = (model: Model) => those.map((each) => runAt(model, each));
    return step(
      `pause ${those.join(" ")}`,
      (model) => ({ type: "pause", runIds: ids(model) }),
      (model) => {
        for (const run of model.among(ids(model))) {
          if (run.state === "queued" || run.state === "leased")
            Object.assign(run, { state: "paused", computes: false });
        }
      },
    );
  }),
  runs.map((those) => {
    const ids = (model: Model) => those.map((each) => runAt(model, each));
    return step(
      `resume ${those.join(" ")}`,
      (model) => ({ type: "resume", runIds: ids(model) }),
      (model) => {
        for (const run of model.among(ids(model))) if (run.state === "paused") run.state = "queued";
      },
    );
  }),
  runs.map((those) => {
    const ids = (model: Model) => those.map((each) => runAt(model, each));
    return step(
      `stop ${those.join(" ")}`,
      (model) => ({ type: "stop", runIds: ids(model) }),
      (model) => {
        for (const run of model.among(ids(model))) {
          if (run.state === "stopping") continue;
          if (run.lease === null || !run.confirmed) model.end(run, "cancelled");
          else Object.assign(run, { state: "stopping", stopBy: model.now + limits.stopMs });
        }
      },
    );
  }),
  fc.tuple(index, back, fc.boolean()).map(([at, earlier, answered]) => {
    return step(
      `renew ${at}${earlier ? " late" : ""}`,
      (model) => ({
        type: "renew",
        runId: runAt(model, at),
        lease: leaseAt(model, at, earlier),
        answered,
      }),
      (model) => {
        for (const run of model.holder(runAt(model, at), leaseAt(model, at, earlier))) {
          run.until = model.now + limits.leaseMs;
          run.confirmed ||= answered;
        }
      },
    );
  }),
  fc
    .tuple(index, back, fc.constantFrom<QueueEnd>("done", "cancelled", "interrupted"))
    .map(([at, earlier, status]) => {
      let named = ["none", 0] as [string, number];
      return step(
        `${status} ${at}${earlier ? " late" : ""}`,
        (model) => {
          named = [runAt(model, at), leaseAt(model, at, earlier)];
          return { type: "end", runId: named[0], lease: named[1], status };
        },
        (model) => {
          for (const run of model.holder(...named)) model.end(run, status);
        },
      );
    }),
  fc.tuple(index, back, fc.constantFrom("fails", "fails for good", "is lost")).map(([at, earlier, how]) => {
    let named = ["none", 0] as [string, number];
    return step(
      `${at} ${how}${earlier ? " late" : ""}`,
      (model) => {
        named = [runAt(model, at), leaseAt(model, at, earlier)];
        const [runId, lease] = named;
        if (how === "is lost") return { type: "lose", runId, lease, failure };
        return { type: "fail", runId, lease, failure, recurs: how === "fails for good" };
      },
      (model) => {
        for (const run of model.holder(...named)) {
          if (how === "is lost" && run.state === "stopping") model.end(run, "cancelled");
          else model.fail(run, how === "fails for good");
        }
      },
    );
  }),
  fc.tuple(index, back).map(([at, earlier]) => {
    let named = ["none", 0] as [string, number];
    return step(
      `wait ${at}${earlier ? " late" : ""}`,
      (model) => {
        named = [runAt(model, at), leaseAt(model, at, earlier)];
        return { type: "wait", runId: named[0], lease: named[1] };
      },
      (model) => {
        for (const run of model.holder(...named)) {
          if (run.state === "stopping") model.end(run, "cancelled");
          else {
            model.giveBack(run);
            if (run.state === "queued") run.state = "waiting";
          }
        }
      },
    );
  }),
  fc.tuple(runs, fc.constantFrom("proceed" as const, "halt" as const)).map(([those, type]) => {
    const ids = (model: Model) => those.map((each) => runAt(model, each));
    let named: string[] = [];
    return step(
      `${type} ${those.join(" ")}`,
      (model) => ({ type, runIds: (named = ids(model)) }),
      (model) => {
        for (const run of model.among(named)) {
          if (run.state !== "waiting") continue;
          if (type === "halt") model.end(run, "done");
          else run.state = "queued";
        }
      },
    );
  }),
  fc.constantFrom("block" as const, "unblock" as const).map((type) =>
    step(
      type,
      () => ({ type }),
      (model) => void (model.blocked = type === "block"),
    ),
  ),
  fc.integer({ min: 1, max: 6 }).map((cores) =>
    step(
      `resize to ${cores}`,
      () => ({ type: "resize", cores }),
      (model) => {
        model.cores = cores;
        model.mostCores = Math.max(model.mostCores, cores);
      },
    ),
  ),
  fc.nat(60).map((after) =>
    step(
      `tick after ${after}`,
      (model) => {
        model.now += after;
        return { type: "tick" };
      },
      (model) => {
        for (const run of model.unfinished().filter(({ lease }) => lease !== null)) {
          if (run.state === "stopping" && run.stopBy <= model.now) model.end(run, "cancelled");
          else if (run.state !== "stopping" && run.until <= model.now) model.giveBack(run);
        }
      },
    ),
  ),
];

describe("the queue", () => {
  test("does what its model does, whatever happens in whatever order", () => {
    fc.assert(
      fc.property(fc.commands(commands, { maxCommands: 60, size: "max" }), (all) => {
        fc.modelRun(() => ({ model: new Model(), real: new Real() }), all);
      }),
      { numRuns: inFull(3000, 150) },
    );
  });

  test("closes with every run interrupted and nobody holding one, and begins nothing after that", () => {
    fc.assert(
      fc.property(fc.commands(commands, { maxCommands: 30 }), (all) => {
        const model = new Model();
        const real = new Real();
        fc.modelRun(() => ({ model, real }), all);
        const going = model.unfinished().map(({ runId }) => runId);
        real.apply({ type: "close" }, model.now);
        expect(going.map((id) => real.statuses.get(id))).toEqual(going.map(() => "interrupted"));
        expect([real.queue.length, real.holders.size, real.queue.trains]).toEqual([0, 0, false]);
        expect(real.queue.nextDeadline()).toBe(Infinity);
      }),
      { numRuns: inFull(500, 50) },
    );
  });

  test("gives a run back to its place when its holder is not heard of, without counting a failure", () => {
    const queue = new RunQueue<string>({ cores: 1, leaseMs: 100, stopMs: 10 });
    const group = {};
    const added = ["first", "second"].map((runId) => ({ runId, cores: 1, group, job: "" }));
    expect(queue.apply({ type: "add", runs: added }, 0)).toEqual([]);
    queue.apply({ type: "tick" }, 0);
    queue.apply({ type: "renew", runId: "first", lease: 1, answered: true }, 50);
    expect(queue.apply({ type: "tick" }, 149)).toEqual([]);
    expect(queue.nextDeadline()).toBe(150);
    const effects = queue.apply({ type: "tick" }, 150);
    expect(effects.map(({ type }) => type)).toEqual(["release", "changed", "changed", "train"]);
    expect(queue.get("first")).toMatchObject({ state: "leased", retried: false, lease: { number: 2 } });
    expect(queue.get("second")).toMatchObject({ state: "queued" });
    // The first holder comes too late.
    expect(queue.apply({ type: "end", runId: "first", lease: 1, status: "done" }, 151)).toEqual([]);
    expect(queue.apply({ type: "end", runId: "first", lease: 2, status: "done" }, 152)).toMatchObject([
      { type: "release", lease: 2, reuse: true },
      { type: "ended", status: "done" },
      { type: "changed", status: "running" },
      { type: "train" },
    ]);
  });

  test("is as quick for 100,000 runs as for few: no command looks through all of them for one", () => {
    const queue = new RunQueue<null>({ cores: 2, leaseMs: 1e9, stopMs: 10 });
    const group = {};
    const ids = Array.from({ length: 100_000 }, (_, each) => `${each}`);
    queue.apply({ type: "add", runs: ids.map((runId) => ({ runId, cores: 1, group, job: null })) }, 0);
    queue.apply({ type: "tick" }, 0);
    for (let each = 0; each < 50_000; each++) {
      queue.apply({ type: "end", runId: ids[each]!, lease: each + 1, status: "done" }, each);
    }
    expect(queue.length).toBe(50_000);
    expect(queue.get("50000")).toMatchObject({ state: "leased", lease: { number: 50_001 } });
    queue.apply({ type: "pause", runIds: ids }, 0);
    expect(queue.trains).toBe(false);
    queue.apply({ type: "resume", runIds: [...ids].reverse() }, 0);
    // Each comes back to its place, though the last was named first.
    expect([queue.get("50000")!.state, queue.get("50001")!.state]).toEqual(["leased", "leased"]);
    expect(queue.get("50002")!.state).toBe("queued");
    queue.apply({ type: "stop", runIds: ids }, 0);
    expect(queue.length).toBe(0);
  });
});
