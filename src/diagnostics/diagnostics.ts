import { cpus, release, totalmem } from "node:os";
import type { Environment, RunStatus } from "../experiment/result";
import type { ErrorEntry } from "./error-log";
import { memoryOfMachine } from "../platform/machine-memory";
import { redacted } from "./redact";

export interface StoreFacts {
  readonly bytes: number;
  /** Version of the store's tables. */
  readonly version: number;
  readonly experiments: number;
  readonly runs: Readonly<Partial<Record<RunStatus, number>>>;
}

export interface Diagnosed {
  readonly lab: string;
  /** Or the reason why it is unknown. */
  readonly environment: Environment | string;
  readonly store: StoreFacts | string;
  readonly errors: readonly ErrorEntry[];
}

/**
 * Helps others to find a problem, in English: versions, machine, backend, size of the store, last errors; nothing
 * personal.
 */
export function diagnosticsText({ lab, environment, store, errors }: Diagnosed): string {
  const { electron, chrome, node } = process.versions as Record<string, string | undefined>;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  const facts: [string, string][] = [
    ["Dropout Lab", lab],
    ["Runs on", electron ? `Electron ${electron}, Chromium ${chrome}, Node ${node}` : `Node ${node}`],
    ["System", `${process.platform} ${process.arch} ${release()}`],
    [
      "Machine",
      `${cpus().length} cores, ${gigabytes(totalmem())} (${gigabytes(memoryOfMachine())} for the lab)`,
    ],
    ...environmentFacts(environment),
    ["Store", typeof store === "string" ? redacted(store) : storeText(store)],
  ];
  const width = Math.max(...facts.map(([name]) => name.length)) + 2;
  return [
    ...facts.map(([name, value]) => name.padEnd(width) + value),
    "",
    errors.length === 0 ? "No errors were noted." : "Last errors:",
    ...errors.map(({ time, where, code, text }) => `- ${time} ${where}, ${code}: ${text}`),
    "",
  ].join("\n");
}

function environmentFacts(environment: Environment | string): [string, string][] {
  if (typeof environment === "string") return [["Backend", redacted(environment)]];
  const { backend, backendSource, engine, kernels, tensorflow, tfjs } = environment;
  return [
    ["Backend", `${backend}, ${engine} engine (${redacted(backendSource)})`],
    ["Kernels", kernels ? `the lab's own (${kernels})` : "the backend's"],
    ["TensorFlow", tensorflow ?? "not used"],
    ["tfjs", tfjs],
  ];
}

function storeText({ bytes, version, experiments, runs }: StoreFacts): string {
  const counts = Object.entries(runs).map(([status, count]) => `${count} ${status}`);
  const all = counts.length === 0 ? "no runs" : `runs: ${counts.join(", ")}`;
  return `${(bytes / 1e6).toFixed(1)} MB, tables of version ${version}, ${experiments} experiments, ${all}`;
}
