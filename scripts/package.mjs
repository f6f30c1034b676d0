import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Arch, build, Platform } from "electron-builder";
import { Resvg } from "@resvg/resvg-js";
import { standIn } from "./electron.mjs";
import { putLauncherInPlace } from "./package/launcher.mjs";
import { sizesOf } from "./package/sizes.mjs";
import { buildLab } from "./setup/build.mjs";
import { setUpAppImageRuntime } from "./setup/electron.mjs";
import { findProgram, platformName, projectFolder } from "./setup/places.mjs";
import { setUpTensorFlowNotices } from "./setup/tensorflow-sources.mjs";
import { sayResult, setUp } from "./setup.mjs";
import { createTeller, megabytes } from "./setup/tell.mjs";
import { signingFor } from "./signing.mjs";

/**
 * npm run package [-- targets…]: makes the installers that electron-builder.yml describes, in release/. Without
 * targets it makes this system's usual ones: AppImage and tar.gz, dmg and zip, or nsis; deb and rpm must be named.
 * DROPOUT_LAB_UPDATES_URL is the copy's update address; without it, the copy cannot check for updates.
 */
const usualTargets = { linux: ["AppImage", "tar.gz"], darwin: ["dmg", "zip"], win32: ["nsis"] };

const tell = createTeller(process.stdout);
const result = await setUp({ tell });
sayResult(tell, result);
if (!result.electron || "reason" in result.electron) {
  tell.detail("Without Electron there is nothing to package.");
  process.exit(1);
}
if (!result.tensorFlow.native) {
  // On other systems no library fits the addon, so the lab ships with WebAssembly there and says so.
  if (platformName === "linux-x64") {
    tell.detail("Native TensorFlow can be had for Linux on x64, so it is not packaged without.");
    process.exit(1);
  }
  tell.detail(`This is packaged without native TensorFlow, which is not to be had for ${platformName}.`);
}
const withoutNotices = result.tensorFlow.native ? await setUpTensorFlowNotices(tell) : null;
if (withoutNotices) {
  tell.detail(`TensorFlow may not be given away without its licences, and ${withoutNotices}.`);
  process.exit(1);
}
// Built again if the licences have just arrived.
await buildLab(tell);
const { electron } = result;
const updates = updatesAddress();
tell.step(
  updates
    ? `Updates: from ${updates}`
    : "Updates: none, for DROPOUT_LAB_UPDATES_URL is not set; the copy says that it has no update address",
);
const signing = signingFor(process.platform, process.env);
for (const line of signing.said) tell.step(line);
const stage = mkdtempSync(join(projectFolder, "node_modules", ".dropout-lab-package-"));
try {
  // Debian's own tools if installed: electron-builder would download its own.
  const targets = process.argv.length > 2 ? process.argv.slice(2) : usualTargets[currentPlatform()];
  // gzip's default level: 254 MB instead of 194, in a quarter of the time of electron-builder's level 9.
  process.env["ELECTRON_BUILDER_COMPRESSION_LEVEL"] ??= "6";
  useOwnArchiver();
  if (targets.includes("AppImage") && !electron.declared) await useOwnAppImageTools();
  const icon = join(stage, "icon.png");
  writeFileSync(icon, drawIcon());
  /** @type {string[]} */
  const unpacked = [];
  const files = await build({
    projectDir: projectFolder,
    targets: Platform.current().createTarget(targets, Arch[process.arch === "arm64" ? "arm64" : "x64"]),
    publish: "never",
    config: {
      extends: "electron-builder.yml",
      icon,
      ...signing.configuration,
      publish: updates ? { provider: "generic", url: updates } : null,
      afterPack: ({ appOutDir, packager }) => {
        // This part of the stand-in opens a source tree.
        rmSync(join(packager.getResourcesDir(appOutDir), "default_app.asar"), { force: true });
        unpacked.push(appOutDir);
      },
      // Before the first target, and not in afterPack, because the program's fuses are set in between.
      artifactBuildStarted: () => {
        if (process.platform === "linux") unpacked.forEach(putLauncherInPlace);
      },
      // The stand-in lacks this fuse, which came with Electron 29.
      ...(electron.declared
        ? {
            electronFuses: { grantFileProtocolExtraPrivileges: false },
            // This runtime needs no libfuse2. It comes from the same place as the declared Electron; otherwise the
            // stand-in's must do.
            toolsets: { appimage: "1.0.3" },
          }
        : { electronDist: standIn.folder, electronVersion: standIn.version }),
    },
  });
  for (const folder of unpacked) {
    const sizes = sizesOf(folder);
    tell.step(`${folder}: ${megabytes(sizes.reduce((sum, [, bytes]) => sum + bytes, 0))}`);
    for (const [part, bytes] of sizes) tell.detail(`${megabytes(bytes).padStart(7)} ${part}`);
  }
  for (const file of files) tell.step(`${file}: ${megabytes(statSync(file).size)}`);
} finally {
  rmSync(stage, { recursive: true, force: true });
}

function updatesAddress() {
  const address = process.env["DROPOUT_LAB_UPDATES_URL"];
  if (!address) return null;
  if (new URL(address).protocol === "https:") return address;
  throw new Error(`DROPOUT_LAB_UPDATES_URL is ${address}: give one that begins with https:`);
}

/** @returns {keyof typeof usualTargets} */
function currentPlatform() {
  if (process.platform === "darwin" || process.platform === "win32") return process.platform;
  return "linux";
}

/** Chromium and Electron draw vectors only at run time; installers need pixels. */
function drawIcon() {
  const svg = readFileSync(join(projectFolder, "electron/resources/icon.svg"), "utf8");
  return new Resvg(svg, { fitTo: { mode: "width", value: 1024 } }).render().asPng();
}

function useOwnArchiver() {
  const archiver = findProgram("7za");
  if (archiver) process.env["ELECTRON_BUILDER_7ZIP_PATH"] ??= archiver;
}

async function useOwnAppImageTools() {
  const squash = findProgram("mksquashfs");
  const validate = findProgram("desktop-file-validate");
  if (process.env["APPIMAGE_TOOLS_PATH"] || !squash || !validate) return;
  const reason = await setUpAppImageRuntime(tell);
  if (reason) return tell.detail(`${reason}; electron-builder downloads its own AppImage tools`);
  const tools = join(stage, "appimage-tools");
  mkdirSync(join(tools, "linux-x64"), { recursive: true });
  mkdirSync(join(tools, "lib", "x64"), { recursive: true });
  for (const [name, program] of Object.entries({ mksquashfs: squash, "desktop-file-validate": validate })) {
    copyFileSync(program, join(tools, "linux-x64", name));
    chmodSync(join(tools, "linux-x64", name), 0o755);
  }
  copyFileSync(standIn.appImageRuntime, join(tools, "runtime-x64"));
  process.env["APPIMAGE_TOOLS_PATH"] = tools;
}
