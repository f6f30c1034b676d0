import { z } from "zod";

/**
 * The page never holds a path: a document that crosses the border to it has file references instead,
 * `file:<id>/<name>`. Only main can resolve them, and main makes them only for files that the person chose.
 */
export const fileReferenceSchema = z.string().regex(/^file:[0-9a-f]{16}\/.+$/);

/** The name to show for a file reference. */
export function fileName(reference: string): string {
  return reference.replace(/^file:[0-9a-f]{16}\//, "");
}
