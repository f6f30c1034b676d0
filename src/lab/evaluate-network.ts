import { writeSafetensors } from "../artifacts/safetensors";
import type { Request, Response } from "../contract/contract";
import { askEvaluation } from "../execution/worker-client";
import type { WorkerLauncher } from "../execution/workers";
import type { Variant } from "../experiment/schema";
import { layersOf } from "../experiment/variants";
import { type GivenFile, readTrained } from "../interchange/files/trained-file";
import { toldNotes } from "./told-network";

/** The rates of the layers are the network's own. */
const asItIs: Variant = { name: "as it is" };

/** Both modes of a network that was trained elsewhere, in a process of its own. @param prepared the folder of prepared data */
export async function evaluateNetwork(
  launch: WorkerLauncher,
  prepared: string,
  { experiment, shape, weights, beside, network, passes }: Request<"evaluateNetwork">,
): Promise<Response<"evaluateNetwork">> {
  const { layers, tensors, notes } = await readTrained(
    givenOf(weights),
    network && givenOf(network),
    layersOf(experiment, asItIs),
    shape,
    new Map(beside.map(({ name, content }) => [name, content])),
  );
  const evaluation = { ...experiment.evaluation, forgottenPasses: passes };
  const measured = await askEvaluation(launch, {
    experiment: { ...experiment, network: { layers: [...layers] }, variants: [asItIs], evaluation },
    variant: asItIs,
    seed: experiment.seeds[0]!,
    weights: writeSafetensors(tensors),
    prepared,
  });
  return { measured, layers: layers.map((layer) => ({ layer, line: null })), notes: toldNotes(notes) };
}

const givenOf = ({ name, content }: Request<"evaluateNetwork">["weights"]): GivenFile => ({
  name,
  bytes: content,
});
