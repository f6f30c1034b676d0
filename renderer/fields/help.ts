import { en } from "../locales/en";

/** The names that have a sentence of help. */
export type HelpTopic = keyof typeof en.help;

/** The help of a field by its place in the document: "training.optimizer.beta1" is about beta1. */
export function topicOf(path: string): HelpTopic | undefined {
  const key = path === "training.optimizer.type" ? "optimizer" : path.split(".").at(-1)!;
  return Object.hasOwn(en.help, key) ? (key as HelpTopic) : undefined;
}
