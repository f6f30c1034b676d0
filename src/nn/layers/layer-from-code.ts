import type { ReadingCode } from "../../messages/reading.en";
import type { InitializerName } from "../initializers/kinds";
import type { ReadLayer } from "./read-layer";

/** What a reader of a call may ask of its arguments. What it has not asked for is told as left out. */
export interface CallArguments {
  has(name: string): boolean;
  /** @param usual the framework's own default */
  number(name: string, usual: number): number;
  /** A width: null if the code does not say it in numbers. */
  width(name: string): number | null;
  flag(name: string, usual: boolean): boolean;
  text(name: string, usual: string): string;
  /** A number or equal numbers, as sides of windows are given; the first one of others, which is told. */
  side(name: string, usual: number): number;
  /** A list of numbers, or one number; null if it holds anything else. */
  numbers(name: string): readonly number[] | null;
  /** The activation that a Keras layer applies to what it puts out. */
  activation(name: string): readonly ReadLayer[];
  initializer(name: string, usual: InitializerName): InitializerName;
  /** The factors of a Keras regulariser. */
  penalty(name: string): { l1?: number; l2?: number };
  /** These make no difference here. */
  ignore(...names: readonly string[]): void;
  /** A part that the lab does not have as the code has it. */
  tell(code: ReadingCode, parameters?: Readonly<Record<string, string | number>>): void;
}

/** How a call of a framework is read. */
export interface CallReader {
  /** Its parameters in their order, without the tensor that a function takes. */
  readonly parameters: readonly string[];
  /** Values for each sample, or channels, that it says it takes. */
  readonly takes?: string;
  /** Of a class that the lab's own scripts define: its docstring, by which it is known. */
  readonly says?: string;
  /** The layers that it stands for. */
  readonly read: (given: CallArguments) => readonly ReadLayer[];
}

/**
 * Calls by their whole names: `torch.nn.Linear`, `torch.nn.functional.relu`, `keras.layers.Dense`, `keras.activations.relu`; of a class
 * that the lab's own scripts define, `lab.torch.Reshape`.
 */
export type FromCode = Readonly<Record<string, CallReader>>;

/** An activation without settings. @param names whole names of its classes and functions */
export function plainActivation(layer: ReadLayer, names: readonly string[]): FromCode {
  const reader: CallReader = {
    parameters: ["inplace"],
    read(given) {
      given.ignore("inplace");
      return [layer];
    },
  };
  return Object.fromEntries(names.map((name) => [name, reader]));
}
