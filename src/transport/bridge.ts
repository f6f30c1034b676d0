import type { LabCore } from "../contract/contract";
import type { Files } from "../documents/file-references";

/** The lab as the window may use it: documents that cross the border name files by reference only. */
export function overBridge(lab: LabCore, files: Files): LabCore {
  return {
    describeLab: (request) => lab.describeLab(request),
    describeEnvironment: (request) => lab.describeEnvironment(request),
    previewData: async (request) => lab.previewData(files.revealPaths(request)),
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
    deleteExperiments: (request) => lab.deleteExperiments(request),
    restoreExperiments: (request) => lab.restoreExperiments(request),
  };
}
