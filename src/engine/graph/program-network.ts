import type { Output } from "../../tensor/graph";
import type { Tensor, Tensorflow } from "../../tensor/tensorflow";
import type { EvaluationMode, StateVectors } from "../engine";
import type { GraphSpec } from "./graph-spec";
import type { CallInputs, CallSums, LoadedNetwork, PredictedRows } from "./loaded-network";
import type { InputName } from "./program";
import type { LoadedProgram, Programs } from "./programs";
import type { SumNodes } from "./training";

const noBuffers = new Float32Array();

/** A network as a graph of its own, whose variables hold what the run has. */
export class ProgramNetwork implements LoadedNetwork {
  readonly copy = null;
  private readonly loaded: LoadedProgram;

  constructor(
    private readonly tf: Tensorflow,
    private readonly programs: Programs,
    spec: GraphSpec,
  ) {
    this.loaded = programs.take(spec);
  }

  get evaluatesBoth(): boolean {
    return this.loaded.program.bothEvaluations !== null;
  }

  assign({ weights, buffers }: StateVectors, slots?: readonly Float32Array[] | null): void {
    const { tf } = this;
    const { assign } = this.loaded.program;
    tf.tidy(() => {
      // Copies: TensorFlow may keep parts of the memory that it is given as variables, and training changes those in place.
      const vectors = { weights: tf.tensor1d(weights.slice()), buffers: tf.tensor1d(buffers.slice()) };
      if (slots === undefined) this.call(vectors, [assign.state]);
      else if (slots?.length) {
        const given = { slots: tf.stack(slots.map((slot) => tf.tensor1d(slot))) };
        this.call({ ...vectors, ...given }, [assign.state, assign.slots]);
      } else this.call({ ...vectors, slots: tf.zeros([1, 1]) }, [assign.state, assign.equalSlots]);
    });
  }

  state(): StateVectors {
    const { program } = this.loaded;
    const [weights, buffers = noBuffers] = this.call({}, [program.weights, ...program.buffers]);
    return { weights: weights as Float32Array, buffers: buffers as Float32Array };
  }

  slots(): Float32Array[] {
    return this.call({}, this.loaded.program.slots) as Float32Array[];
  }

  train(inputs: CallInputs): CallSums {
    return this.measured([this.loaded.program.training], inputs)[0]!;
  }

  evaluate(modes: readonly EvaluationMode[], inputs: CallInputs): CallSums[] {
    const { evaluation, bothEvaluations } = this.loaded.program;
    return this.measured(
      modes.length > 1 ? bothEvaluations! : modes.map((mode) => evaluation[mode]!),
      inputs,
    );
  }

  outputs(): null {
    return null;
  }

  predict(rows: PredictedRows, random: CallInputs | null): Float32Array {
    const { predictions, maskedPredictions } = this.loaded.program;
    return this.told(rows, random, random ? maskedPredictions : predictions);
  }

  given(layer: number, rows: PredictedRows): Float32Array {
    return this.told(rows, null, this.loaded.program.given[layer]!);
  }

  dispose(): void {
    this.programs.giveBack(this.loaded);
  }

  private told(rows: PredictedRows, random: CallInputs | null, wanted: Output): Float32Array {
    const { tf } = this;
    const { inputs: all, before, from, to } = rows;
    const isAll = before === from && all.shape[0] === to - from;
    const inputs = isAll ? all : tf.slice(all, from - before, to - from);
    const place = { from: tf.scalar(from, "int32"), to: tf.scalar(to, "int32") };
    const [outputs] = this.call({ ...(random && { ...random, ...place }), inputs }, [wanted]);
    tf.dispose(Object.values(place));
    if (!isAll) inputs.dispose();
    return outputs as Float32Array;
  }

  private measured(nodes: readonly SumNodes[], inputs: CallInputs): CallSums[] {
    const values = this.call(
      inputs,
      nodes.flatMap(({ losses, hits }) => [...losses, ...hits]),
    );
    return nodes.map(({ losses, hits }) => ({
      losses: values.splice(0, losses.length),
      hits: values.splice(0, hits.length),
    }));
  }

  private call(inputs: CallInputs, outputs: readonly Output[]): ArrayLike<number>[] {
    const { program, session } = this.loaded;
    const named = Object.entries(inputs).map(
      ([name, tensor]) => [program.inputs[name as InputName], tensor] as const,
    );
    const tensors: Tensor[] = session.run(named, outputs);
    // Not by tf.tidy: it looks for tensors among all the numbers of an array that it gives back.
    const values = tensors.map((tensor) => tensor.dataSync());
    this.tf.dispose(tensors);
    return values;
  }
}
