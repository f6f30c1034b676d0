import type { Rectangle } from "electron";

/** The window's smallest size, at which every view is whole (e2e/layout.spec.ts). */
export const minimumSize = { width: 1024, height: 700 } as const;

/** The part of a window that must be visible so that a person can drag it. */
const grip = { width: 120, height: 60 } as const;

/**
 * Fits a kept window to the present displays. If enough of its top is visible, it stays in place and becomes at most
 * as large as the display; otherwise it keeps its size and the system places it.
 * @param areas the usable area of each display
 */
export function restoreBounds(kept: Rectangle, areas: readonly Rectangle[]): Partial<Rectangle> {
  const home = areas.find((area) => {
    const seen = Math.min(kept.x + kept.width, area.x + area.width) - Math.max(kept.x, area.x);
    return seen >= grip.width && kept.y >= area.y && kept.y + grip.height <= area.y + area.height;
  });
  const room = home ?? areas[0];
  const size = {
    width: Math.max(minimumSize.width, Math.min(kept.width, room?.width ?? kept.width)),
    height: Math.max(minimumSize.height, Math.min(kept.height, room?.height ?? kept.height)),
  };
  return home ? { x: kept.x, y: kept.y, ...size } : size;
}
