import type { Page } from "@playwright/test";

/**
 * Waits until nothing moves or fades any more: Vue marks an element for as long as it enters or leaves, and the
 * browser lists what it animates. What never ends, such as the ring of a loading button, does not count.
 */
export async function still(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      !document.querySelector("[class*='-enter-active'], [class*='-leave-active']") &&
      document
        .getAnimations()
        .every((animation) => animation.effect?.getComputedTiming().endTime === Infinity),
  );
}
