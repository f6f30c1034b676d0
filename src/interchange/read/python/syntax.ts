import { parser } from "@lezer/python";
import type { SyntaxNode } from "@lezer/common";
import { LabError } from "../../../messages/failure";

/** More than any network's code has. */
export const mostCharacters = 200_000;

/** A parsed text of Python. A text with mistakes is parsed around them. */
export interface Source {
  readonly top: SyntaxNode;
  textOf(node: SyntaxNode): string;
  /** Counted from 1. */
  lineOf(node: SyntaxNode): number;
  /** The lines with mistakes. */
  readonly mistakes: readonly number[];
}

/** @throws LabError `readTooLong` */
export function parsePython(given: string): Source {
  if (given.length > mostCharacters) throw new LabError("readTooLong", { limit: mostCharacters });
  // The parser does not know numbers such as `1.` in `1. / 255`.
  const text = given.replace(/(?<![\w.])(\d+)\.(?![\w.])/g, "$1.0");
  const tree = parser.parse(text);
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const lineAt = (place: number) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= place) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  const mistakes = new Set<number>();
  const cursor = tree.cursor();
  do if (cursor.type.isError) mistakes.add(lineAt(cursor.from));
  while (cursor.next());
  return {
    top: tree.topNode,
    textOf: ({ from, to }) => text.slice(from, to),
    lineOf: ({ from }) => lineAt(from),
    mistakes: [...mistakes],
  };
}

/** The parts of a node, without comments and mistakes. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  for (let part = node.firstChild; part; part = part.nextSibling)
    if (part.name !== "Comment" && !part.type.isError) parts.push(part);
  return parts;
}

/** The parts between commas, each as the nodes that it is made of. */
export function betweenCommas(parts: readonly SyntaxNode[]): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]];
  for (const part of parts) {
    if (part.name === ",") groups.push([]);
    else groups.at(-1)!.push(part);
  }
  return groups.filter((group) => group.length > 0);
}

/** What a literal of a text says, without its quotes. */
export function textOfString(literal: string): string {
  const body = literal.replace(/^[a-zA-Z]*/, "");
  const quotes = /^("""|'''|"|')/.exec(body)?.[0].length ?? 0;
  return body.slice(quotes, Math.max(quotes, body.length - quotes));
}
