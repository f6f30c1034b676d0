import { resolve } from "node:path";
import { app } from "electron";

/** The person's own parameters: in a source tree, Electron's program and the project's folder come before them. */
export function ownParameters(): string[] {
  return process.argv.slice(1 + (process.defaultApp ? indexOfProject() : 0));
}

/** In a source tree, the position of the project's folder among the parameters. */
function indexOfProject(): number {
  return process.argv.slice(1).findIndex((parameter) => resolve(parameter) === app.getAppPath()) + 1;
}
