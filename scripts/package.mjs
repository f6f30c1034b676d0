import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Arch, build, Platform } from "electron-builder";
import { Resvg } from "@resvg/resvg-js";
import { standIn } from "./electron.mjs";
import { buildLab } from "./setup/build.mjs";
import { setUpAppImageRuntime } from "./setup/electron.mjs";
import { findProgram, projectFolder } from "./setup/places.mjs";
import { setUpTensorFlowNotices } from "./setup/tensorflow-sources.mjs";
import { sayResult, setUp } from "./setup.mjs";
import { createTeller } from "./setup/tell.mjs";

/**
 * npm run package [-- targets…]: makes the installers that electron-builder.yml describes, in release/. Without targets
 * those that this system has by itself: AppImage and tar.gz, dmg, or nsis; deb and rpm where they are asked for.
 */
const usualTargets = { linux: ["AppImage", "tar.gz"], darwin: ["dmg"], win32: ["nsis"] };

const tell = createTeller(process.stdout);
const result = await setUp({ tell });
sayResult(tell, result);
if (!result.tensorFlow.native || !result.electron || "reason" in result.electron) {
  tell.detail("Without native TensorFlow and Electron there is nothing to package.");
  process.exit(1);
}
const withoutNotices = await setUpTensorFlowNotices(tell);
if (withoutNotices) {
  tell.detail(`TensorFlow may not be given away without its licences, and ${withoutNotices}.`);
  process.exit(1);
}
// Anew where the licences have just come.
await buildLab(tell);
const { electron } = result;
const stage = mkdtempSync(join(projectFolder, "node_modules", ".dropout-lab-package-"));
try {
  // Debian's own tools, where they are: electron-builder would download its own.
  const targets = process.argv.length > 2 ? process.argv.slice(2) : usualTargets[currentPlatform()];
  useOwnArchiver();
  if (targets.includes("AppImage")) await useOwnAppImageTools();
  const icon = join(stage, "icon.png");
  writeFileSync(icon, drawIcon());
  const files = await build({
    projectDir: projectFolder,
    targets: Platform.current().createTarget(targets, Arch[process.arch === "arm64" ? "arm64" : "x64"]),
    publish: "never",
    config: {
      extends: "electron-builder.yml",
      icon,
      // The stand-in has no such fuse: it came with Electron 29.
      ...(electron.declared
        ? { electronFuses: { grantFileProtocolExtraPrivileges: false } }
        : { electronDist: standIn.folder, electronVersion: standIn.version }),
    },
  });
  for (const file of files) tell.step(file);
} finally {
  rmSync(stage, { recursive: true, force: true });
}

/** @returns {keyof typeof usualTargets} */
function currentPlatform() {
  if (process.platform === "darwin" || process.platform === "win32") return process.platform;
  return "linux";
}

/** Chromium and Electron draw vectors only at run time; installers want pixels. */
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
