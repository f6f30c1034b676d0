import type { LabCore } from "../contract/contract";
import type { DataConfig } from "../experiment/schema";

/** Replaces the paths of a document by references, and back. */
export interface PathCover {
  hidePaths<T extends { readonly data: DataConfig }>(document: T): T;
  revealPaths<T extends { readonly data: DataConfig }>(document: T): T;
  reveal(reference: string): string;
}

/** The lab as the window may use it: documents that cross the border name files by reference only. */
export function overBridge(lab: LabCore, files: PathCover): LabCore {
  return {
    describeLab: (request) => lab.describeLab(request),
    describeEnvironment: (request) => lab.describeEnvironment(request),
    previewData: async (request) => lab.previewData(files.revealPaths(request)),
    cancelPreview: (request) => lab.cancelPreview(request),
    startExperiment: async ({ experiment }) =>
      lab.startExperiment({ experiment: files.revealPaths(experiment) }),
    resumeExperiment: (request) => lab.resumeExperiment(request),
    resumePoints: (request) => lab.resumePoints(request),
    pauseRuns: (request) => lab.pauseRuns(request),
    resumeRuns: (request) => lab.resumeRuns(request),
    stopRuns: (request) => lab.stopRuns(request),
    listExperiments: (request) => lab.listExperiments(request),
    getExperiment: async (request) => {
      const detail = await lab.getExperiment(request);
      return { ...detail, experiment: files.hidePaths(detail.experiment) };
    },
    searchHistory: (request) => lab.searchHistory(request),
    getRuns: async (request) => {
      const { experiments } = await lab.getRuns(request);
      return {
        experiments: experiments.map((detail) => ({
          ...detail,
          experiment: files.hidePaths(detail.experiment),
        })),
      };
    },
    annotateExperiment: (request) => lab.annotateExperiment(request),
    addPicture: (request) => lab.addPicture(request),
    listPictures: (request) => lab.listPictures(request),
    removePicture: (request) => lab.removePicture(request),
    deleteExperiments: (request) => lab.deleteExperiments(request),
    restoreExperiments: (request) => lab.restoreExperiments(request),
    inspectMinibatch: (request) => lab.inspectMinibatch(request),
    inspectUnit: (request) => lab.inspectUnit(request),
    inspectScaling: (request) => lab.inspectScaling(request),
    inspectPasses: (request) => lab.inspectPasses(request),
    inspectSample: (request) => lab.inspectSample(request),
    inspectUnits: (request) => lab.inspectUnits(request),
    inspectPlane: (request) => lab.inspectPlane(request),
    inspectSurface: (request) => lab.inspectSurface(request),
    inspectPoint: (request) => lab.inspectPoint(request),
    inspectPrediction: (request) => lab.inspectPrediction(request),
    inspectRows: async ({ file, ...request }) => lab.inspectRows({ ...request, file: files.reveal(file) }),
    inspectValidation: (request) => lab.inspectValidation(request),
    machines: (request) => lab.machines(request),
    slurmSweeps: (request) => lab.slurmSweeps(request),
    cancelOnSlurm: (request) => lab.cancelOnSlurm(request),
    readNetwork: (request) => lab.readNetwork(request),
    evaluateNetwork: ({ experiment, ...request }) =>
      lab.evaluateNetwork({ ...request, experiment: files.revealPaths(experiment) }),
    eventsSince: (request) => lab.eventsSince(request),
    currentWork: (request) => lab.currentWork(request),
  };
}
