import type { Tensorflow } from "../../tensor/tensorflow";
import { type Design, designKey } from "./design";
import { buildProgram, type Program } from "./program";
import { encodeSavedModel, type Messages } from "./saved-model";
import { Session } from "./session";

/** A loaded program. Only one run at a time uses it, because its variables hold that run's weights. */
export interface LoadedProgram {
  readonly key: string;
  readonly program: Program;
  readonly session: Session;
}

/** Programs kept for later runs: a sweep's runs alternate between one with dropout and one without. */
const mostIdle = 2;

/**
 * Loading a graph and its first calls take longer than training a small run, so runs of the same design share one in
 * turn.
 */
export class Programs {
  private readonly idle: LoadedProgram[] = [];

  constructor(
    private readonly tf: Tensorflow,
    private readonly messages: Messages,
  ) {}

  take(design: Design): LoadedProgram {
    const key = designKey(design);
    const place = this.idle.findIndex((each) => each.key === key);
    return place >= 0 ? this.idle.splice(place, 1)[0]! : this.load(key, design);
  }

  giveBack(program: LoadedProgram): void {
    this.idle.push(program);
    if (this.idle.length > mostIdle) this.idle.shift()!.session.dispose();
  }

  private load(key: string, design: Design): LoadedProgram {
    const program = buildProgram(design);
    const session = new Session(this.tf, encodeSavedModel(this.messages, program.graph, program.functions));
    return { key, program, session };
  }
}
