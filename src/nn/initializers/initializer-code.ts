import type { Definition, Python } from "../python";
import type { Fans } from "./initializer-kind";

/** How an initialiser is written in PyTorch and in Keras 3: the `code.ts` of its folder. */
export interface InitializerCode {
  /** The function that starts a module so; left out for PyTorch's own start. */
  readonly pytorch?: Definition;
  /** What a layer is told; nothing for Keras' own start. */
  readonly keras: (fans: Fans) => Readonly<Record<string, Python>>;
  /** What the script must define for that. */
  readonly kerasNeeds?: Definition;
}

/** A function for `net.apply`, for kernels with a bias that starts at zero. @param lines of the kernel's start */
export function startOf(name: string, source: string, lines: readonly string[]): Definition {
  return {
    name,
    source: `def ${name}(module):
    """${source}"""
    if isinstance(module, (nn.Linear, nn.Conv2d)):
${lines.map((line) => `        ${line}`).join("\n")}
        if module.bias is not None:
            nn.init.zeros_(module.bias)`,
  };
}

/** The inputs of a unit, and the outputs of an input, as PyTorch's kernels have them. */
export const fanIn = "fan_in = module.weight[0].numel()";
export const fanOut = "fan_out = module.weight.numel() // module.weight.shape[1]";

/** A normal cut off at two deviations, whose own deviation is then `deviation`. */
export function truncatedNormal(deviation: string): string[] {
  return [
    `std = ${deviation} / 0.87962566103423978`,
    "nn.init.trunc_normal_(module.weight, std=std, a=-2 * std, b=2 * std)",
  ];
}
