import { onBeforeUnmount, ref, type Ref } from "vue";
import type { Chart } from "./chartjs";
import type { XRange } from "./chartView";

/** Which epoch the pointer or the arrow keys are at; shared by all charts, read out on the one that has the pointer. */
export function useEpochPointer(
  chart: () => Chart<"line"> | undefined,
  range: Readonly<Ref<XRange>>,
  hovered: Ref<number | null>,
) {
  const pointer = ref(false);
  let frame: number | null = null;
  let x = 0;

  const clamp = (epoch: number) =>
    Math.min(Math.floor(range.value.to), Math.max(Math.ceil(range.value.from), Math.round(epoch)));

  function look(): void {
    frame = null;
    const scale = chart()?.scales["x"];
    const epoch = scale?.getValueForPixel(x);
    if (epoch !== undefined) hovered.value = clamp(epoch);
  }

  // Pointers report more often than the screen shows.
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

  function onKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Escape") onLeave();
    if (step === undefined) return;
    event.preventDefault();
    pointer.value = true;
    hovered.value = clamp((hovered.value ?? range.value.to) + step * (event.shiftKey ? 10 : 1));
  }

  onBeforeUnmount(() => {
    if (frame !== null) cancelAnimationFrame(frame);
  });

  return { pointer, onMove, onLeave, onKey };
}
