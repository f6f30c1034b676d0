import { experimentSchema } from "../experiment/schema";
import { anything } from "../store/testing";
import type { Verb } from "./contract";

const experiment = experimentSchema.parse({
  data: { source: "moons", train: 1, validation: 1 },
  network: { layers: [{ type: "dense", units: 2 }] },
});

/** For tests only: a valid request for each verb; the type makes sure that none is forgotten. */
export const rightRequests: Record<Verb, unknown> = {
  describeLab: {},
  getLicences: {},
  copyDiagnostics: {},
  describeEnvironment: {},
  previewData: { data: experiment.data },
  cancelPreview: {},
  chooseFile: { purpose: "csv" },
  openExperiment: { file: "file:0123456789abcdef/a.json" },
  saveExperiment: { experiment },
  startExperiment: { experiment },
  resumeExperiment: { experimentId: "a" },
  resumePoints: { experimentId: "a" },
  pauseRuns: { runIds: ["a"] },
  resumeRuns: { runIds: ["a"] },
  stopRuns: { runIds: ["a"] },
  listExperiments: { limit: 1 },
  getExperiment: { experimentId: "a" },
  searchHistory: { ...anything, text: "p = 0.3", tags: ["a"], sources: ["moons"], statuses: ["done"] },
  getRuns: { runIds: ["a"] },
  annotateExperiment: { experimentId: "a", name: "b", note: "c", tags: ["d"], pinned: true },
  addPicture: { runId: "a", title: "b", note: "", svg: new Uint8Array(8), rows: [["head"], [1], [null]] },
  listPictures: { runIds: ["a"] },
  removePicture: { runId: "a", number: 1 },
  deleteExperiments: { experimentIds: ["a"] },
  restoreExperiments: { experimentIds: ["a"] },
  inspectMinibatch: { runId: "a", epoch: 1, step: 1, row: 0, mode: "train" },
  inspectPasses: { runId: "a", epoch: 1, passes: 100 },
  inspectSample: { runId: "a", epoch: 1, passes: 100, row: 3 },
  inspectPlane: { runId: "a", epoch: 1 },
  inspectSurface: {
    runId: "a",
    epoch: 1,
    ranges: [
      [-1, 1],
      [0, 2],
    ],
    resolution: 100,
    look: { of: "mask", mask: 3 },
  },
  inspectPoint: { runId: "a", epoch: 1, at: [0.5, 1], passes: 100 },
  inspectPrediction: { runId: "a", epoch: 1, passes: 30, input: { from: "sample", row: 0 } },
  inspectValidation: { runId: "a", only: { target: 1, predicted: 7 }, skip: 0, count: 30 },
  inspectUnit: { runId: "a", step: 1, row: 0, mode: "eval", layer: 0, unit: 3 },
  inspectScaling: { runId: "a", epoch: 1 },
  inspectUnits: { runId: "a", epoch: 1, pictures: true },
  eventsSince: { start: "a", number: 1 },
  currentWork: {},
  exportResult: { experimentId: "a", baseline: "p" },
  exportRuns: {
    runIds: ["a"],
    format: "csv",
    language: "en",
    baselines: [{ experimentId: "a", variant: "p" }],
  },
  saveChart: { name: "loss", format: "png", content: new Uint8Array(8) },
  importResult: { files: ["file:0123456789abcdef/result.json"] },
  showMenu: { language: "en", able: ["run"], on: ["lab"] },
};
