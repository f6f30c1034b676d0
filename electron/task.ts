import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What the program was asked to do when it was started. */
export type Task =
  /** With the documents that the person opened it with, absolute paths. */
  | { readonly kind: "window"; readonly documents: string[] }
  /** A command of the lab in a terminal. */
  | { readonly kind: "terminal"; readonly parameters: string[] };

/**
 * Reads a command line. What has a dot or a slash in it is a document, anything else is for the terminal's lab, which
 * says itself what it does not know. Switches that come first are Chromium's own, such as --no-sandbox.
 * @param parameters what follows the program, and in a source tree the project's folder
 */
export function taskOf(parameters: readonly string[]): Task {
  const first = parameters.findIndex((parameter) => isQuestion(parameter) || !parameter.startsWith("-"));
  const own = first < 0 ? [] : parameters.slice(first);
  if (own.length > 0 && (isQuestion(own[0]!) || !/[./\\]/.test(own[0]!))) {
    return { kind: "terminal", parameters: own };
  }
  return { kind: "window", documents: own.filter((parameter) => !parameter.startsWith("-")).map(pathOf) };
}

/** Whether the terminal's lab answers it at once, without Electron. */
export function isQuestion(parameter: string): boolean {
  return ["--help", "-h", "--version", "-V"].includes(parameter);
}

/** Desktops hand over documents as paths or as addresses. */
function pathOf(document: string): string {
  return document.startsWith("file:") ? fileURLToPath(document) : resolve(document);
}
