/* eslint-disable @typescript-eslint/no-require-imports -- Electron 22 loads CommonJS only */
// The stand-in Electron has no default app, so that `electron <folder>` would start nothing. This is the part of
// Electron's own default app that loads a folder; set-up puts it into the stand-in's resources.
const { existsSync } = require("node:fs");
const { join, resolve } = require("node:path");

/** Two methods that Electron keeps for its default app. */
/** @typedef {{ setVersion(version: string): void, setAppPath(path: string): void }} DefaultAppMethods */
const app = /** @type {Electron.App & DefaultAppMethods} */ (require("electron").app);

const folder = process.argv.slice(1).find((parameter) => !parameter.startsWith("-"));
if (folder === undefined || !existsSync(join(folder, "package.json"))) {
  console.error("Usage: electron [options] <folder with a package.json>");
  process.exit(2);
}
Object.defineProperty(process, "defaultApp", { enumerable: true, value: true });
const packageJson = require(resolve(folder, "package.json"));
app.setVersion(packageJson.version);
app.name = packageJson.productName ?? packageJson.name;
app.setDesktopName(`${app.name}.desktop`);
app.setAppPath(resolve(folder));
require(resolve(folder));
