import type { FromTrainer } from "../execution/trainer-protocol";

/** What an order asks for. Tasks are done one after another; what one throws is reported. */
export type Task = () => Promise<FromTrainer>;
