import { isAbsolute, relative, resolve, sep } from "node:path";
import { mapDataPaths } from "../data/kinds";
import type { Experiment } from "../experiment/schema";

function mapPaths(experiment: Experiment, change: (path: string) => string): Experiment {
  return { ...experiment, data: mapDataPaths(experiment.data, change) };
}

/** Makes the paths of a document from `folder` absolute. */
export function absolutePaths(experiment: Experiment, folder: string): Experiment {
  return mapPaths(experiment, (path) => resolve(folder, path));
}

/** Makes a document's paths relative to `folder`, with forward slashes, so that both can move together. */
export function relativePaths(experiment: Experiment, folder: string): Experiment {
  return mapPaths(experiment, (path) => {
    const way = relative(folder, path);
    // A path on another Windows drive has no relative form.
    return isAbsolute(way) ? path : way.split(sep).join("/");
  });
}
