import Table from "cli-table3";
import { floatsIn, type Plane, type RunSummary, type SurfaceLook, wholesIn } from "../contract/contract";
import { jsonText } from "../documents/documents";
import type { Lab } from "../lab/lab";
import { LabError } from "../messages/failure";
import { plainTable, tableText } from "./lists";

type Axes = NonNullable<Plane["plane"]>["axes"];

interface SurfaceFlags {
  readonly epoch?: number;
  readonly passes?: number;
  readonly json?: true;
}

/** Points along each axis: as many as fit into a terminal, and enough to draw a picture from the JSON. */
const resolutions = { text: { 1: 15, 2: 9 }, json: { 1: 200, 2: 50 } } as const;

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** What `lab inside --surface` prints. @throws LabError `noPlane`, and as `inspectPlane` does */
export async function surfaceText(
  lab: Lab,
  { id: runId, variant, seed }: RunSummary,
  { epoch: wanted, passes, json }: SurfaceFlags,
): Promise<string> {
  const { plane, epoch } = await lab.inspectPlane({
    runId,
    ...(wanted !== undefined && { epoch: wanted }),
  });
  if (!plane) throw new LabError("noPlane");
  const { axes, target } = plane;
  const isCurve = axes.length === 1;
  const look: SurfaceLook = passes === undefined ? { of: "eval" } : { of: "passes", passes };
  const surface = await lab.inspectSurface({
    ...{ runId, epoch, look },
    ranges: axes.map(({ from, to }) => [from, to]),
    resolution: resolutions[json ? "json" : "text"][isCurve ? 1 : 2],
  });
  const { resolution } = surface;
  const values = [...floatsIn(surface.values)];
  const classes = surface.classes && [...wholesIn(surface.classes)];
  const uncertainty = surface.uncertainty && [...floatsIn(surface.uncertainty)];
  const told = { values, ...(classes && { classes }), ...(uncertainty && { uncertainty }) };
  if (json) {
    const names = target.task === "classification" && { classNames: target.classes };
    return jsonText({ ...{ run: runId, variant, seed, epoch, look, axes, resolution }, ...names, ...told });
  }
  const valueAt = (place: number): string =>
    target.task === "classification"
      ? `${target.classes[classes![place]!]} ${Math.round(100 * values[place]!)}%`
      : short(values[place]!);
  const measure = target.task === "classification" ? "mutual information in nats" : "standard deviation";
  const mode = passes === undefined ? "eval mode" : `mean of ${passes} masks, each the same at all points`;
  const head = `${variant}, seed ${seed} (run ${runId})\nweights after epoch ${epoch}, ${mode}\n\n`;
  const grid = (cellAt: (place: number) => string): string => tableOf(axes, resolution, cellAt);
  const spread =
    uncertainty && `\n${measure} between the masks\n${grid((place) => short(uncertainty[place]!))}`;
  return `${head}${grid(valueAt)}${spread ?? ""}`;
}

/** The first axis goes down for a curve; of two it goes right, and the second up. */
function tableOf(axes: Axes, resolution: number, cellAt: (place: number) => string): string {
  const middles = axes.map(({ from, to }) =>
    Array.from({ length: resolution }, (_, cell) => short(from + ((cell + 0.5) / resolution) * (to - from))),
  );
  const [xName, yName] = axes.map(({ name }) => (typeof name === "number" ? `feature ${name + 1}` : name));
  const [across, along] = middles;
  const table = new Table({
    ...plainTable,
    head: along ? [`${yName} \\ ${xName}`, ...across!] : [xName!, ""],
  });
  if (!along) across!.forEach((value, cell) => table.push([value, cellAt(cell)]));
  else
    for (let cell = resolution - 1; cell >= 0; cell--)
      table.push([along[cell]!, ...across!.map((_, place) => cellAt(cell * resolution + place))]);
  return `${tableText(table)}\n`;
}
