import { computed, ref, shallowRef } from "vue";
import type { Response } from "../../src/contract/contract";
import { type Failure, failureOf } from "../../src/messages/failure";
import { useLab } from "../lab/client";
import { useExperiment } from "../state/useExperiment";

const isCode = ({ name }: File) => /\.(py|txt|json)$/i.test(name);
const isBeside = ({ name }: File) => /\.data$/i.test(name);

/** Files of a network that was trained elsewhere, and both of its modes on the setup's data. */
export function useEvaluation() {
  const { lab } = useLab();
  const { check, shape } = useExperiment();
  const weights = shallowRef<File | null>(null);
  const beside = shallowRef<readonly File[]>([]);
  const network = shallowRef<File | null>(null);
  const passes = ref(20);
  const found = shallowRef<Response<"evaluateNetwork"> | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const asking = ref(false);
  let asked = 0;

  /** Each file in its place: code is the network, `.onnx.data` belongs to its file. */
  function take(files: readonly File[]): void {
    for (const file of files) {
      if (isCode(file)) network.value = file;
      else if (isBeside(file)) beside.value = [...beside.value, file].slice(-8);
      else weights.value = file;
    }
    forget();
  }

  function forget(): void {
    found.value = null;
    failure.value = null;
    asking.value = false;
    asked++;
  }

  function clear(): void {
    [weights.value, network.value, beside.value] = [null, null, []];
    forget();
  }

  async function measure(): Promise<void> {
    const { experiment } = check.value;
    if (!weights.value || !experiment || !shape.value) return;
    forget();
    const number = asked;
    asking.value = true;
    try {
      const answer = await lab.evaluateNetwork({
        ...{ experiment, shape: shape.value, passes: passes.value },
        weights: await sent(weights.value),
        beside: await Promise.all(beside.value.map(sent)),
        ...(network.value && { network: await sent(network.value) }),
      });
      if (number === asked) found.value = answer;
    } catch (error) {
      if (number === asked) failure.value = failureOf(error);
    }
    if (number === asked) asking.value = false;
  }

  /** What keeps it from being measured: the setup's data or layers have faults. */
  const isReady = computed(() => Boolean(weights.value && check.value.experiment && shape.value));
  const isFaulty = computed(() => !check.value.experiment || !shape.value);
  return {
    weights,
    beside,
    network,
    passes,
    found,
    failure,
    asking,
    isReady,
    isFaulty,
    take,
    forget,
    clear,
    measure,
  };
}

async function sent(file: File) {
  return { name: file.name, content: new Uint8Array(await file.arrayBuffer()) };
}
