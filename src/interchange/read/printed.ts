/**
 * A printed PyTorch model as Python with the same lines: `(0): Linear(…)` becomes a pair of name and layer. Null for any other text.
 */
export function printedAsPython(text: string): { python: string; isSequence: boolean } | null {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const start = lines.findIndex((line) => /^\s*\w+\($/.test(line));
  if (start < 0 || !/^\s*\([^()]*\): [\w.]+\(/.test(lines[start + 1] ?? "")) return null;
  let isSequence = /^\s*(Sequential|ModuleList)\($/.test(lines[start]!);
  const python = lines.map((line, index) => {
    if (index < start) return "";
    if (index === start) return `printed(`;
    const part = /^\s*\(([^()"\\]*)\): (?:(\d+) x )?([\w.]+)(\(.*)$/.exec(line);
    if (!part) return /^\s*\)\s*$/.test(line) ? (isLast(lines, index) ? ")" : ")),") : "";
    const [, name, times, type, rest] = part;
    if (rest !== "(") {
      const first = Number.parseInt(name!, 10);
      const names = Array.from({ length: Math.min(Number(times ?? 1), mostAlike) }, (_, at) =>
        times === undefined ? name : first + at,
      );
      return names.map((each) => `("${each}", ${type}${rest}),`).join(" ");
    }
    // The parts of such a layer are no sequence: it is told as a whole.
    if (whole.test(type!)) return `("${name}", ${type}(`;
    if (type !== "Sequential" && type !== "ModuleList") isSequence = false;
    return `("${name}", printed(`;
  });
  return { python: python.join("\n"), isSequence };
}

/** Equal layers that are printed as one line: `(0-2): 3 x Linear(…)`. */
const mostAlike = 300;

const whole = /^(MultiheadAttention|Transformer\w*|LSTM|GRU|RNN)$/;

/** Whether this closes the printed model. */
function isLast(lines: readonly string[], index: number): boolean {
  return lines.slice(index + 1).every((line) => !/^\s*\)\s*$/.test(line));
}
