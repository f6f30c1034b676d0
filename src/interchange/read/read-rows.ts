import { type AugmentationSettings, augmentationSchema, augments } from "../../nn/augmentation/settings";
import type { StepSettings } from "../../nn/step/settings";
import { shortName } from "./given";
import { augmentFunction, type Call, isKind, lastOf, type Value } from "./python/values";
import type { Teller } from "./teller";

/** What training does with its rows: how much each counts, and how pictures change. */
export interface RowReading {
  readonly classWeights?: StepSettings["classWeights"];
  readonly augment?: AugmentationSettings;
}

export function readRows(calls: readonly Call[], text: string, teller: Teller): RowReading {
  const weighted = weightsIn(calls);
  const isBalanced = balances.some((each) => each.test(text));
  if (weighted && !isBalanced) teller.tell("readClassWeights", { name: weighted.name }, weighted.line);
  const augment = augmentation(calls, teller);
  return {
    ...(weighted && isBalanced && { classWeights: "balanced" as const }),
    ...(augments(augment) && { augment }),
  };
}

/** Rows through (classes · rows of the class), as the lab writes it, scikit-learn, and those who write it by hand. */
const balances = [
  /\/ *\([^()\n]*(\([^()\n]*\))?[^()\n]*\* *((np|numpy|torch)\.)?\w*count/i,
  /class_weight\([^)]*["']balanced["']/,
];

function weightsIn(calls: readonly Call[]): { name: string; line: number } | null {
  for (const { name, positional, named, line } of calls) {
    if (name === "method.fit" && isGiven(named.get("class_weight"))) return { name: "class_weight", line };
    if (name === "method.fit" && isGiven(named.get("sample_weight"))) return { name: "sample_weight", line };
    if (/\.WeightedRandomSampler$/.test(name)) return { name: shortName(name), line };
    const isLoss = /\.(CrossEntropyLoss|NLLLoss|BCELoss|BCEWithLogitsLoss|cross_entropy|nll_loss)$/.test(
      name,
    );
    if (!isLoss) continue;
    const first = /Loss$/.test(name) ? positional[0] : undefined;
    const weight = named.get("weight") ?? named.get("pos_weight") ?? first;
    if (isGiven(weight)) return { name: `${shortName(name)}(weight)`, line };
    // The lab's own: losses of the rows, times their weights.
    const isOfEach = named.get("reduction") === "none" && name === "torch.nn.functional.cross_entropy";
    if (isOfEach) return { name: shortName(name), line };
  }
  return null;
}

const isGiven = (value: Value | undefined) => value !== undefined && value !== null;

function augmentation(calls: readonly Call[], teller: Teller): AugmentationSettings | undefined {
  const own = lastOf(calls, augmentFunction);
  const found: { shift?: number; flip?: boolean; noise?: number } = own ? ofFunction(own, calls, teller) : {};
  for (const call of calls) {
    const name = shortName(call.name);
    if (/^torchvision\.transforms\./.test(call.name)) ofTorchvision(call, found, teller);
    else if (call.name === "keras.layers.RandomFlip" && isSideways(call)) found.flip = true;
    else if (/\.ImageDataGenerator$/.test(call.name)) ofGenerator(call, found, teller);
    else if (/\.image\.random_flip_left_right$/.test(call.name)) found.flip = true;
    else if (/\.image\.random_\w+$/.test(call.name)) teller.tell("readAugmentation", { name }, call.line);
  }
  const read = augmentationSchema.safeParse(found);
  return read.success ? read.data : undefined;
}

/** `layers.RandomFlip("horizontal")`. */
export const isSideways = ({ positional, named }: Call) =>
  (named.get("mode") ?? positional[0]) === "horizontal";

/** Preparation of pictures, which the lab's data do, and what holds transforms together. */
const idle =
  /^(Compose|ToTensor|ToImage|PILToTensor|ToDtype|ConvertImageDtype|Normalize|Resize|Grayscale|ToPILImage|Lambda)$/;

function ofTorchvision(call: Call, found: { shift?: number; flip?: boolean }, teller: Teller): void {
  const name = shortName(call.name);
  if (idle.test(name) || !/^[A-Z]/.test(name)) return;
  const half = named(call, "p", 0) ?? 0.5;
  const padding = named(call, "padding", 1);
  if (name === "RandomHorizontalFlip" && half === 0.5) found.flip = true;
  else if (name === "RandomCrop" && typeof padding === "number") found.shift = padding;
  else teller.tell("readAugmentation", { name }, call.line);
}

const named = ({ positional, named: given }: Call, name: string, place: number) =>
  given.get(name) ?? positional[place];

function ofGenerator(call: Call, found: { flip?: boolean }, teller: Teller): void {
  for (const [name, value] of call.named) {
    if (value === null || value === false || value === 0) continue;
    if (name === "horizontal_flip") found.flip = true;
    else if (!/^(rescale|validation_split|dtype|data_format|featurewise_\w+|fill_mode|cval)$/.test(name))
      teller.tell("readAugmentation", { name }, call.line);
  }
}

/** `augment(x)`: pads and cuts, mirrors by chance, adds noise. */
function ofFunction(own: Call, calls: readonly Call[], teller: Teller) {
  const found: { shift?: number; flip?: boolean; noise?: number } = {};
  for (const call of own.positional.filter((value) => isKind(value, "call"))) {
    const name = shortName(call.name);
    const second = call.positional[1] ?? null;
    if (name === "pad") found.shift = Math.max(0, ...numbersIn(second));
    else if (name === "rand") found.flip = true;
    else if (name === "normal" && typeof second === "number")
      found.noise = Number((second / divisorIn(calls)).toPrecision(12));
    else if (!/^method\./.test(call.name) && !/^(randint|arange|where)$/.test(name))
      teller.tell("readAugmentation", { name }, call.line);
  }
  return found;
}

function numbersIn(value: Value): number[] {
  if (isKind(value, "list")) return value.items.flatMap(numbersIn);
  return typeof value === "number" ? [value] : [];
}

/** What the network itself divides its raw values by. */
function divisorIn(calls: readonly Call[]): number {
  const by = lastOf(calls, "lab.torch.Rescale")?.positional[0];
  const scale = lastOf(calls, "keras.layers.Rescaling")?.positional[0];
  if (typeof by === "number") return by;
  return typeof scale === "number" ? Number((1 / scale).toPrecision(12)) : 1;
}
