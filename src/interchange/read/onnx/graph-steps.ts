import type { Tensor } from "../../tensor";
import type { Flow, Value as Argument } from "../python/values";
import type { Teller } from "../teller";
import type { Carried, Constant } from "./values";

/** What a node that is a layer may ask of the walk through its graph. */
export interface GraphSteps {
  readonly teller: Teller;
  /** Tensors by PyTorch's names, in the order of the graph. */
  readonly tensors: Map<string, () => Tensor>;
  /** Layers whose rows were a picture with its channels last. */
  readonly channelsLast: Set<string>;
  /** With the steps that the arithmetic since the last known one is. What is none is told. */
  settled(value: Carried): Carried;
  /** A layer by PyTorch's name, whose arguments say what the node's attributes do. */
  step(
    flow: Flow,
    name: string,
    positional: readonly Argument[],
    named: Readonly<Record<string, Argument>>,
    path?: string,
  ): Flow;
  /** The name of a layer's tensors: that of its kernel in PyTorch, else the node's own. */
  freePath(name: string, kernel?: string): string;
  tensor(constant: Constant): Tensor;
  /** Where the channels of a new picture stand. */
  pictureOf(name: string, sizes: readonly number[]): "first" | "last";
  /** Two layers with one kernel are told. */
  useKernel(kernel: Constant, name: string): void;
}
