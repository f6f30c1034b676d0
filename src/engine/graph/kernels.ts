import type { Tensorflow } from "../../tensor/tensorflow";
import { Graph, type GraphFunction, type Kernels } from "../../tensor/graph";
import { addLoop } from "./loop";
import { compare, fill, integer, matMul, reshape } from "../../tensor/ops";
import { convolution } from "../../tensor/pictures";
import { encodeSavedModel, type Messages } from "./saved-model";
import { Session } from "./session";

/**
 * For products as small as ours, oneDNN's matrix product takes half the time of TensorFlow's own. TensorFlow uses it
 * by itself, but not in a loop's functions, so the graph must name it there, and its convolutions too. The lab tries whether this
 * machine's library has them.
 */
export function chooseMatMul(tf: Tensorflow, messages: Messages): Kernels["matMul"] {
  const functions: GraphFunction[] = [];
  const graph = new Graph({ matMul: "_MklMatMul", own: false });
  const initial = { product: fill(graph, [1, 1], 3), rounds: integer(graph, 0) };
  const { product } = addLoop(graph, functions, "square", initial, {
    condition: (body, { rounds }) => compare(body, "Less", rounds!, integer(body, 1)),
    round: (body, { product: x }) => {
      const picture = reshape(body, matMul(body, x!, x!), [1, 1, 1, 1]);
      const one = fill(body, [1, 1, 1, 1], 1);
      const same = convolution(body, picture, one, { size: 1, stride: 1, padding: "valid" });
      return { product: reshape(body, same, [1, 1]), rounds: integer(body, 1) };
    },
  });
  try {
    const session = new Session(tf, encodeSavedModel(messages, graph, functions));
    try {
      const [square] = session.run([], [product!]);
      const right = square!.dataSync()[0] === 9;
      square!.dispose();
      return right ? "_MklMatMul" : "MatMul";
    } finally {
      session.dispose();
    }
  } catch {
    // A library without oneDNN refuses to load or to run the graph.
    return "MatMul";
  }
}
