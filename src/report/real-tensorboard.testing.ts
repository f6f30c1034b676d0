import { runWithPackage } from "../../scripts/test/python-packages.mjs";

/** For tests only: the real TensorBoard, from PyPI (50 MB to download the first time). */

/** Every scalar that TensorBoard finds below a folder: run, tag, then [wall time, step, value]. */
export type Scalars = Record<string, Record<string, [number, number, number][]>>;

const program = `
import json, sys
from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer
multiplexer = EventMultiplexer().AddRunsFromDirectory(sys.argv[1])
multiplexer.Reload()
json.dump({
    run: {tag: [[e.wall_time, e.step, e.value] for e in multiplexer.Scalars(run, tag)] for tag in tags["scalars"]}
    for run, tags in multiplexer.Runs().items()
}, sys.stdout)
`;

export function readWithTensorboard(folder: string): Scalars {
  return JSON.parse(runWithPackage("tensorboard==2.20.0", ["-c", program, folder])) as Scalars;
}
