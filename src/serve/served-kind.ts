import type { ServedKind } from "../contract/frames";
import { tableEndings } from "../data/table/kind";

const kinds: Record<string, ServedKind> = {
  ...Object.fromEntries(tableEndings.map((ending) => [ending, "table"])),
  ...{ npy: "arrays", npz: "arrays", png: "picture", jpg: "picture", jpeg: "picture" },
  ...{ zip: "archive", json: "document" },
};

/** What a file's name says that it is; a packed one is what is in it, if its name says so. */
export function kindByName(name: string): ServedKind {
  const plain = name.toLowerCase().replace(/\.gz$/, "");
  // Of MNIST: train-images-idx3-ubyte, also with a dot.
  if (/[-.]idx\d-ubyte$/.test(plain)) return "arrays";
  const [, inner = "", last = ""] = /(?:\.(\w+))?\.(\w+)$/.exec(plain) ?? [];
  const packed = last === "zip" ? kindOf(inner) : null;
  return packed ?? kindOf(last) ?? "other";
}

function kindOf(ending: string): ServedKind | null {
  return Object.hasOwn(kinds, ending) ? kinds[ending]! : null;
}
