import type { Activation, ActivationName } from "../experiment/schema";
import type { Tensor2D, Tensorflow } from "../tensor/tensorflow";

/** The layer of the document with the parameters of this activation. */
type LayerOf<Name extends ActivationName> = Activation & { type: Name };

/** An activation f, elementwise on [rows, units]. */
interface ActivationRule<Name extends ActivationName> {
  /** f(x) */
  output(tf: Tensorflow, x: Tensor2D, layer: LayerOf<Name>): Tensor2D;
  /** `gradient` · f'(x), where y = f(x) and `gradient` = dE/dy. At a kink it is the left derivative. */
  pullBack(
    tf: Tensorflow,
    gradient: Tensor2D,
    values: { x: Tensor2D; y: Tensor2D },
    layer: LayerOf<Name>,
  ): Tensor2D;
}

/** SELU's constants (Klambauer et al. 2017): with them mean 0 and variance 1 are a fixed point. */
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

export const activations: { [Name in ActivationName]: ActivationRule<Name> } = {
  /** max(0, x) */
  relu: {
    output: (tf, x) => tf.relu(x),
    pullBack: (tf, gradient, { y }) => tf.mul(gradient, tf.sign(y)),
  },
  /** x, or slope · x below 0 (Maas et al. 2013). */
  leakyRelu: {
    output: (tf, x, { slope }) => tf.leakyRelu(x, slope),
    pullBack: (tf, gradient, { x }, { slope }) =>
      tf.where(tf.greater(x, 0), gradient, tf.mul(gradient, slope)),
  },
  /** x, or alpha · (e^x - 1) below 0 (Clevert et al. 2016). */
  elu: {
    output: (tf, x, { alpha }) =>
      alpha === 1 ? tf.elu(x) : tf.where(tf.greater(x, 0), x, tf.mul(tf.elu(x), alpha)),
    pullBack: (tf, gradient, { y }, { alpha }) =>
      tf.where(tf.greater(y, 0), gradient, tf.mul(gradient, tf.add(y, alpha))),
  },
  /** scale · elu(x) with an alpha of its own (Klambauer et al. 2017). */
  selu: {
    output: (tf, x) => tf.selu(x),
    pullBack: (tf, gradient, { y }) =>
      tf.mul(
        gradient,
        tf.where(tf.greater(y, 0), tf.fill(y.shape, seluScale), tf.add(y, seluScale * seluAlpha)),
      ),
  },
  /** f' = 1 - y² */
  tanh: {
    output: (tf, x) => tf.tanh(x),
    pullBack: (tf, gradient, { y }) => tf.mul(gradient, tf.sub(1, tf.square(y))),
  },
  /** 1 / (1 + e^-x); f' = y · (1 - y) */
  sigmoid: {
    output: (tf, x) => tf.sigmoid(x),
    pullBack: (tf, gradient, { y }) => tf.mul(gradient, tf.mul(y, tf.sub(1, y))),
  },
  /** x · Φ(x) with the exact normal distribution (Hendrycks and Gimpel 2016), not its tanh form; f' = Φ(x) + x · φ(x) */
  gelu: {
    output: (tf, x) => tf.mul(x, normalDistribution(tf, x)),
    pullBack: (tf, gradient, { x }) => {
      const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return tf.mul(gradient, tf.add(normalDistribution(tf, x), tf.mul(x, density)));
    },
  },
  /** ln(1 + e^x); f' = sigmoid(x) */
  softplus: {
    output: (tf, x) => tf.softplus(x),
    pullBack: (tf, gradient, { x }) => tf.mul(gradient, tf.sigmoid(x)),
  },
};

/** Φ(x) = (1 + erf(x / sqrt(2))) / 2 */
function normalDistribution(tf: Tensorflow, x: Tensor2D): Tensor2D {
  return tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
}

/** f(x) of the layer's activation. */
export function activate(tf: Tensorflow, layer: Activation, x: Tensor2D): Tensor2D {
  return ruleOf(layer).output(tf, x, layer);
}

/** dE/dx of the layer's activation, given dE/dy. */
export function pullBackActivation(
  tf: Tensorflow,
  layer: Activation,
  gradient: Tensor2D,
  values: { x: Tensor2D; y: Tensor2D },
): Tensor2D {
  return ruleOf(layer).pullBack(tf, gradient, values, layer);
}

/** The type of a layer and the rule it selects belong together, which the compiler cannot follow through the map. */
function ruleOf(layer: Activation): ActivationRule<ActivationName> {
  return activations[layer.type] as ActivationRule<ActivationName>;
}
