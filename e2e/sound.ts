import type { OpenLab } from "./open-lab";
import { serious } from "./axe";
import { expect } from "./fixtures";
import { layoutFaults } from "./layout";

/** axe finds nothing serious at 100 % and in a window of 1024 px at 200 %, where all is in reach and no text is cut. */
export async function expectSound({ page, zoomIn }: OpenLab): Promise<void> {
  expect(await serious(page)).toEqual([]);
  await zoomIn();
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(512);
  expect(await serious(page)).toEqual([]);
  expect(await layoutFaults(page)).toEqual([]);
}
