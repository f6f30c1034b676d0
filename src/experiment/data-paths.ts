import type { DataConfig } from "./schema";

/** Returns the data source with `change` applied to every path. */
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
