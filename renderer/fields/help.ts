import { en } from "../locales/en";

/** The names that have a sentence of help. */
export type HelpTopic = keyof typeof en.help;

/** Of places whose last word says too little. */
const ownTopics: Readonly<Record<string, HelpTopic>> = {
  "training.optimizer.type": "optimizer",
  "training.schedule.type": "schedule",
  "training.schedule.patience": "plateauPatience",
  "training.earlyStopping.patience": "stoppingPatience",
  "training.augment.noise": "augmentNoise",
  "training.rateOverTime.type": "rateOverTime",
  "training.rateOverTime.epochs": "rateOverTimeEpochs",
};

/** The help of a field by its place in the document: "training.optimizer.beta1" is about beta1. */
export function topicOf(path: string): HelpTopic | undefined {
  const key = ownTopics[path] ?? path.split(".").at(-1)!;
  return Object.hasOwn(en.help, key) ? (key as HelpTopic) : undefined;
}
