import type { Rectangle } from "electron";

/** The window's smallest size, in which every view is whole (e2e/layout.spec.ts). */
export const least = { width: 1024, height: 700 } as const;

/** As much of a window as one must see to get hold of it. */
const grip = { width: 120, height: 60 } as const;

/**
 * A window that was kept, on the displays that there are now: as it was where enough of its top can be seen, at most as
 * large as the display, else in the size it had wherever the system puts it.
 * @param areas what windows may cover of each display
 */
export function fitted(kept: Rectangle, areas: readonly Rectangle[]): Partial<Rectangle> {
  const home = areas.find((area) => {
    const seen = Math.min(kept.x + kept.width, area.x + area.width) - Math.max(kept.x, area.x);
    return seen >= grip.width && kept.y >= area.y && kept.y + grip.height <= area.y + area.height;
  });
  const room = home ?? areas[0];
  const size = {
    width: Math.max(least.width, Math.min(kept.width, room?.width ?? kept.width)),
    height: Math.max(least.height, Math.min(kept.height, room?.height ?? kept.height)),
  };
  return home ? { x: kept.x, y: kept.y, ...size } : size;
}
