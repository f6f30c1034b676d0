import { sourceKinds } from "../data/kinds";
import { experimentOf } from "../experiment/variants";
import type { Experiment, Variant } from "../experiment/schema";
import { setupText } from "../experiment/same-setup";
import type { Fact } from "../messages/sentence";
import type { SentenceCode } from "../messages/sentences.en";

/** Settings of the data as a variant has them, those that any variant of the experiment sets: `{ noise: 0.3 }`. */
export type OwnData = Readonly<Record<string, unknown>>;

export function ownDataOf(
  experiment: Pick<Experiment, "data" | "network" | "variants">,
  variant: Variant,
): OwnData {
  const paths = experiment.variants.flatMap(({ set = {} }) => Object.keys(set));
  const keys = new Set(paths.flatMap((path) => /^data\.(\w+)/.exec(path)?.[1] ?? []));
  const data = experimentOf(experiment, variant).data as OwnData;
  return Object.fromEntries([...keys].map((key) => [key, data[key] ?? null]));
}

interface WithData {
  readonly data?: OwnData | undefined;
}

export function dataText({ data = {} }: WithData): string {
  return setupText(data);
}

/** Settings that leave a regression's targets as they are, whose spread is the unit of its loss. */
const besideTargets = new Set(["scaling", "height", "width", "channels", "channelOrder", "transposed"]);

/** Whether the losses of two variants of one experiment are in one unit. */
export function haveOneUnit(one: WithData, other: WithData, isRegression: boolean): boolean {
  return !isRegression || differingKeys(one, other).every((key) => besideTargets.has(key));
}

function differingKeys({ data: own = {} }: WithData, { data: other = {} }: WithData): string[] {
  return Object.keys(own).filter((key) => setupText([own[key]]) !== setupText([other[key]]));
}

const codes: Readonly<Partial<Record<string, SentenceCode>>> = Object.assign(
  {},
  ...sourceKinds.map(({ differences }) => differences),
) as Partial<Record<string, SentenceCode>>;

/** In what the data of two variants differ. */
export function dataDifferences(one: WithData, other: WithData): Fact[] {
  return differingKeys(one, other).flatMap((key) => {
    const code = codes[key];
    const [own, others] = [one, other].map(({ data = {} }) => plain(data[key]));
    return code === undefined ? [] : [{ code, parameters: { own: own!, other: others! } }];
  });
}

/** "noise = 0.3, labelNoise = 0.1": lists, such as those of columns, only by their names. */
export function dataName({ data = {} }: WithData): string {
  return Object.entries(data)
    .map(([key, value]) => (Array.isArray(value) ? key : `${key} = ${plain(value)}`))
    .join(", ");
}

function plain(value: unknown): string | number {
  return typeof value === "number" ? value : typeof value === "string" ? value : JSON.stringify(value);
}
