import type { Step } from "./values";

/** Whether these steps can stand on a shortcut of the lab: nothing, or one kernel without bias and what shapes its values. */
function isWay(steps: readonly Step[]): boolean {
  return steps.every((step) => {
    if (step.kind !== "call") return false;
    if (/\.(Flatten|FlattenPixels|Reshape|Unflatten)$/.test(step.name)) return true;
    const bias = step.named.get("bias") ?? step.named.get("use_bias");
    return /\.(Linear|Conv2[dD]|Dense)$/.test(step.name) && bias === false;
  });
}

/** Which of two ways is the shortcut around the other, without steps that do nothing. */
export function shortcutAmong(one: readonly Step[], other: readonly Step[]): [short: Step[], long: Step[]] {
  const isIdle = (step: Step) => step.kind === "call" && /\.Identity$/.test(step.name);
  const [a, b] = [one, other].map((steps) => steps.filter((step) => !isIdle(step))) as [Step[], Step[]];
  if (isWay(a) !== isWay(b)) return isWay(a) ? [a, b] : [b, a];
  return a.length <= b.length ? [a, b] : [b, a];
}
