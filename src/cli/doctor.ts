import { existsSync, statSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as electronFinder from "../../scripts/electron.mjs";
import type * as setupPlaces from "../../scripts/setup/places.mjs";
import type { Environment } from "../experiment/result";

export interface DoctorOptions {
  /** Of the lab. */
  readonly version: string;
  /** The folder with package.json, which set-up uses. */
  readonly projectFolder: string;
  readonly databaseFile: string;
  /** Asks a trainer process, because this process must not load TensorFlow. */
  readonly describeEnvironment: () => Promise<Environment>;
}

export interface DoctorReport {
  readonly lab: string;
  readonly node: string;
  /** "linux x64 6.1.0". */
  readonly platform: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly backend: Environment["backend"] | null;
  /** Where the backend came from, or why it is not the native one. */
  readonly backendSource: string;
  /** The instructions that the lab's own operations use; null where TensorFlow's do everything. */
  readonly kernels: Environment["kernels"] | null;
  readonly tfjs: string | null;
  readonly tensorflow: string | null;
  readonly electron: { readonly version: string; readonly path: string; readonly declared: boolean } | null;
  readonly database: {
    readonly path: string;
    /** null before the first run. */ readonly bytes: number | null;
  };
  /** The folder for set-up's downloads; null in a packaged lab, which has no set-up. */
  readonly cacheFolder: string | null;
  readonly display: boolean;
  readonly missing: readonly Missing[];
}

interface Missing {
  readonly what: string;
  readonly remedy: string;
}

/** Examines this machine: versions, backend, missing parts and how to get them. */
export async function doctor(options: DoctorOptions): Promise<DoctorReport> {
  const { version, projectFolder, databaseFile, describeEnvironment } = options;
  const [setup, environment] = await Promise.all([
    lookAtSetup(projectFolder),
    describeEnvironment().catch((error: unknown) => String(error instanceof Error ? error.message : error)),
  ]);
  const described = typeof environment === "string" ? null : environment;
  const backendSource = typeof environment === "string" ? environment : environment.backendSource;
  const native = described?.backend === "tensorflow";
  return {
    lab: version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch} ${release()}`,
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 1e8) / 10,
    backend: described?.backend ?? null,
    backendSource,
    kernels: described?.kernels ?? null,
    tfjs: described?.tfjs ?? null,
    tensorflow: described?.tensorflow ?? null,
    electron: setup?.electron ?? null,
    database: { path: databaseFile, bytes: existsSync(databaseFile) ? statSync(databaseFile).size : null },
    cacheFolder: setup?.cacheFolder ?? null,
    display: setup?.display ?? true,
    missing: [
      ...(native ? [] : [{ what: `native TensorFlow (${backendSource})`, remedy: nativeRemedy }]),
      ...(native && described.engine === "graph" && !described.kernels && !process.env["DROPOUT_LAB_KERNELS"]
        ? [{ what: "the lab's own operations, which are faster than TensorFlow's", remedy: ownOpsRemedy }]
        : []),
      ...(setup?.missing ?? []),
    ],
  };
}

const ownOpsRemedy =
  "On Linux x64 with AVX2: install a C++ compiler (Debian: apt install g++), then run npm run setup, which says why if " +
  "they cannot be compiled. Until then the lab works, but slower.";
const nativeRemedy =
  "On Linux x64: install python3 with pip and a C++ compiler (Debian: apt install python3 python3-pip g++), " +
  "then run npm run setup. Until then the lab works, but slower.";

/** Asks set-up, whose scripts are not in the lab's bundle and are missing in a packaged lab. */
async function lookAtSetup(projectFolder: string) {
  const scripts = join(projectFolder, "scripts");
  if (!existsSync(join(scripts, "setup.mjs"))) return null;
  const load = (name: string): Promise<unknown> =>
    import(/* @vite-ignore */ pathToFileURL(join(scripts, name)).href);
  const { cacheFolder } = (await load("setup/places.mjs")) as typeof setupPlaces;
  const { findElectron, faultOfElectron, hasDisplay } = (await load("electron.mjs")) as typeof electronFinder;
  const electron = findElectron();
  const fault = electron && (await faultOfElectron(electron));
  const missing: Missing[] = [];
  if (!electron)
    missing.push({ what: "Electron, which the window needs", remedy: "npm run setup says why." });
  else if (!electron.declared) {
    missing.push({
      what: `the declared Electron (${electron.version} is used instead)`,
      remedy: "npm run setup tries to download it again; the lab works with either.",
    });
  }
  if (fault) missing.push({ what: "system libraries that Electron needs", remedy: fault });
  if (!hasDisplay()) {
    missing.push({
      what: "a display",
      remedy: "npm start works in the terminal instead; tests use xvfb-run (Debian: apt install xvfb xauth).",
    });
  }
  return { cacheFolder, electron, display: hasDisplay(), missing };
}

/** The report for people. */
export function sayDoctorReport(report: DoctorReport): string {
  const { electron, database, missing } = report;
  const lines: [string, string][] = [
    ["Dropout Lab", report.lab],
    ["Node", report.node],
    ["Platform", `${report.platform}, ${report.cores} cores, ${report.memoryGigabytes} GB`],
    ["Backend", `${report.backend ?? "none"} (${report.backendSource})`],
    ["TensorFlow", report.tensorflow ?? "not used"],
    ["tfjs", report.tfjs ?? "unknown"],
    [
      "Electron",
      electron
        ? `${electron.version}, ${electron.declared ? "declared" : "stand-in"}, ${electron.path}`
        : "none",
    ],
    [
      "Database",
      `${database.path} (${database.bytes === null ? "not created yet" : `${(database.bytes / 1e6).toFixed(1)} MB`})`,
    ],
    ["Cache", report.cacheFolder ?? "none"],
    ["Display", report.display ? "yes" : "no"],
  ];
  const width = Math.max(...lines.map(([label]) => label.length)) + 2;
  return [
    ...lines.map(([label, value]) => label.padEnd(width) + value),
    ...(missing.length > 0 ? ["", "Missing:"] : ["", "Nothing is missing."]),
    ...missing.map(({ what, remedy }) => `- ${what}\n  ${remedy}`),
  ].join("\n");
}
