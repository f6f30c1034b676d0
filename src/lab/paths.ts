import { isAbsolute, relative, resolve, sep } from "node:path";
import type { DataConfig, Experiment } from "../experiment/schema";

/** The data source with every path in it changed by `change`. */
export function mapDataPaths(data: DataConfig, change: (path: string) => string): DataConfig {
  switch (data.source) {
    case "csv":
      return { ...data, path: change(data.path) };
    case "idx":
      return { ...data, images: change(data.images), labels: change(data.labels) };
    default:
      return data;
  }
}

function mapPaths(experiment: Experiment, change: (path: string) => string): Experiment {
  return { ...experiment, data: mapDataPaths(experiment.data, change) };
}

/** A document read from `folder`, with its paths made absolute. */
export function absolutePaths(experiment: Experiment, folder: string): Experiment {
  return mapPaths(experiment, (path) => resolve(folder, path));
}

/** A document to be written into `folder`: paths relative to it, with forward slashes, so that both can move together. */
export function relativePaths(experiment: Experiment, folder: string): Experiment {
  return mapPaths(experiment, (path) => {
    const way = relative(folder, path);
    // Another drive of Windows has no relative way.
    return isAbsolute(way) ? path : way.split(sep).join("/");
  });
}
