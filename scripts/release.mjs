import { createHash } from "node:crypto";
import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";

/** In the format that `sha256sum --check` reads. */
export const sumsName = "SHA256SUMS";

/**
 * Puts what several machines packaged into one folder, with the checksums of all of it beside it.
 * @param {string[]} folders one of each machine
 * @param {string} target
 * @throws {Error} where two machines made different files of one name
 */
export async function gather(folders, target) {
  mkdirSync(target, { recursive: true });
  for (const folder of folders) {
    for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())) {
      const [from, to] = [join(folder, name), join(target, name)];
      if (!existsSync(to)) copyFileSync(from, to);
      else if (name.startsWith("latest"))
        writeFileSync(to, mergeUpdateFiles(readFileSync(to, "utf8"), readFileSync(from, "utf8")));
      else throw new Error(`Two machines made ${name}.`);
    }
  }
  const names = readdirSync(target)
    .filter((name) => name !== sumsName)
    .sort();
  const lines = [];
  for (const name of names) lines.push(`${await sumOf(join(target, name))}  ${name}\n`);
  writeFileSync(join(target, sumsName), lines.join(""));
}

/**
 * Each Mac describes the installers of its own processor in a `latest-mac.yml`; the updater reads one and picks.
 * @param {string} one
 * @param {string} other
 */
export function mergeUpdateFiles(one, other) {
  const files = /^files:\n((?: .*\n)+)/m;
  const [, more] = files.exec(other) ?? [];
  if (!more || !files.test(one)) throw new Error("This is no latest.yml of electron-builder.");
  return one.replace(files, (all) => all + more);
}

/** @param {string} path */
async function sumOf(path) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

// node scripts/release.mjs <folder> <target>: the folder holds a folder for each machine.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, target] = process.argv.slice(2);
  if (!folder || !target) throw new Error("node scripts/release.mjs <folder of folders> <target folder>");
  await gather(
    readdirSync(folder).map((name) => join(folder, name)),
    target,
  );
  process.stdout.write(readFileSync(join(target, sumsName), "utf8"));
}
