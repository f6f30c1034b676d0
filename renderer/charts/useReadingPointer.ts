import { useEventListener } from "@vueuse/core";
import { onBeforeUnmount, ref } from "vue";
import type { MetricName } from "../../src/analysis/names";
import { nextPosition, snap } from "../series/readout";
import type { Chart } from "./chartjs";
import type { ChartView } from "../series/chartView";
import { dragThreshold } from "./options";

/**
 * The position of the pointer or the arrow keys on the horizontal axis. All charts share it; the chart with the
 * pointer shows the values. A click or Enter pins a position until Escape or the next click there.
 */
export function useReadingPointer(
  chart: () => Chart<"line"> | undefined,
  measure: MetricName,
  view: ChartView,
) {
  const { hovered, pinned, range, choice, source } = view;
  const pointer = ref(false);
  let frame: number | null = null;
  let x = 0;
  let pressed = { x: 0, y: 0 };

  function place(pixel: number): number | null {
    const series = source.series();
    const value = chart()?.scales["x"]?.getValueForPixel(pixel);
    if (!series || value === undefined) return null;
    const { from, to } = range.value;
    const position = snap(series, choice.value, Math.min(to, Math.max(from, value)));
    return position !== null && position >= from && position <= to ? position : null;
  }

  function look(): void {
    frame = null;
    hovered.value = place(x);
  }

  // Pointers report more often than the screen refreshes.
  function onMove(event: PointerEvent): void {
    pointer.value = true;
    x = event.offsetX;
    frame ??= requestAnimationFrame(look);
  }

  function onLeave(): void {
    pointer.value = false;
    hovered.value = null;
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
  }

  function onPress(event: PointerEvent): void {
    pressed = { x: event.clientX, y: event.clientY };
  }

  function onClick(event: MouseEvent): void {
    const moved = Math.max(Math.abs(event.clientX - pressed.x), Math.abs(event.clientY - pressed.y));
    if (event.button === 0 && moved < dragThreshold) pin(place(event.offsetX));
  }

  function pin(position: number | null): void {
    const again = pinned.value?.x === position && pinned.value?.measure === measure;
    pinned.value = position === null || again ? null : { x: position, measure };
  }

  function step(direction: 1 | -1, count: number): void {
    const series = source.series();
    if (!series) return;
    const { from, to } = range.value;
    if (hovered.value === null) {
      hovered.value = snap(series, choice.value, direction === 1 ? from : to);
      return;
    }
    for (let done = 0; done < count; done += 1) {
      const next = nextPosition(series, choice.value, hovered.value, direction);
      if (next === null || next < from || next > to) return;
      hovered.value = next;
    }
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      pointer.value = true;
      step(event.key === "ArrowRight" ? 1 : -1, event.shiftKey ? 10 : 1);
    } else if (event.key === "Enter") pin(hovered.value);
    else if (event.key === "Escape" && pinned.value === null) return onLeave();
    else return;
    event.preventDefault();
  }

  /** The focus may have moved on to the legend before the person wants to unpin. */
  function onEscape(event: KeyboardEvent): void {
    if (event.key === "Escape" && !event.defaultPrevented) pinned.value = null;
  }
  const isPinnedHere = () => pinned.value?.measure === measure;
  useEventListener(() => (isPinnedHere() ? window : null), "keydown", onEscape);

  onBeforeUnmount(() => {
    if (frame !== null) cancelAnimationFrame(frame);
  });

  return { pointer, onMove, onLeave, onPress, onClick, onKey };
}
