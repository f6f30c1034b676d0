import { useDebounceFn } from "@vueuse/core";
import { computed, nextTick, ref, shallowRef, watch } from "vue";
import type { ToldNetwork } from "../../src/contract/contract";
import { type Failure, failureOf } from "../../src/messages/failure";
import { useLab } from "../lab/client";
import { useExperiment } from "../state/useExperiment";

/** Milliseconds after the last key before the text is read. */
const restMs = 250;

/** A text, or a file, and the network that the lab reads in it. */
export function useReadNetwork() {
  const { lab } = useLab();
  const { shape } = useExperiment();
  const text = ref("");
  const file = shallowRef<{ readonly name: string; readonly content: Uint8Array<ArrayBuffer> } | null>(null);
  const reading = shallowRef<ToldNetwork | null>(null);
  const failure = shallowRef<Failure | null>(null);
  let asked = 0;

  async function read(): Promise<void> {
    const number = ++asked;
    const source = file.value ?? { name: "text", content: new TextEncoder().encode(text.value) };
    const isEmpty = file.value === null && text.value.trim() === "";
    const told = isEmpty ? null : await answerTo(source);
    // A newer text has been asked about meanwhile.
    if (number !== asked) return;
    reading.value = told && "layers" in told ? told : null;
    failure.value = told && "code" in told ? told : null;
  }

  async function answerTo(source: {
    name: string;
    content: Uint8Array<ArrayBuffer>;
  }): Promise<ToldNetwork | Failure> {
    try {
      return await lab.readNetwork({ ...source, ...(shape.value && { shape: shape.value }) });
    } catch (error) {
      return failureOf(error);
    }
  }

  const readLater = useDebounceFn(read, restMs);
  watch(text, () => {
    file.value = null;
    void readLater();
  });

  /** Text files are shown, so that they can be changed; of others only the name is. */
  async function takeFile(given: File): Promise<void> {
    const content = new Uint8Array(await given.arrayBuffer());
    if (!content.subarray(0, 4096).includes(0)) {
      text.value = new TextDecoder().decode(content);
      return;
    }
    text.value = "";
    // The watch above takes the file of another text away.
    await nextTick();
    file.value = { name: given.name, content };
    await read();
  }

  function clear(): void {
    text.value = "";
    file.value = null;
    reading.value = null;
    failure.value = null;
    asked++;
  }

  return { text, fileName: computed(() => file.value?.name ?? null), reading, failure, takeFile, clear };
}
