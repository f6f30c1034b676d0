// A part of `npm run lint`: finds imports that the tables of docs/architecture.md do not allow, and names in the tables
// that no import needs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../setup/places.mjs";
import { cruiseProject } from "./cruise.mjs";
import { needlessNames, readRooms, rulesFor } from "./rooms.mjs";

const page = "docs/architecture.md";
const rooms = readRooms(readFileSync(join(projectFolder, page), "utf8"));
const rules = rulesFor(rooms);
const { modules, violations } = await cruiseProject(
  projectFolder,
  ["src", "renderer", "electron", "scripts"],
  rules,
);

for (const { rule, from, to, cycle = [] } of violations) {
  const way = cycle.length > 0 ? cycle.map(({ name }) => name) : [to];
  const reason = rules.find(({ name }) => name === rule.name)?.comment;
  console.error(`${[from, ...way].join(" → ")}\n  ${rule.name}: ${reason}`);
}
const needless = needlessNames(rooms, modules);
for (const name of needless) console.error(`${page}: no import needs ${name}`);

const count = violations.length + needless.length;
if (count > 0) process.exitCode = 1;
console.log(`${count} problems of imports in ${modules.length} files`);
