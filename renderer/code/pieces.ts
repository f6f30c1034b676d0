/** A piece of a line of Python, by how it is coloured. */
export interface Piece {
  readonly text: string;
  readonly kind: "plain" | "comment" | "string" | "keyword" | "number";
}

const keywords = new Set(
  "and as assert break class continue def del elif else except False finally for from global if import in is lambda None nonlocal not or pass raise return True try while with yield".split(
    " ",
  ),
);

/** Comments, strings (in the scripts none is longer than its line), words, and all else. */
const pattern =
  /#.*$|[rf]?"""[^"]*(?:"""|$)|[rf]?"(?:\\.|[^"\\])*"|[rf]?'(?:\\.|[^'\\])*'|[A-Za-z_]\w*|\d[\w.]*|[^\w#"']+/gu;

/** A line of a script in pieces that, one after another, are the line. */
export function piecesOf(line: string): Piece[] {
  return [...line.matchAll(pattern)].map(([text]) => ({ text, kind: kindOf(text) }));
}

function kindOf(text: string): Piece["kind"] {
  if (text.startsWith("#")) return "comment";
  if (/^[rf]?["']/.test(text)) return "string";
  if (/^\d/.test(text)) return "number";
  return keywords.has(text) ? "keyword" : "plain";
}
