import type { Tensorflow } from "../../tensor/tensorflow";
import { type GraphSpec, specKey } from "./graph-spec";
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
 * Loading a graph and its first calls take longer than training a small run, so runs of the same spec share one in
 * turn.
 */
export class Programs {
  private readonly idle: LoadedProgram[] = [];

  constructor(
    private readonly tf: Tensorflow,
    private readonly messages: Messages,
  ) {}

  take(spec: GraphSpec): LoadedProgram {
    const key = specKey(spec);
    const index = this.idle.findIndex((each) => each.key === key);
    return index >= 0 ? this.idle.splice(index, 1)[0]! : this.load(key, spec);
  }

  giveBack(program: LoadedProgram): void {
    this.idle.push(program);
    if (this.idle.length > mostIdle) this.idle.shift()!.session.dispose();
  }

  /** Frees those that no run has. */
  clear(): void {
    for (const { session } of this.idle.splice(0)) session.dispose();
  }

  private load(key: string, spec: GraphSpec): LoadedProgram {
    const program = buildProgram(spec);
    const session = new Session(this.tf, encodeSavedModel(this.messages, program.graph, program.functions));
    return { key, program, session };
  }
}
