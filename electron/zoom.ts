import type { WebContents } from "electron";

/** As browsers have them, up to the size at which every view is known to be whole (e2e/layout.spec.ts). */
const steps = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

/** Makes the page larger or smaller by one step, or as large as it is drawn. */
export function zoom(contents: WebContents, direction: "in" | "out" | "reset"): void {
  const now = contents.getZoomFactor();
  // A factor that was read back is never quite the one that was set.
  const larger = steps.find((step) => step > now + 0.01) ?? steps.at(-1)!;
  const smaller = [...steps].reverse().find((step) => step < now - 0.01) ?? steps[0]!;
  contents.setZoomFactor({ in: larger, out: smaller, reset: 1 }[direction]);
}
