import type { Distribution } from "./distributions";

/** The number of inputs and outputs of each unit of a layer, as its kernel's shape has them. */
export interface Fans {
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * A way to draw the initial weights of a layer. The formulas are those of Keras 3 (`keras.initializers`), where "normal"
 * always means the truncated normal, and of PyTorch (`torch.nn.Linear.reset_parameters`).
 */
export interface InitializerKind<Name extends string> {
  /** Its name in a document; the page's text has the same name under `initializers`. */
  readonly name: Name;
  /** Of the kernel, by its shape. */
  kernel(fans: Fans): Distribution;
  /** Whether the bias is drawn like the kernel; otherwise it starts at zero. */
  readonly drawsBias: boolean;
}

export function defineInitializer<const Name extends string>(
  kind: InitializerKind<Name>,
): InitializerKind<Name> {
  return kind;
}
