import { call, unless } from "../../python";
import { optimizerCode } from "../optimizer-code";
import { sgd } from "./optimizer";

export const sgdCode = optimizerCode(sgd, {
  pytorch: ({ learningRate, momentum, nesterov }) =>
    call("torch.optim.SGD", ["net.parameters()"], {
      lr: learningRate,
      momentum: unless(momentum, 0),
      // PyTorch refuses Nesterov's without momentum, where it changes nothing.
      nesterov: (nesterov && momentum > 0) || undefined,
    }),
  keras: ({ momentum, nesterov }, rate, clipNorm) =>
    call("keras.optimizers.SGD", [], {
      learning_rate: rate,
      momentum: unless(momentum, 0),
      nesterov: nesterov || undefined,
      global_clipnorm: clipNorm,
    }),
});
