import { basename } from "node:path";
import { readSafetensors } from "../artifacts/safetensors";
import { mapDataPaths } from "../data/kinds";
import { epochOfWeights } from "../experiment/early-stopping";
import { sampleShapeOf } from "../experiment/sample-shape";
import { experimentOf } from "../experiment/variants";
import type { TrainedNetwork } from "../interchange/trained-network";
import { LabError } from "../messages/failure";
import { layersInEpoch } from "../nn/rate-over-time";
import type { Store } from "../store/store";

/**
 * A run's network with the weights that it keeps as its own. Of data files only names are told, because models are passed on.
 * @param lab this program's version
 * @throws LabError `noSuchRun`, `noWeights`, `noPreparation`
 */
export function trainedNetworkOf(store: Store, runId: string, lab: string): TrainedNetwork {
  const { experimentId, variant: name, seed, epochsDone } = store.run(runId);
  const document = store.document(experimentId);
  const variant = document.variants.find((each) => each.name === name)!;
  const weights = store.weights(runId);
  if (!weights) throw new LabError("noWeights", { variant: name, seed });
  const { preparations, places } = store.preparations(experimentId);
  const place = places.get(runId);
  if (place === undefined) throw new LabError("noPreparation", { variant: name, seed });
  const preparation = preparations[place]!;
  const { network, training } = experimentOf(document, variant);
  const picture = preparation.image ? undefined : sampleShapeOf(preparation, document.data)?.image;
  const epoch = epochOfWeights(training, epochsDone, store.measuredAt(runId));
  return {
    layers: layersInEpoch(network.layers, training, epoch),
    preparation: picture ? { ...preparation, picture: [...picture] } : preparation,
    state: new Map(Object.entries(readSafetensors(weights)).map(([tensor, { values }]) => [tensor, values])),
    origin: {
      experiment: { ...document, data: mapDataPaths(document.data, (path) => basename(path)) },
      ...{ variant: name, seed, epoch, lab },
    },
    data: document.data,
  };
}
