import { readSafetensors } from "../artifacts/safetensors";
import type { InspectAnswer, InspectQuestion } from "../contract/inspect";
import type { Dataset } from "../data/dataset";
import { sampleShapeOf } from "../experiment/sample-shape";
import type { Preparation } from "../fields/preparation";
import type { SampleShape } from "../nn/network";
import { loadBackend } from "../engine/backend";
import { planRun } from "../engine/engine";
import type { DataConfig, Experiment, Variant } from "../experiment/schema";
import { dataOfRun, trainingRowsOf } from "../experiment/variants";
import type { Tensorflow } from "../tensor/tensorflow";
import { minibatchOf, type RunFacts, unitOf } from "./minibatch";
import { passesOf } from "./passes";
import { closeNetwork, inEpoch, type Network, openNetwork } from "./network";
import { samplePassesOf } from "./sample-passes";
import { predictionOf } from "./prediction";
import { type PreparedRows, predictedRows } from "./new-rows";
import { validationSamplesOf } from "./validation-samples";
import { scalingsOf } from "./scaling";
import { unitsOf } from "./units";
import { planeOf } from "./plane";
import { pointOf, surfaceOf } from "./surface";

/** A question about a run, with what the inspector needs to know of it (trainer-protocol.ts). */
export interface Inspection {
  readonly run: RunFacts & {
    readonly experiment: Experiment;
    readonly variant: Variant;
    readonly seed: number;
    readonly weightsKey: string;
    readonly weights: Uint8Array | null;
  };
  readonly prepared: string;
  /** As the store has it; by default that of the data. */
  readonly preparation?: Preparation | undefined;
  readonly question: InspectQuestion;
}

type Answered = { type: "inspected"; answer: InspectAnswer } | { type: "weightsWanted" };

/** Weights that are kept open, so that a slider over epochs moves without loading. */
const mostNetworks = 12;

/** Looks into runs. It loads weights and data once and answers one question after another. */
export class Inspector {
  private tf: Promise<Tensorflow> | null = null;
  /** By the name of their weights, the least recently used first. */
  private readonly networks = new Map<string, Network>();

  /**
   * @param load the data of a run; the newest is kept
   * @param readRows other rows of a file, prepared as the run's own
   */
  constructor(
    private readonly load: (config: DataConfig, rows: number, prepared: string) => Promise<Dataset>,
    private readonly readRows: (
      path: string,
      preparation: Preparation,
      config: DataConfig,
    ) => Promise<PreparedRows>,
  ) {}

  /** @throws LabError as `load` and each question do */
  async answer({ run, prepared, preparation, question }: Inspection): Promise<Answered> {
    const { experiment, variant, seed } = run;
    const known = this.networks.has(run.weightsKey);
    if (!known && run.weights === null && run.epoch > 0) return { type: "weightsWanted" };
    this.tf ??= loadBackend().then(({ tf }) => tf);
    const tf = await this.tf;
    const config = dataOfRun(experiment, variant, seed);
    const load = () => this.load(config, trainingRowsOf(experiment, variant), prepared);
    if (question.verb === "inspectRows") {
      // What a run was trained on may be gone: its weights and its preparation are enough.
      const own = preparation ?? (await load()).preparation;
      const rows = await this.readRows(question.request.file, own, config);
      const sample = sampleShapeOf(own, config) ?? (await load());
      const network = inEpoch(this.networkOf(tf, run, sample), run.epoch);
      const value = predictedRows(tf, network, own, run, rows, question.request.passes);
      return { type: "inspected", answer: { verb: question.verb, value } };
    }
    const data = await load();
    const network = this.networkOf(tf, run, data);
    return { type: "inspected", answer: answerTo(question, tf, network, data, run) };
  }

  private networkOf(tf: Tensorflow, run: Inspection["run"], data: SampleShape): Network {
    const { experiment, variant, seed, weightsKey, weights } = run;
    const known = this.networks.get(weightsKey);
    const values =
      weights && Object.entries(readSafetensors(weights)).map(([name, tensor]) => ({ name, ...tensor }));
    const network = known ?? openNetwork(tf, planRun(experiment, variant, seed), data, values ?? undefined);
    this.networks.delete(weightsKey);
    this.networks.set(weightsKey, network);
    const [[oldest, unused]] = [...this.networks] as [[string, Network]];
    if (this.networks.size > mostNetworks) {
      this.networks.delete(oldest);
      closeNetwork(tf, unused);
    }
    return network;
  }
}

function answerTo(
  question: Exclude<InspectQuestion, { verb: "inspectRows" }>,
  ...[tf, ofRun, data, run]: [Tensorflow, Network, Dataset, RunFacts]
): InspectAnswer {
  // A step may be of another epoch than the weights; what is asked about these has their epoch's rates.
  const network = inEpoch(ofRun, run.epoch);
  switch (question.verb) {
    case "inspectMinibatch":
      return { verb: question.verb, value: minibatchOf(tf, ofRun, data, run, question.request) };
    case "inspectPasses":
      return { verb: question.verb, value: passesOf(tf, network, data, run, question.request) };
    case "inspectSample":
      return { verb: question.verb, value: samplePassesOf(tf, network, data, run, question.request) };
    case "inspectPlane":
      return { verb: question.verb, value: planeOf(network, data, run) };
    case "inspectSurface":
      return { verb: question.verb, value: surfaceOf(tf, network, data, run, question.request) };
    case "inspectPoint":
      return { verb: question.verb, value: pointOf(tf, network, data, run, question.request) };
    case "inspectPrediction":
      return { verb: question.verb, value: predictionOf(tf, network, data, run, question.request) };
    case "inspectValidation":
      return { verb: question.verb, value: validationSamplesOf(tf, network, data, run, question.request) };
    case "inspectUnit":
      return { verb: question.verb, value: unitOf(tf, ofRun, data, run, question.request) };
    case "inspectUnits":
      return { verb: question.verb, value: unitsOf(tf, network, data, run, question.request) };
    case "inspectScaling":
      return { verb: question.verb, value: scalingsOf(tf, network, data, run) };
  }
}
