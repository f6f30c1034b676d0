import { cpus } from "node:os";
import { basename, dirname, join } from "node:path";
import { mapDataPaths } from "../data/kinds";
import { checkExperiment, shapeOfData } from "../experiment/check";
import { threadsOf } from "../execution/threads";
import { isMissing } from "../experiment/missing";
import type { AnalysisOptions } from "../analysis/analyse";
import type { Environment } from "../experiment/result";
import type { DataConfig, DataShape, Experiment } from "../experiment/schema";
import { errorOf, type Failure, failureOf, LabError, refusalFor, sayFailure } from "../messages/failure";
import { Store } from "../store/store";
import { askEnvironment } from "../execution/worker-client";
import { sweepPreparedData } from "../artifacts/prepared-data";
import { sweepSnapshots } from "../artifacts/snapshots";
import { epochToGoOn, runsWithCheckpoints, sweepCheckpoints } from "../artifacts/checkpoint-folder";
import {
  type ImportedExperiment,
  type LabCore,
  mostQueued,
  type Preview,
  type Request,
  type Response,
  type RunSummary,
} from "../contract/contract";
import { diagnosticsText, type StoreFacts } from "../diagnostics/diagnostics";
import { ErrorLog } from "../diagnostics/error-log";
import { LabEvents } from "../execution/events";
import type { TrainedNetwork } from "../interchange/trained-network";
import { trainedNetworkOf } from "./trained-network";
import { cancelElements } from "../slurm/cancel";
import { canCancelJobs } from "../slurm/commands";
import { rememberedSweeps } from "../slurm/sweep-folder";
import { keepEnded, sweepsNow } from "../slurm/sweep-now";
import { CurrentWork } from "./current-work";
import { databaseFile } from "../store/folders";
import { type KeptPicture, Pictures } from "../documents/pictures";
import { readResult } from "../documents/read-result";
import { checkSize } from "../execution/memory";
import { readNetworkFile } from "../interchange/files/network-file";
import { evaluateNetwork } from "./evaluate-network";
import { toldNetwork } from "./told-network";
import { Inspections } from "../execution/inspections";
import { Previews } from "../execution/previews";
import { queueOrder } from "../execution/queue-order";
import { writeResult } from "../documents/write-result";
import { Scheduler } from "../execution/scheduler";
import type { Abilities } from "../execution/trainer-protocol";
import type { Fleet, WorkerLauncher } from "../execution/workers";

export interface ImportedFiles {
  readonly imported: readonly ImportedExperiment[];
  readonly refused: readonly { readonly path: string; readonly failure: Failure }[];
}

export interface LabOptions {
  readonly launch: WorkerLauncher;
  /** Where runs are trained; by default where `launch` starts its workers, which answer the questions in any case. */
  readonly fleet?: Fleet;
  /** Starts trainers of this machine that may have been launched before; by default `launch`. */
  readonly launchTrainer?: WorkerLauncher;
  /** Version of this program, for people. */
  readonly version: string;
  /** The SQLite file; by default the person's own. */
  readonly database?: string;
  /** Number of runs that train at the same time; by default one per core of the workers. */
  readonly jobs?: number;
  /**
   * Whether trainers of this machine wait some minutes for the next experiment, one for each run that trains at the same time; by default
   * they end with theirs.
   */
  readonly keepsTrainers?: boolean;
  /** Those that have just been asked about the same data; by default of its own. It closes them. */
  readonly previews?: Previews;
  /**
   * Whether a result that is imported may name this file of data, by its absolute path; by default any. What a page names itself is
   * checked where its reference becomes a path (src/documents/file-references.ts).
   */
  readonly mayRead?: (path: string) => boolean;
  /** Called with true when the first run begins to train, and with false when none trains any more. */
  readonly onTraining?: (trains: boolean) => void;
}

/** Milliseconds that a trainer has to exit: longer than a batch, short enough for a waiting person. */
const killTimeoutMs = 5000;

/** Milliseconds that trainers wait for the next experiment: for a look at the results and a change. */
const restMs = 5 * 60_000;

/** Milliseconds between two checks for writes by other processes, and for processes that are gone. */
const pollMs = 1000;
const settleMs = 5000;

/**
 * The lab behind both the window and the terminal. Paths in documents are absolute here. Every verb rejects with a
 * LabError that names what went wrong.
 */
export class Lab implements LabCore {
  readonly events = new LabEvents();
  private readonly store: Store;
  private readonly scheduler: Scheduler;
  /** The folder of all checkpoints, beside the database. */
  private readonly checkpoints: string;
  private readonly previews: Previews;
  private readonly inspections: Inspections;
  private readonly pictures: Pictures;
  private readonly prepared: string;
  /** The folder of the database, and of what belongs to it. */
  private readonly home: string;
  private readonly errors: ErrorLog;
  private readonly work: CurrentWork;
  private environment: Promise<Environment> | null = null;
  private readonly watch: NodeJS.Timeout;
  private settled = performance.now();

  constructor(private readonly options: LabOptions) {
    const { launch, fleet, database = databaseFile(), jobs = null, onTraining = () => undefined } = options;
    this.home = dirname(database);
    this.store = new Store(database);
    this.checkpoints = join(dirname(database), "checkpoints");
    sweepCheckpoints(this.checkpoints, (runIds) => this.store.unfinished(runIds));
    const prepared = join(dirname(database), "prepared");
    this.prepared = prepared;
    sweepPreparedData(prepared);
    const snapshots = join(dirname(database), "snapshots");
    sweepSnapshots(snapshots, (runIds) => this.store.known(runIds));
    const pictures = join(dirname(database), "pictures");
    sweepSnapshots(pictures, (runIds) => this.store.known(runIds));
    this.pictures = new Pictures(pictures);
    const { store, events, checkpoints } = this;
    this.scheduler = new Scheduler({
      store,
      events,
      launch: fleet?.launch ?? options.launchTrainer ?? launch,
      jobs,
      killTimeoutMs,
      checkpoints,
      snapshots,
      prepared,
      ...(options.keepsTrainers && !fleet && { rest: { most: jobs ?? cpus().length, ms: restMs } }),
      onTraining,
    });
    // What this machine can do says nothing of others.
    const learn = (abilities: Abilities) => !fleet && this.scheduler.learn(abilities);
    this.previews = options.previews ?? new Previews(launch, learn, prepared);
    this.inspections = new Inspections({ store, launch, snapshots, prepared });
    this.errors = new ErrorLog(dirname(database));
    this.work = new CurrentWork(events, (experimentId) => store.summary(experimentId));
    // A run that begins again keeps the failure of its last attempt in the queue; a run that has failed for good ends
    // with it.
    this.events.on("runChanged", ({ status, failure }) => {
      if (failure && (status === "queued" || status === "failed")) this.noteFailure("run", failure);
    });
    this.events.on("runNoticed", ({ failure }) => this.noteFailure("run", failure));
    let unavailable = false;
    this.events.on("storeUnavailable", ({ failure }) => {
      if (failure && !unavailable) this.noteFailure("store", failure);
      unavailable = failure !== null;
    });
    // This timer must not keep a terminal alive.
    this.watch = setInterval(() => this.lookAround(), pollMs).unref();
  }

  async describeLab(): Promise<Response<"describeLab">> {
    const platform = `${process.platform} ${process.arch}`;
    const { electron = null, chrome = null, node } = process.versions;
    const runtimes = { electron, chromium: chrome, node };
    return { version: this.options.version, cores: cpus().length, platform, runtimes };
  }

  /** Whether some experiment names it, such as a file of data. */
  isInDocuments(text: string): boolean {
    return this.store.isInDocuments(text);
  }

  async machines(): Promise<Response<"machines">> {
    return (await this.options.fleet?.machines()) ?? { queue: null, machines: [] };
  }

  async slurmSweeps(): Promise<Response<"slurmSweeps">> {
    return { sweeps: sweepsNow(this.home), canCancel: canCancelJobs() };
  }

  async cancelOnSlurm({
    experimentId,
    elements,
  }: Request<"cancelOnSlurm">): Promise<Response<"cancelOnSlurm">> {
    const folder = rememberedSweeps(this.home).get(experimentId);
    if (folder === undefined) throw new LabError("slurmNoSweep", { name: experimentId });
    const ended = await cancelElements(folder, elements);
    await keepEnded(this.home, experimentId, ended);
    this.events.emit("storeChanged", {});
    return { ended: ended.size };
  }

  /** Asks once; the answer holds for the life of the process. */
  describeEnvironment(): Promise<Environment> {
    this.environment ??= askEnvironment(this.options.launch).catch((error: unknown) => {
      this.environment = null;
      throw error;
    });
    return this.environment;
  }

  /** Helps others to find a problem: a text without anything personal. */
  async diagnostics(): Promise<string> {
    const say = (error: unknown) => sayFailure(failureOf(error));
    let store: StoreFacts | string;
    try {
      store = this.store.facts();
    } catch (error) {
      store = say(error);
    }
    const environment = await this.describeEnvironment().catch(say);
    return diagnosticsText({
      lab: this.options.version,
      environment,
      store,
      errors: this.errors.last(),
    });
  }

  /** Notes a failure for `diagnostics`. @param where the part of the lab that failed */
  noteFailure(where: string, failure: Failure): void {
    this.errors.note(where, failure);
  }

  async previewData({ data, number }: Request<"previewData">): Promise<Preview> {
    if (number === undefined) return this.previews.show(data);
    return this.previews.show(data, (news) => {
      if (news.type === "early") this.events.emit("previewEarly", { number, preview: news.preview });
      else this.events.emit("previewProgress", { number, share: news.share });
    });
  }

  async cancelPreview(): Promise<Response<"cancelPreview">> {
    await this.previews.cancel();
    return {};
  }

  /**
   * Stores the experiment and queues its runs.
   * @throws LabError `experimentFaults` with all of them, `networkTooLarge`, `batchTooLarge`, `queueFull`
   */
  async startExperiment({
    experiment: document,
  }: Request<"startExperiment">): Promise<Response<"startExperiment">> {
    const shape = await this.shapeOf(document.data);
    const { experiment, faults } = checkExperiment(document, shape);
    if (!experiment) throw refusalFor("experimentFaults", faults);
    checkSize(experiment, shape);
    this.seeRoomFor(experiment.variants.length * experiment.seeds.length);
    const summary = this.store.queueExperiment(experiment);
    this.queue(summary.id, experiment, shape, summary.runs);
    return summary;
  }

  /**
   * Does nothing if no run is missing.
   * @throws LabError `noSuchExperiment`, `runOfAnotherProcess`, `networkTooLarge`, `batchTooLarge`, `queueFull`
   */
  async resumeExperiment({
    experimentId,
  }: Request<"resumeExperiment">): Promise<Response<"resumeExperiment">> {
    const experiment = this.store.document(experimentId);
    const shape = await this.shapeOf(experiment.data);
    checkSize(experiment, shape);
    this.seeRoomFor(experiment.variants.length * experiment.seeds.length);
    const { summary, reopened } = this.store.reopenRuns(experimentId);
    const again = new Set(reopened);
    const runs = summary.runs.filter(({ id }) => again.has(id));
    this.queue(experimentId, experiment, shape, runs, runs);
    return summary;
  }

  async resumePoints({ experimentId }: Request<"resumePoints">): Promise<Response<"resumePoints">> {
    const missing = this.store.summary(experimentId).runs.filter(isMissing);
    const withCheckpoints = runsWithCheckpoints(this.checkpoints);
    return {
      runs: missing.map(({ id, epochsDone }) => ({
        runId: id,
        epoch: withCheckpoints.has(id) ? epochToGoOn(this.checkpoints, id, epochsDone) : 1,
      })),
    };
  }

  async pauseRuns(request: Request<"pauseRuns">): Promise<Record<string, never>> {
    this.scheduler.pause(this.own(request));
    return {};
  }

  async resumeRuns(request: Request<"resumeRuns">): Promise<Record<string, never>> {
    this.scheduler.resume(this.own(request));
    return {};
  }

  async stopRuns(request: Request<"stopRuns">): Promise<Record<string, never>> {
    this.scheduler.stop(this.own(request));
    return {};
  }

  async listExperiments({ limit }: Request<"listExperiments"> = {}): Promise<Response<"listExperiments">> {
    return this.store.experiments(limit);
  }

  /** The experiments whose id begins with this text, newest first. */
  async idsFrom(start: string): Promise<string[]> {
    return this.store.idsFrom(start);
  }

  async getExperiment({ experimentId }: Request<"getExperiment">): Promise<Response<"getExperiment">> {
    return this.store.experiment(experimentId);
  }

  async searchHistory(query: Request<"searchHistory">): Promise<Response<"searchHistory">> {
    return this.store.search(query);
  }

  async getRuns({ runIds }: Request<"getRuns">): Promise<Response<"getRuns">> {
    return { experiments: this.store.experimentsOf(runIds) };
  }

  async annotateExperiment(annotations: Request<"annotateExperiment">): Promise<Record<string, never>> {
    this.store.annotate(annotations);
    this.events.emit("storeChanged", {});
    return {};
  }

  async readNetwork({ name, content, shape }: Request<"readNetwork">): Promise<Response<"readNetwork">> {
    return toldNetwork(await readNetworkFile(name, content, shape));
  }

  async evaluateNetwork(request: Request<"evaluateNetwork">): Promise<Response<"evaluateNetwork">> {
    return evaluateNetwork(this.options.launch, this.prepared, request);
  }

  async addPicture({ runId, svg, ...told }: Request<"addPicture">): Promise<Record<string, never>> {
    this.expectRun(runId);
    await this.pictures.add(runId, { ...told, svg: new TextDecoder().decode(svg) });
    return {};
  }

  async listPictures({ runIds }: Request<"listPictures">): Promise<Response<"listPictures">> {
    return this.picturesOf(runIds).map(({ runId, number, title, note }) => ({ runId, number, title, note }));
  }

  async removePicture({ runId, number }: Request<"removePicture">): Promise<Record<string, never>> {
    this.expectRun(runId);
    await this.pictures.remove(runId, number);
    return {};
  }

  /** What has been added to the report of these runs. */
  picturesOf(runIds: readonly string[]): KeptPicture[] {
    const known = this.store.known(runIds);
    return this.pictures.of(runIds.filter((runId) => known.has(runId)));
  }

  /** Only ids of the store name a folder. */
  private expectRun(runId: string): void {
    if (!this.store.known([runId]).has(runId)) throw new LabError("noSuchRun", { id: runId });
  }

  async deleteExperiments({ experimentIds }: Request<"deleteExperiments">): Promise<Record<string, never>> {
    this.store.deleteExperiments(experimentIds);
    this.events.emit("storeChanged", {});
    return {};
  }

  async restoreExperiments({ experimentIds }: Request<"restoreExperiments">): Promise<Record<string, never>> {
    this.store.restoreExperiments(experimentIds);
    this.events.emit("storeChanged", {});
    return {};
  }

  inspectMinibatch(request: Request<"inspectMinibatch">): Promise<Response<"inspectMinibatch">> {
    return this.inspections.ask({ verb: "inspectMinibatch", request });
  }

  inspectUnit(request: Request<"inspectUnit">): Promise<Response<"inspectUnit">> {
    return this.inspections.ask({ verb: "inspectUnit", request });
  }

  inspectScaling(request: Request<"inspectScaling">): Promise<Response<"inspectScaling">> {
    return this.inspections.ask({ verb: "inspectScaling", request });
  }

  inspectPasses(request: Request<"inspectPasses">): Promise<Response<"inspectPasses">> {
    return this.inspections.ask({ verb: "inspectPasses", request });
  }

  inspectSample(request: Request<"inspectSample">): Promise<Response<"inspectSample">> {
    return this.inspections.ask({ verb: "inspectSample", request });
  }

  inspectUnits(request: Request<"inspectUnits">): Promise<Response<"inspectUnits">> {
    return this.inspections.ask({ verb: "inspectUnits", request });
  }

  inspectPlane(request: Request<"inspectPlane">): Promise<Response<"inspectPlane">> {
    return this.inspections.ask({ verb: "inspectPlane", request });
  }

  inspectSurface(request: Request<"inspectSurface">): Promise<Response<"inspectSurface">> {
    return this.inspections.ask({ verb: "inspectSurface", request });
  }

  inspectPoint(request: Request<"inspectPoint">): Promise<Response<"inspectPoint">> {
    return this.inspections.ask({ verb: "inspectPoint", request });
  }

  inspectPrediction(request: Request<"inspectPrediction">): Promise<Response<"inspectPrediction">> {
    return this.inspections.ask({ verb: "inspectPrediction", request });
  }

  inspectRows(request: Request<"inspectRows">): Promise<Response<"inspectRows">> {
    return this.inspections.ask({ verb: "inspectRows", request });
  }

  inspectValidation(request: Request<"inspectValidation">): Promise<Response<"inspectValidation">> {
    return this.inspections.ask({ verb: "inspectValidation", request });
  }

  async eventsSince(position: Request<"eventsSince">): Promise<Response<"eventsSince">> {
    return { events: this.events.since(position) };
  }

  async currentWork(): Promise<Response<"currentWork">> {
    return this.work.now();
  }

  /** Writes result.json and the weights into `folder`. Returns the path of result.json. */
  writeResult(experimentId: string, folder: string, options: AnalysisOptions = {}): Promise<string> {
    return writeResult(this.store, experimentId, folder, () => this.describeEnvironment(), options);
  }

  /** A run's network, to be carried out. @throws LabError `noSuchRun`, `noWeights`, `noPreparation` */
  trainedNetwork(runId: string): TrainedNetwork {
    return trainedNetworkOf(this.store, runId, this.options.version);
  }

  /**
   * Imports another lab's result.json into the store, whole or not at all.
   * @returns also the number of runs whose weights are missing, and whether the experiment was deleted here and is
   * restored
   * @throws LabError as `readResult` does, `resultThereAlready`, `resultTrainedHere`
   */
  async importResult(file: string): Promise<ImportedExperiment> {
    const arrival = await readResult(file);
    this.expectReadable(arrival.result.experiment.data);
    const { summary, restored } = this.store.importExperiment(arrival);
    this.events.emit("storeChanged", {});
    const { result, weights } = arrival;
    const missing = result.runs.filter((run, index) => run.weights !== null && !weights[index]);
    return { summary, weightsMissing: restored ? 0 : missing.length, restored };
  }

  /** Imports several results one after another; a refused one does not stop the others. */
  async importResults(files: readonly string[]): Promise<ImportedFiles> {
    const imported: ImportedExperiment[] = [];
    const refused: { path: string; failure: Failure }[] = [];
    for (const path of files) {
      try {
        imported.push(await this.importResult(path));
      } catch (error) {
        refused.push({ path, failure: failureOf(error) });
      }
    }
    return { imported, refused };
  }

  /** Ends every trainer at once; unfinished runs of this lab become interrupted. */
  close(): void {
    clearInterval(this.watch);
    this.scheduler.close();
    this.previews.close();
    this.inspections.close();
    this.store.close();
  }

  /** @throws LabError `fileNotServed` */
  private expectReadable(data: DataConfig): void {
    const { mayRead = () => true } = this.options;
    mapDataPaths(data, (path) => {
      if (!mayRead(path)) throw new LabError("fileNotServed", { file: basename(path) });
      return path;
    });
  }

  private seeRoomFor(runs: number): void {
    if (this.scheduler.length + runs > mostQueued) throw new LabError("queueFull", { limit: mostQueued });
  }

  private queue(
    experimentId: string,
    experiment: Experiment,
    shape: DataShape | undefined,
    runs: readonly RunSummary[],
    reopened: readonly RunSummary[] = [],
  ): void {
    if (runs.length > 0) this.work.queued(experimentId, this.scheduler.length === 0);
    const cores = shape ? threadsOf(experiment, shape) : 1;
    const variants = new Map(experiment.variants.map((variant) => [variant.name, variant]));
    this.scheduler.add(
      queueOrder(experiment, runs, this.workersOf(experiment, cores)).map(({ id, variant: name, seed }) => {
        const variant = variants.get(name)!;
        const job = { experimentId, experiment, variant, seed, ...(shape && { threads: cores }) };
        return { runId: id, cores, group: experiment, job };
      }),
      reopened,
    );
  }

  /** How many trainers of this machine, each on so many cores, the order of runs reckons with: more than one only where a seed has its own data. */
  private workersOf({ evaluation }: Experiment, cores: number): number {
    const { fleet, jobs } = this.options;
    if (fleet || evaluation.resample === "none") return 1;
    return Math.max(1, Math.floor((jobs ?? cpus().length) / cores));
  }

  private lookAround(): void {
    try {
      const changed = this.store.changedElsewhere();
      if (this.settleOrphans() || changed) this.events.emit("storeChanged", {});
      if (this.scheduler.length > 0) this.store.renewLease();
    } catch (error) {
      // The next verb that needs the file reports the problem.
      if (!(error instanceof LabError)) throw error;
    }
  }

  /** Whether runs of a process that is gone have been marked as interrupted. */
  private settleOrphans(): boolean {
    if (performance.now() - this.settled < settleMs) return false;
    this.settled = performance.now();
    return this.store.settleOrphans();
  }

  /** Known from the document for generated data; for files, only their content tells. */
  private async shapeOf(data: DataConfig): Promise<DataShape | undefined> {
    const known = shapeOfData(data);
    if (known) return known;
    const { shape, failure } = await this.previews.ask(data);
    if (failure) throw errorOf(failure);
    return shape ?? undefined;
  }

  /** The ids of this process's unfinished runs. @throws LabError `runOfAnotherProcess` */
  private own({ runIds }: Request<"pauseRuns">): string[] {
    if (!runIds) return this.scheduler.runIds();
    this.store.expectEnded(runIds.filter((id) => !this.scheduler.has(id)));
    return runIds.filter((id) => this.scheduler.has(id));
  }
}
