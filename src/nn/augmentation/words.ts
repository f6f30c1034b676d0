import { RandomStream } from "../../random/random";
import type { Words } from "../layers/layer-kind";
import { augmentationStreams } from "./settings";

/** The random words of a training step, which depend on nothing else. @param step from 0 */
export function augmentationWords(seed: number, step: number) {
  return (stream: keyof typeof augmentationStreams): Words =>
    new RandomStream(seed, "augmentation", { layer: augmentationStreams[stream], step });
}
