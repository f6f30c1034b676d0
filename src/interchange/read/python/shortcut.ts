import type { Step } from "./values";

const isKernel = (step: Step) => step.kind === "call" && /\.(Linear|Conv2[dD]|Dense)$/.test(step.name);

/** Whether these steps can stand on a shortcut of the lab: nothing, or one kernel without bias and what shapes its values. */
function isWay(steps: readonly Step[]): boolean {
  return steps.every((step) => {
    if (step.kind !== "call") return false;
    if (/\.(Flatten|FlattenPixels|Reshape|Unflatten)$/.test(step.name)) return true;
    const bias = step.named.get("bias") ?? step.named.get("use_bias");
    return isKernel(step) && bias === false;
  });
}

/** Which of two ways is the shortcut around the other, without steps that do nothing. */
export function shortcutAmong(one: readonly Step[], other: readonly Step[]): [short: Step[], long: Step[]] {
  const isIdle = (step: Step) => step.kind === "call" && /\.Identity$/.test(step.name);
  const [a, b] = [one, other].map((steps) => steps.filter((step) => !isIdle(step))) as [Step[], Step[]];
  if (isWay(a) !== isWay(b)) return isWay(a) ? [a, b] : [b, a];
  // What only shapes its values stands on no shortcut, for the lab's has a kernel then.
  if (a.length > 0 && b.length > 0 && a.some(isKernel) !== b.some(isKernel))
    return a.some(isKernel) ? [a, b] : [b, a];
  return a.length <= b.length ? [a, b] : [b, a];
}
