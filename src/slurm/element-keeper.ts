import { createHash, randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { draftEnd } from "../artifacts/write-whole";
import type { RunSummary } from "../contract/contract";
import type { RunKeeper } from "../execution/scheduler";
import type { RunEnd } from "../experiment/run-end";
import { type Failure, LabError } from "../messages/failure";
import { openingError } from "../store/database-errors";
import type { RunsChange } from "../store/store";
import type { JournalWriter } from "./journal";
import { nothingTold, sameMeasures, type ToldRun } from "./told";

/** What a run has sent that is kept with its end. */
interface Last {
  weights: string | null;
  end: RunEnd | null;
}

/**
 * Keeps the runs of one element in the sweep's folder, as the store does elsewhere: the journal for all that is told, files for weights. Runs have their places as ids.
 */
export class ElementKeeper implements RunKeeper {
  /** Epochs that this attempt has told first. */
  newEpochs = 0;
  /** Of the runs that this attempt has ended. */
  readonly failures = new Map<string, Failure>();
  private readonly last = new Map<string, Last>();
  /** By content. */
  private readonly preparations = new Map<string, string>();

  /** @param told of these runs by earlier attempts */
  constructor(
    private readonly folder: string,
    private readonly journal: JournalWriter,
    private readonly told: Map<number, ToldRun>,
    private readonly now: () => string = () => new Date().toISOString(),
  ) {}

  get log(): RunKeeper["log"] {
    return this.journal;
  }

  run(runId: string): RunSummary {
    const { records, started, ended } = this.toldOf(runId);
    return {
      ...{ id: runId, experimentId: "", variant: "", rate: null, seed: 0, status: "running", attempt: 1 },
      ...{ failure: null, epochsDone: records.length, epochs: 0, started, ended },
    };
  }

  /** Only successive halving looks at the others. */
  experiment(): never {
    throw new LabError("slurmHalving");
  }

  setStatuses(runIds: readonly string[], status: "queued" | "running" | "paused"): RunsChange {
    for (const runId of status === "running" ? runIds : []) {
      const told = this.toldOf(runId);
      if (told.started !== null) continue;
      const at = this.now();
      this.journal.add({ type: "started", run: Number(runId), at });
      told.started = at;
    }
    return { changed: runIds.length, runs: null };
  }

  retryRun: RunKeeper["retryRun"] = (runId, _status, failure) => {
    this.journal.add({ type: "failedOnce", run: Number(runId), failure });
    return { changed: 1, runs: null };
  };

  endRuns: RunKeeper["endRuns"] = (runIds, status, failure) => {
    const at = this.now();
    for (const runId of runIds) {
      // Others are to be continued.
      if (status !== "done" && status !== "failed") continue;
      const { weights, end } = this.last.get(runId) ?? { weights: null, end: null };
      const epochs = this.toldOf(runId).records.length;
      this.journal.add({ type: "ended", run: Number(runId), at, status, failure, epochs, end, weights });
      if (failure) this.failures.set(runId, failure);
    }
    return { changed: runIds.length, runs: null, ended: at };
  };

  /** Each line of the journal is whole or not there. */
  together: RunKeeper["together"] = (work) => work();

  /** As the store's (src/store/attempts.ts). */
  addEpoch: RunKeeper["addEpoch"] = (runId, record) => {
    const { records } = this.toldOf(runId);
    const known = records[record.epoch - 1];
    if (known) {
      if (!sameMeasures(known, record)) throw new LabError("runNotRepeated", { epoch: record.epoch });
      return "repeated";
    }
    this.journal.add({ type: "epoch", run: Number(runId), record });
    records.push(record);
    this.newEpochs += 1;
    return "new";
  };

  setEnvironment: RunKeeper["setEnvironment"] = (runId, environment) => {
    this.journal.add({ type: "environment", run: Number(runId), environment });
  };

  savePreparation: RunKeeper["savePreparation"] = (runId, preparation) => {
    const text = JSON.stringify(preparation);
    const sha256 = this.preparations.get(text) ?? this.keep("preparations", (hash) => `${hash}.json`, text);
    this.preparations.set(text, sha256);
    this.journal.add({ type: "prepared", run: Number(runId), sha256 });
  };

  saveWeights: RunKeeper["saveWeights"] = (runId, safetensors) => {
    this.lastOf(runId).weights = this.keep(
      "weights",
      (hash) => weightsName(Number(runId), hash),
      safetensors,
    );
  };

  saveEnd: RunKeeper["saveEnd"] = (runId, end) => {
    this.lastOf(runId).end = end;
  };

  private toldOf(runId: string): ToldRun {
    const place = Number(runId);
    let told = this.told.get(place);
    if (!told) this.told.set(place, (told = nothingTold()));
    return told;
  }

  private lastOf(runId: string): Last {
    let last = this.last.get(runId);
    if (!last) this.last.set(runId, (last = { weights: null, end: null }));
    return last;
  }

  /** Writes a file whole, unless it is there. @returns its hash. @throws LabError as the store does, such as `databaseDiskFull` */
  private keep(place: string, nameOf: (sha256: string) => string, content: string | Uint8Array): string {
    const sha256 = createHash("sha256").update(content).digest("hex");
    const file = join(this.folder, place, nameOf(sha256));
    if (existsSync(file)) return sha256;
    const draft = `${file}.${randomBytes(4).toString("hex")}${draftEnd}`;
    try {
      writeFileSync(draft, content);
      const handle = openSync(draft, "r+");
      try {
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(draft, file);
    } catch (error) {
      rmSync(draft, { force: true });
      throw openingError(error, this.folder);
    }
    return sha256;
  }
}

/** In the folder of weights. */
export function weightsName(place: number, sha256: string): string {
  return `${place}-${sha256}.safetensors`;
}
