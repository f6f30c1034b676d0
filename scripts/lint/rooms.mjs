/**
 * @typedef {object} Room a row of the tables in docs/architecture.md
 * @property {number} floor
 * @property {readonly string[]} folders of equal rights, which must not import each other
 * @property {keyof typeof strangers} runs where its code runs
 * @property {readonly string[]} imports
 * @property {readonly string[]} importsTypes of these rooms only types
 */

/**
 * @typedef {object} Rule of dependency-cruiser
 * @property {string} name
 * @property {string} comment
 * @property {"error"} severity
 * @property {object} from
 * @property {object} to
 */

/** What code must not import because it does not exist where the code runs. */
const strangers = {
  "set-up": { core: false, packages: [] },
  anywhere: {
    core: true,
    packages: ["electron", "vue", "element-plus", "@tensorflow", "@photostructure", "@duckdb"],
  },
  Node: { core: false, packages: ["electron", "vue", "element-plus", "@tensorflow"] },
  trainer: { core: false, packages: ["electron", "vue", "element-plus"] },
  Electron: { core: false, packages: ["vue", "element-plus", "@tensorflow"] },
  window: { core: true, packages: ["electron", "@tensorflow", "@photostructure", "@duckdb"] },
};

/** Tests, and what only they use: they may import anything, and nothing else may import them. */
const tests = String.raw`\.test\.(ts|mjs)$|\.testing\.ts$|/testing\.ts$|\.fixture\.ts$|^src/fuzz/|^src/test-size\.ts$|/fixtures/`;
/** What holds code of ours that the tables have to name. */
const ours = "^(src|renderer|electron|scripts)/";

/** Reads the tables under the heading "Folders". @param {string} page text of docs/architecture.md */
export function readRooms(page) {
  const [, chapter = ""] = /^## Folders\n(.*?)(?=^## |$(?![\s\S]))/ms.exec(page) ?? [];
  const rows = chapter.split("\n").filter((line) => /^\| +\d+ /.test(line));
  return rows.map(readRow);
}

/** @param {string} row @returns {Room} */
function readRow(row) {
  const [floor = "", folder = "", , runs = "", imports = ""] = row
    .split("|")
    .slice(1)
    .map((cell) => cell.trim());
  if (!isPlace(runs)) throw new Error(`docs/architecture.md: where does this run? ${row}`);
  const named = [...imports.matchAll(/`([^`]+)`( types)?/g)];
  const names = (/** @type {boolean} */ types) =>
    named.flatMap(([, name = "", isTypes]) => ((isTypes !== undefined) === types ? [name] : []));
  return {
    floor: Number(floor),
    folders: [...folder.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
    runs,
    imports: names(false),
    importsTypes: names(true),
  };
}

/** @param {string} text @returns {text is keyof typeof strangers} */
function isPlace(text) {
  return Object.hasOwn(strangers, text);
}

/**
 * The files of a room, as a regular expression.
 * @param {string} folder or a pattern of files within another room
 * @param {readonly Room[]} rooms
 */
function filesOf(folder, rooms) {
  if (isPattern(folder)) return `^${expressionOf(folder)}$`;
  const inside = rooms.flatMap(({ folders }) => folders).filter((other) => other.startsWith(`${folder}/`));
  // A room whose folders are rooms of their own has only the files directly in it.
  if (inside.some((other) => !isPattern(other))) return `^${folder}/[^/]+$`;
  const others = inside.map((other) => `(?!${expressionOf(other.slice(folder.length + 1))}$)`);
  return `^${folder}/${others.join("")}`;
}

const isPattern = (/** @type {string} */ folder) => folder.includes("*");

/** @param {string} pattern with two stars for any folders and one for the rest of a name */
function expressionOf(pattern) {
  return pattern.replaceAll("**/", "(?:.*/|)").replace(/(?<!\.)\*/g, "[^/]*");
}

/**
 * The rules of dependency-cruiser that hold the tables.
 * @param {readonly Room[]} rooms
 */
export function rulesFor(rooms) {
  const files = (/** @type {string} */ folder) => filesOf(folder, rooms);
  const all = rooms.flatMap(({ folders }) => folders.map(files));
  return [
    rule("circle", "No circle of files, types included.", {}, { circular: true }),
    rule(
      "unresolved",
      "An import that leads nowhere escapes all rules.",
      {},
      { couldNotResolve: true, path: "^[.]" },
    ),
    rule(
      "test kit",
      "Only tests import what is made for tests.",
      { path: ours, pathNot: tests },
      { path: tests },
    ),
    rule(
      "no room",
      "Give this folder a row in docs/architecture.md.",
      { path: ours, pathNot: [...all, tests] },
      {},
    ),
    ...rooms.flatMap(({ folders, runs, imports, importsTypes }) => {
      const { core, packages } = strangers[runs];
      return folders.flatMap((folder) => {
        const from = { path: files(folder), pathNot: tests };
        const own = [files(folder), tests];
        return [
          rule(`room ${folder}`, "Its row in docs/architecture.md does not name this import.", from, {
            path: ours,
            pathNot: [...own, ...[...imports, ...importsTypes].map(files)],
          }),
          ...(importsTypes.length === 0
            ? []
            : [
                rule(
                  `types for ${folder}`,
                  "Its row in docs/architecture.md names only types of this.",
                  from,
                  {
                    path: importsTypes.map(files),
                    dependencyTypesNot: ["type-only"],
                  },
                ),
              ]),
          ...(packages.length === 0
            ? []
            : [
                rule(`place of ${folder}`, `This does not exist where it runs: ${runs}.`, from, {
                  // A package that is not installed keeps its bare name.
                  path: `^(node_modules/)?(${packages.join("|")})(/|$)`,
                  pathNot: ours,
                }),
              ]),
          ...(core
            ? [
                rule(`Node in ${folder}`, `There is no Node where it runs: ${runs}.`, from, {
                  dependencyTypes: ["core"],
                }),
              ]
            : []),
        ];
      });
    }),
  ];
}

/**
 * @param {string} name
 * @param {string} comment
 * @param {object} from
 * @param {object} to
 * @returns {Rule}
 */
function rule(name, comment, from, to) {
  return { name, comment, severity: "error", from, to };
}

/**
 * Names in the tables that allow what no file of the room imports: a reader would believe in an arrow that is not there.
 * @param {readonly Room[]} rooms
 * @param {readonly { source: string, dependencies: readonly { resolved: string }[] }[]} modules
 */
export function needlessNames(rooms, modules) {
  const isIn = (/** @type {string} */ file, /** @type {string} */ folder) =>
    new RegExp(filesOf(folder, rooms)).test(file);
  return rooms.flatMap(({ folders, imports, importsTypes }) =>
    [...imports, ...importsTypes]
      .filter((name) =>
        modules.every(
          ({ source, dependencies }) =>
            !folders.some((folder) => isIn(source, folder)) ||
            dependencies.every(({ resolved }) => !isIn(resolved, name)),
        ),
      )
      .map((name) => `${folders.join(", ")} → ${name}`),
  );
}
