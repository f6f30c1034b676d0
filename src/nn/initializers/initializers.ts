import type { InitializerName } from "./names";
import type { RandomStream } from "../../random/random";

/** Draws the initial weights of a dense layer with this many inputs and outputs. */
interface Initializer {
  /** Returns the function that draws one value of the kernel. */
  kernel(random: RandomStream, inputs: number, outputs: number): () => number;
  /** Whether the bias is drawn like the kernel; otherwise it starts at zero. */
  readonly drawsBias: boolean;
}

/**
 * Ways to draw a dense layer's initial weights. The formulas are those of Keras 3 (`keras.initializers`), where
 * "normal" always means the truncated normal, and of PyTorch (`torch.nn.Linear.reset_parameters`).
 */
export const initializers: Record<InitializerName, Initializer> = {
  /** Kernel and bias, as computed from `kaiming_uniform_(a = sqrt(5))`. */
  pytorch: { kernel: (random, inputs) => uniform(random, Math.sqrt(1 / inputs)), drawsBias: true },
  /** He et al. 2015. */
  heNormal: { kernel: (random, inputs) => truncatedNormal(random, Math.sqrt(2 / inputs)), drawsBias: false },
  heUniform: { kernel: (random, inputs) => uniform(random, Math.sqrt(6 / inputs)), drawsBias: false },
  /** Glorot and Bengio 2010. */
  glorotNormal: {
    kernel: (random, inputs, outputs) => truncatedNormal(random, Math.sqrt(2 / (inputs + outputs))),
    drawsBias: false,
  },
  glorotUniform: {
    kernel: (random, inputs, outputs) => uniform(random, Math.sqrt(6 / (inputs + outputs))),
    drawsBias: false,
  },
  /** LeCun et al. 1998. */
  lecunNormal: {
    kernel: (random, inputs) => truncatedNormal(random, Math.sqrt(1 / inputs)),
    drawsBias: false,
  },
  lecunUniform: { kernel: (random, inputs) => uniform(random, Math.sqrt(3 / inputs)), drawsBias: false },
};

/** Uniform in [-limit, limit): its standard deviation is limit / sqrt(3). */
function uniform(random: RandomStream, limit: number): () => number {
  return () => (2 * random.uniform() - 1) * limit;
}

/** Standard deviation of the standard normal cut off at ±2: scipy.stats.truncnorm.std(-2, 2), as in Keras. */
const truncatedDeviation = 0.87962566103423978;

/**
 * A normal whose values beyond two deviations are drawn again; the resulting distribution has this standard
 * deviation.
 */
function truncatedNormal(random: RandomStream, deviation: number): () => number {
  return () => {
    let drawn = random.normal();
    while (Math.abs(drawn) > 2) drawn = random.normal();
    return (drawn * deviation) / truncatedDeviation;
  };
}
