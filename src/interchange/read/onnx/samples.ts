/**
 * What arithmetic nodes do to numbers: values drawn for each channel, [rows, channels], and what becomes of them from node to node. Exports write
 * one layer as many nodes, each tool in its own way, and only what these do together tells which layer it was.
 */
export interface Samples {
  readonly channels: number;
  /** Row-major. */
  readonly values: Float64Array;
}

export const rows = 24;

/** Rows of numbers from -4 to 4; the first one is 0, the next two hardly vary. */
export function drawn(channels: number): Samples {
  const values = Float64Array.from({ length: rows * channels }, (_, index) => {
    const row = Math.floor(index / channels);
    const uniform = ((index + 1) * 0.754877666246693) % 1;
    if (row === 0) return 0;
    return row < 3 ? 0.3 * row + 0.01 * uniform : 8 * uniform - 4;
  });
  return { channels, values };
}

/** One number for each channel, or one for all. */
export function constant(channels: number, numbers: ArrayLike<number>): Samples | null {
  if (numbers.length !== 1 && numbers.length !== channels) return null;
  const values = Float64Array.from({ length: rows * channels }, (_, index) =>
    numbers.length === 1 ? numbers[0]! : numbers[index % channels]!,
  );
  return { channels, values };
}

type Operation = (...values: number[]) => number;

/** Operators that take each value by itself, with their attributes. */
export function operationOf(
  op: string,
  attribute: (name: string, usual: number) => number,
): Operation | null {
  const make = Object.hasOwn(operations, op) ? operations[op]! : null;
  return make && make(attribute);
}

type Attribute = (name: string, usual: number) => number;
const selu = { alpha: 1.67326319217681884765625, gamma: 1.05070102214813232421875 };
const plain = (operation: Operation) => () => operation;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

const operations: Readonly<Record<string, (attribute: Attribute) => Operation>> = {
  Add: plain((a, b) => a! + b!),
  Sub: plain((a, b) => a! - b!),
  Mul: plain((a, b) => a! * b!),
  Div: plain((a, b) => a! / b!),
  Pow: plain((a, b) => a! ** b!),
  Max: plain((...values) => Math.max(...values)),
  Min: plain((...values) => Math.min(...values)),
  Where: plain((condition, a, b) => (condition ? a! : b!)),
  Greater: plain((a, b) => Number(a! > b!)),
  GreaterOrEqual: plain((a, b) => Number(a! >= b!)),
  Less: plain((a, b) => Number(a! < b!)),
  LessOrEqual: plain((a, b) => Number(a! <= b!)),
  Abs: plain((x) => Math.abs(x!)),
  Neg: plain((x) => -x!),
  Sqrt: plain((x) => Math.sqrt(x!)),
  Reciprocal: plain((x) => 1 / x!),
  Exp: plain((x) => Math.exp(x!)),
  Log: plain((x) => Math.log(x!)),
  Erf: plain((x) => erf(x!)),
  Erfc: plain((x) => 1 - erf(x!)),
  Relu: plain((x) => Math.max(0, x!)),
  Tanh: plain((x) => Math.tanh(x!)),
  Sigmoid: plain((x) => sigmoid(x!)),
  Softplus: plain((x) => softplus(x!)),
  Selu: (attribute) => {
    const [alpha, gamma] = [attribute("alpha", selu.alpha), attribute("gamma", selu.gamma)];
    return (x) => gamma * (x! > 0 ? x! : alpha * Math.expm1(x!));
  },
  LeakyRelu: (attribute) => {
    const slope = attribute("alpha", 0.01);
    return (x) => (x! < 0 ? slope * x! : x!);
  },
  PRelu: plain((x, slope) => (x! < 0 ? slope! * x! : x!)),
  Elu: (attribute) => {
    const alpha = attribute("alpha", 1);
    return (x) => (x! < 0 ? alpha * Math.expm1(x!) : x!);
  },
  Gelu: (attribute) => (attribute("tanh", 0) ? (x) => tanhGelu(x!) : (x) => gelu(x!)),
  Swish: (attribute) => {
    const alpha = attribute("alpha", 1);
    return (x) => x! * sigmoid(alpha * x!);
  },
};

/** One row of numbers for each row of every operand. */
export function applied(operation: Operation, operands: readonly Samples[]): Samples {
  const { channels } = operands[0]!;
  const values = Float64Array.from({ length: rows * channels }, (_, index) =>
    operation(...operands.map((each) => each.values[index]!)),
  );
  return { channels, values };
}

/** The mean over the channels, for each of them. */
export function meanOverChannels({ channels, values }: Samples): Samples {
  const means = Float64Array.from({ length: rows }, (_, row) => {
    const own = values.subarray(row * channels, (row + 1) * channels);
    return own.reduce((sum, value) => sum + value, 0) / channels;
  });
  return { channels, values: values.map((_, index) => means[Math.floor(index / channels)]!) };
}

export const gelu = (x: number) => (x * (1 + erf(x * Math.SQRT1_2))) / 2;
export const tanhGelu = (x: number) =>
  (x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))) / 2;
export const silu = (x: number) => x * sigmoid(x);
export const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
export const seluOf = (x: number) => selu.gamma * (x > 0 ? x : selu.alpha * Math.expm1(x));
export { sigmoid };

/** Abramowitz and Stegun, 7.1.6: all terms have one sign. Beyond 6 it is 1 in double precision. */
function erf(x: number): number {
  if (!(Math.abs(x) < 6)) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) sum += term *= (2 * x * x) / (2 * n + 1);
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
