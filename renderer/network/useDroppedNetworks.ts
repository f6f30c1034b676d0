import { useEventListener } from "@vueuse/core";
import { useDialogs } from "../state/useDialogs";

const weights = /\.(onnx|safetensors|keras|h5|data)$/i;
const code = /\.py$/i;

/**
 * Networks that are dropped anywhere onto the window: weights open the dialog that measures them, code the one that reads it. They are taken
 * before the drop becomes one of data, which they are not.
 */
export function useDroppedNetworks(): void {
  const { networkShown, evaluateShown, broughtFiles } = useDialogs();
  useEventListener(
    document,
    "drop",
    (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      const isNetwork = files.every(({ name }) => weights.test(name) || code.test(name));
      if (files.length === 0 || !isNetwork || networkShown.value || evaluateShown.value) return;
      event.preventDefault();
      event.stopPropagation();
      broughtFiles.value = files;
      if (files.some(({ name }) => weights.test(name))) evaluateShown.value = true;
      else networkShown.value = true;
    },
    { capture: true },
  );
}
