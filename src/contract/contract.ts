import type { z } from "zod";
import type { Failure } from "../messages/failure";
import { feedVerbs, type Position } from "./feed";
import { labEvents, labVerbs } from "./lab";
import { shellEvents, shellVerbs } from "./shell";

export { fileName, fileReferenceSchema } from "./file-reference";
export type { Annotations, History, HistoryExperiment, HistoryQuery, HistoryRun } from "./history";
export { type Preview, previewSchema } from "../fields/preview";
export { type ExperimentDetail, mostQueued, mostRunsAtOnce } from "./lab";
export { type Minibatch, mostBeside, type Scalings, type Unit } from "./inspect";
export { type ClassSample, mostPasses, type Passes } from "./inspect-passes";
export type { SampleClass, SamplePasses } from "./inspect-sample";
export { type HiddenLayer, type Histogram, unitDistributions, type Units } from "./inspect-units";
export {
  floatsIn,
  mostResolution,
  type Plane,
  type Point,
  type Surface,
  type SurfaceLook,
  wholesIn,
} from "./inspect-surface";
export {
  type ListedSample,
  mostListed,
  type Prediction,
  type RawValue,
  type ValidationSamples,
  type TriedColumn,
  type TriedInput,
} from "./inspect-prediction";
export type { Licence } from "./licence";
export type { Machine, Machines } from "./machines";
export { elementStates, type SlurmElement, type SlurmSweep } from "./slurm";
export type { Evaluated, ToldNetwork } from "./networks";
export type { ExperimentSummary, RunSummary } from "./run-summary";
export {
  chartFormats,
  codeFrameworks,
  exportFormats,
  modelFormats,
  type ImportedExperiment,
  type OpenedKind,
  openedKinds,
} from "./shell";

/**
 * The one contract between the lab and its interfaces: verbs (request, response) and events, of the lab and of the
 * shell around a page. The preload bridge, the main process's handlers, the page's `window.lab` type and the test
 * doubles are all derived from it. How they travel is the business of a transport (channel.ts).
 */
export const verbs = { ...labVerbs, ...feedVerbs, ...shellVerbs } as const;
export const events = { ...labEvents, ...shellEvents } as const;

export type Verb = keyof typeof verbs;
export type Request<V extends Verb> = z.infer<(typeof verbs)[V]["request"]>;
export type Response<V extends Verb> = z.infer<(typeof verbs)[V]["response"]>;
export type EventName = keyof typeof events;
export type EventOf<E extends EventName> = z.infer<(typeof events)[E]>;

type Answering<V extends Verb> = { [Name in V]: (request: Request<Name>) => Promise<Response<Name>> };

/** What answers the page: one function for each verb. */
export type LabVerbs = Answering<Verb>;

/** The verbs that need no window. */
export type LabCore = Answering<keyof typeof labVerbs | keyof typeof feedVerbs>;

export type LabEventName = keyof typeof labEvents;
export type ShellEventName = keyof typeof shellEvents;

/** An answer that can cross a process border: an Error would lose its code and parameters there. */
export type Envelope<T> =
  /** The value contains everything that the events up to this position told, and possibly more. */
  { ok: true; value: T; position?: Position } | { ok: false; failure: Failure };

/** The object that the preload script puts on `window.lab`. */
export type LabBridge = { [V in Verb]: (request: Request<V>) => Promise<Envelope<Response<V>>> } & {
  /** Returns the function that ends the subscription. */
  on<E extends EventName>(
    event: E,
    listener: (payload: EventOf<E>, position: Position | null) => void,
  ): () => void;
};
