export type DroppedKind = "experiment" | "result" | "csv" | "images" | "labels";

/**
 * What a file is, by its name: `…-images-idx3-ubyte.gz` and the like are the MNIST family's, and a finished experiment
 * is written as `result.json`, of which a second download becomes `result (1).json`.
 */
export function kindOfFile(name: string): DroppedKind | null {
  if (/\bresult\b.*\.json$/i.test(name) && !/\.dropout\.json$/i.test(name)) return "result";
  if (/\.json$/i.test(name)) return "experiment";
  if (/\.(csv|tsv|txt)$/i.test(name)) return "csv";
  if (/idx3|images/i.test(name)) return "images";
  if (/idx1|labels/i.test(name)) return "labels";
  return null;
}
