import type { Machine } from "../../src/contract/contract";
import type { LiveRun } from "../state/runRegistry";

export interface MachineRow {
  readonly id: string;
  /** Its host, and the end of its id where several workers are on one host. */
  readonly name: string;
  readonly machine: Machine;
  /** Whether it has another version than this lab, and so gets no runs of it. */
  readonly isOther: boolean;
  /** Those of its runs that this page knows. */
  readonly runs: readonly LiveRun[];
  /** Of these runs together. */
  readonly samplesPerSecond: number;
}

/** Machines by name, each with its runs. */
export function machineRows(
  machines: readonly Machine[],
  runs: readonly LiveRun[],
  version: string | null,
): MachineRow[] {
  const byId = new Map(runs.map((run) => [run.summary.id, run]));
  const hosts = machines.map(({ host }) => host);
  return machines
    .map((machine) => {
      const { id, host } = machine;
      const known = machine.runs.flatMap((runId) => byId.get(runId) ?? []);
      return {
        id,
        name: hosts.indexOf(host) === hosts.lastIndexOf(host) ? host : `${host} (${id.slice(-6)})`,
        machine,
        isOther: version !== null && machine.version !== version,
        runs: known,
        samplesPerSecond: known.reduce((sum, { progress }) => sum + (progress?.samplesPerSecond ?? 0), 0),
      };
    })
    .sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
}
