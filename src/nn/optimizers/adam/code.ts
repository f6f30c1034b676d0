import { call, type Python, tuple, unless } from "../../python";
import { optimizerCode } from "../optimizer-code";
import { type Adam, adam } from "./optimizer";

type Settings = Omit<Adam, "type">;

/** The keywords of Adam and of what is made of it. */
export function adamInPyTorch({
  learningRate,
  beta1,
  beta2,
  epsilon,
}: Settings): Readonly<Record<string, number | Python | undefined>> {
  const betas = beta1 === 0.9 && beta2 === 0.999 ? undefined : tuple(beta1, beta2);
  return { lr: learningRate, betas, eps: unless(epsilon, 1e-8) };
}

export function adamInKeras(
  { beta1, beta2, epsilon }: Settings,
  rate: Python,
): Readonly<Record<string, number | Python | undefined>> {
  return {
    learning_rate: rate,
    beta_1: unless(beta1, 0.9),
    beta_2: unless(beta2, 0.999),
    epsilon: unless(epsilon, 1e-7),
  };
}

export const adamCode = optimizerCode(adam, {
  pytorch: (settings) => call("torch.optim.Adam", ["net.parameters()"], adamInPyTorch(settings)),
  keras: (settings, rate, clipNorm) =>
    call("keras.optimizers.Adam", [], { ...adamInKeras(settings, rate), global_clipnorm: clipNorm }),
});
