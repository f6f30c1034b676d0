import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What the program should do, according to its command line. */
export type Task =
  /** Opens the window with these documents (absolute paths). */
  | { readonly kind: "window"; readonly documents: string[] }
  /** Runs a command of the lab in a terminal. */
  | { readonly kind: "terminal"; readonly parameters: string[] };

/**
 * Reads a command line. A parameter with a dot or a slash is a document; anything else is a command for the
 * terminal's lab, which reports unknown ones itself. Leading switches, such as --no-sandbox, are Chromium's.
 * @param parameters the parameters after the program, in a source tree after the project's folder
 */
export function taskOf(parameters: readonly string[]): Task {
  const first = parameters.findIndex((parameter) => isQuestion(parameter) || !parameter.startsWith("-"));
  const own = first < 0 ? [] : parameters.slice(first);
  if (own.length > 0 && (isQuestion(own[0]!) || !/[./\\]/.test(own[0]!))) {
    return { kind: "terminal", parameters: own };
  }
  return { kind: "window", documents: own.filter((parameter) => !parameter.startsWith("-")).map(pathOf) };
}

/** Whether the terminal's lab can answer it at once, without Electron. */
export function isQuestion(parameter: string): boolean {
  return ["--help", "-h", "--version", "-V"].includes(parameter);
}

/** Desktops hand over documents as paths or as URLs. */
function pathOf(document: string): string {
  return document.startsWith("file:") ? fileURLToPath(document) : resolve(document);
}
