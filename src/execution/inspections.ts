import { epochOfWeights } from "../experiment/early-stopping";
import { experimentOf } from "../experiment/variants";
import type { InspectAnswer, InspectQuestion, InspectVerb } from "../contract/inspect";
import { readSnapshot, snapshotEpochs, snapshotsOfRun } from "../artifacts/snapshots";
import { LabError } from "../messages/failure";
import type { Store } from "../store/store";
import type { InspectedRun } from "./trainer-protocol";
import { WorkerClient } from "./worker-client";
import type { WorkerLauncher } from "./workers";

type AnswerTo<V extends InspectVerb> = Extract<InspectAnswer, { verb: V }>["value"];

interface InspectionsOptions {
  readonly store: Store;
  readonly launch: WorkerLauncher;
  /** The folder of all snapshots. */
  readonly snapshots: string;
  /** The folder of prepared data. */
  readonly prepared: string;
}

/** Milliseconds after which an inspector that nobody asks gives its memory back. */
const idleMs = 5 * 60 * 1000;

/**
 * Looks into runs, in a process of its own that loads weights and data once. Of the questions of one kind
 * about one run that wait, only the newest is put: a person who drags a slider wants to see where it is now.
 */
export class Inspections {
  private readonly inspector: WorkerClient;
  private lastAnswer: Promise<unknown> = Promise.resolve();
  /** By verb and run. */
  private readonly newest = new Map<string, InspectQuestion>();
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly options: InspectionsOptions) {
    this.inspector = new WorkerClient(options.launch);
  }

  /**
   * @throws LabError `inspectionOvertaken` if a newer question of this kind about this run came before this one was put;
   * `noSuchRun`, `noWeightsAfter`, and what the inspector finds
   */
  ask<V extends InspectVerb>(question: Extract<InspectQuestion, { verb: V }>): Promise<AnswerTo<V>> {
    const kind = `${question.verb} ${question.request.runId}`;
    this.newest.set(kind, question);
    const answer = this.lastAnswer.then(() => {
      if (this.newest.get(kind) !== question) throw new LabError("inspectionOvertaken");
      this.newest.delete(kind);
      return this.put(question);
    });
    this.lastAnswer = answer.catch(() => undefined);
    return answer as Promise<AnswerTo<V>>;
  }

  close(): void {
    clearTimeout(this.idle);
    this.inspector.close();
  }

  private async put(question: InspectQuestion): Promise<InspectAnswer["value"]> {
    clearTimeout(this.idle);
    const run = this.runOf(question.request);
    const { store, prepared } = this.options;
    const preparation =
      question.verb === "inspectRows" ? store.preparationOf(question.request.runId) : undefined;
    const inspect = {
      type: "inspect",
      run,
      prepared,
      question,
      ...(preparation && { preparation }),
    } as const;
    try {
      let said = await this.inspector.ask(inspect);
      if (said.type === "weightsWanted") {
        const weights = await this.weightsOf(question.request.runId, run);
        said = await this.inspector.ask({
          ...inspect,
          run: { ...run, weights: weights && new Uint8Array(weights) },
        });
      }
      if (said.type !== "inspected") throw new LabError("unexpected", { detail: said.type });
      return said.answer.value;
    } finally {
      const giveUp = () => this.inspector.giveUp(new LabError("labClosed"));
      this.idle = setTimeout(giveUp, idleMs).unref();
    }
  }

  private weightsOf(
    runId: string,
    { epoch, experiment, variant, epochsDone }: InspectedRun,
  ): Promise<Uint8Array | null> | Uint8Array | null {
    const { store } = this.options;
    const { training } = experimentOf(experiment, variant);
    const own = epochOfWeights(training, epochsDone, store.measuredAt(runId));
    return epoch === own ? store.weights(runId) : readSnapshot(this.folderOf(runId), epoch);
  }

  private folderOf(runId: string): string {
    return snapshotsOfRun(this.options.snapshots, runId);
  }

  private runOf({ runId, epoch: wanted }: InspectQuestion["request"]): InspectedRun {
    const { store } = this.options;
    const { experimentId, variant: name, seed, epochsDone, attempt } = store.run(runId);
    const experiment = store.document(experimentId);
    const variant = experiment.variants.find((each) => each.name === name)!;
    const { training } = experimentOf(experiment, variant);
    const own = store.hasWeights(runId)
      ? [epochOfWeights(training, epochsDone, store.measuredAt(runId))]
      : [];
    // An attempt that began again from the start may have trained fewer epochs so far.
    const kept = snapshotEpochs(this.folderOf(runId)).filter(
      (epoch) => epoch < epochsDone || (own.length > 0 && epoch === epochsDone),
    );
    const epochs = [...new Set([0, ...kept, ...own])].sort((one, other) => one - other);
    const epoch = wanted ?? own[0] ?? epochs.at(-1)!;
    if (!epochs.includes(epoch)) throw new LabError("noWeightsAfter", { epoch, epochs: epochs.join(", ") });
    const weightsKey = JSON.stringify([runId, epoch, epoch === own[0] ? attempt : 0]);
    return {
      experiment,
      variant,
      seed,
      epochsDone: Math.max(1, epochsDone),
      epochs,
      epoch,
      weightsKey,
      weights: null,
    };
  }
}
