import { textOf } from "./decode";
import type { TellBytes } from "./reading";

/** The lines of a file, some at a time. */
export async function* linesOf(path: string, encoding: string, tell?: TellBytes): AsyncGenerator<string[]> {
  let rest = "";
  for await (const piece of textOf(path, encoding, tell)) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    yield lines;
  }
  yield [rest];
}
