import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { declaredFolder, findElectron } from "./electron.mjs";
import { projectFolder } from "./setup/places.mjs";
import { packageFolder, tensorFlowNotices } from "./setup/tensorflow-sources.mjs";

/** @typedef {{ name: string, version: string, licence: string, text: string }} Part */

export const licencesName = "THIRD-PARTY-LICENCES.txt";
const modules = join(projectFolder, "node_modules");

/** Licences that may ship: they require only that their text is included. */
const permissive = [
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "0BSD",
  "Python-2.0",
];

/** Pieces of build tools that end up in the bundles, without depending on other packages. */
const helpers = [
  { module: /^\0?rolldown\//, name: "rolldown" },
  { module: /^\0?vite\//, name: "vite" },
  { module: /^\0?plugin-vue:/, name: "@vitejs/plugin-vue" },
];

/**
 * Writes one file with the licences of everything that ships.
 * @param {string} folder the file's folder
 * @param {Iterable<string>} moduleIds the modules in the bundles, as the bundler names them
 */
export function writeLicences(folder, moduleIds) {
  const [own, ...others] = licencesOf(moduleIds);
  const text = [
    "Dropout Lab is under the MIT licence, which comes first here. After it, what ships besides its own code, each with its",
    "licence and that licence's text. What Chromium, inside Electron, is made of has a file of its own beside the program:",
    "LICENSES.chromium.html.",
    "",
    ...[{ ...own, name: "Dropout Lab" }, ...others].map(asText),
  ];
  writeFileSync(join(folder, licencesName), text.join("\n"));
}

/**
 * The lab, Electron, TensorFlow, every package that has code in a bundle, and those that electron-builder copies.
 * @param {Iterable<string>} moduleIds
 * @throws {Error} if a package has no licence that may ship, or its text is missing
 * @returns {[Part, ...Part[]]}
 */
export function licencesOf(moduleIds) {
  const folders = new Set([...bundledFolders(moduleIds), ...copiedFolders()]);
  // Two packages may each have the same one in a folder of its own.
  const parts = new Map([...folders].map(partOf).map((part) => [`${part.name} ${part.version}`, part]));
  const packages = [...parts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [partOf(projectFolder), electron(), ...tensorFlow(), ...packages];
}

/** src/lab/licences.ts reads these headings. @param {Part} part */
function asText({ name, version, licence, text }) {
  const line = "═".repeat(80);
  return [line, `${name} ${version}`, licence, line, "", text.trim(), ""].join("\n");
}

/** @param {Iterable<string>} moduleIds */
function* bundledFolders(moduleIds) {
  for (const id of moduleIds) {
    const inside = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll("\\", "/"));
    const helper = helpers.find(({ module }) => module.test(id));
    if (helper) yield join(modules, helper.name);
    else if (inside?.[1]) yield inside[1].replace(/^\0/, "");
  }
}

/** The packages that electron-builder.yml copies from node_modules unchanged. */
function copiedFolders() {
  const configuration = readFileSync(join(projectFolder, "electron-builder.yml"), "utf8");
  const lines = configuration.matchAll(/^ +- (?:from: )?node_modules\/((?:@[^/]+\/)?[^/]+)\//gm);
  const here = (/** @type {string} */ name) =>
    name.replace("${platform}", process.platform).replace("${arch}", process.arch);
  return Array.from(lines, ([, name]) => join(modules, here(name ?? "")));
}

/** @param {string} folder @returns {Part} */
function partOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const licences = String(license).replace(/[()]/g, "").split(" AND ");
  if (!licences.every((id) => permissive.includes(id))) {
    throw new Error(
      `${name} ${version} is bundled, but its licence is ${license}: see docs/dependencies.md.`,
    );
  }
  return {
    name,
    version,
    licence: license,
    text: ownText(folder) ?? usualText(license, author?.name ?? author),
  };
}

/** @param {string} folder */
function ownText(folder) {
  // What jSquash is compiled from has licences in "codec".
  const texts = [folder, join(folder, "codec")].flatMap((place) =>
    existsSync(place)
      ? readdirSync(place)
          .filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
          .sort()
          .map((name) => readFileSync(join(place, name), "utf8").trim())
      : [],
  );
  return texts.length > 0 ? texts.join("\n\n") : null;
}

/**
 * The published text of a licence, for packages that name it but bring no text.
 * @param {string} licence
 * @param {string | undefined} author
 */
function usualText(licence, author) {
  const text = readFileSync(join(projectFolder, "scripts/licences", `${licence}.txt`), "utf8");
  return `Copyright (c) ${author ?? "its authors"}\n\n${text}`;
}

/** @returns {Part} */
function electron() {
  const declared = JSON.parse(readFileSync(join(declaredFolder, "package.json"), "utf8"));
  return {
    name: "Electron",
    version: findElectron()?.version ?? declared.version,
    licence: "MIT; for Chromium see LICENSES.chromium.html",
    text: readFileSync(join(declaredFolder, "LICENSE"), "utf8"),
  };
}

/** Empty without a native TensorFlow. @returns {Part[]} */
function tensorFlow() {
  const found = tensorFlowNotices();
  if (found.length === 0) return [];
  const { source } = JSON.parse(readFileSync(join(packageFolder, "dropout-lab.json"), "utf8"));
  const [version = ""] = /\d[\d.]*/.exec(source) ?? [];
  const text = found.map((path) => readFileSync(path, "utf8").trim()).join("\n\n");
  return [{ name: "TensorFlow", version, licence: "Apache-2.0, and those of what its library holds", text }];
}
