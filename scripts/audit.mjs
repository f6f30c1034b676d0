import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { licencesName } from "./licences.mjs";
import { projectFolder } from "./setup/places.mjs";
import { run } from "./setup/run.mjs";

/**
 * @typedef {{ name: string, severity: string, nodes: string[], via: (string | { title: string, url: string })[] }} Found
 * @typedef {{ vulnerabilities?: Record<string, Found>, message?: string }} Report what `npm audit --json` prints
 */

/**
 * The findings of an audit of node_modules that concern packages that ship: those in the file of licences with the
 * same version.
 * @param {Report} report
 * @param {string} licences
 * @param {(node: string) => string} versionIn the version in this folder of node_modules
 * @returns {string[]} a line for each
 */
export function shippedFindings(report, licences, versionIn) {
  const headings = [...licences.matchAll(/^═{80}\n(.+)\n.+\n═{80}\n/gm)].map(([, heading]) =>
    heading?.toLowerCase(),
  );
  return Object.values(report.vulnerabilities ?? {})
    .filter(({ name, nodes }) =>
      nodes.some((node) => headings.includes(`${name} ${versionIn(node)}`.toLowerCase())),
    )
    .map(({ name, severity, via }) => {
      const reasons = via.map((reason) =>
        typeof reason === "string" ? `by ${reason}` : `${reason.title}, ${reason.url}`,
      );
      return `${name} (${severity}): ${reasons.join("; ")}`;
    });
}

// node scripts/audit.mjs, after a build: asks the registry; exits with 1 if something that ships is known to be
// vulnerable.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { output } = await run(npm, ["audit", "--json", "--audit", "--loglevel=error"], {
    cwd: projectFolder,
  });
  /** @type {Report} */
  const report = JSON.parse(/^\{[^]*^\}/m.exec(output)?.[0] ?? "{}");
  if (!report.vulnerabilities) {
    console.error(
      `Nothing is known of what ships: the registry gave no audit (${report.message ?? output.trim()}).`,
    );
    process.exit(2);
  }
  const findings = shippedFindings(
    report,
    readFileSync(join(projectFolder, "dist", licencesName), "utf8"),
    (node) => JSON.parse(readFileSync(join(projectFolder, node, "package.json"), "utf8")).version,
  );
  const others = Object.keys(report.vulnerabilities).length - findings.length;
  console.log(`${findings.length} of what ships, ${others} of what only builds and tests.`);
  for (const finding of findings) console.log(`- ${finding}`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}
