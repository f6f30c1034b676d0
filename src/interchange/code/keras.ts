import { augments } from "../../nn/augmentation/settings";
import { lossCodeOf } from "../../nn/losses/codes";
import { inOrder, isOverBatch } from "../../nn/network";
import { optimizerCodeOf } from "../../nn/optimizers/codes";
import { type Call, call, type Python, python, times } from "../../nn/python";
import { scheduleCodeOf } from "../../nn/schedules/codes";
import { choosing, type Choosing } from "./choices";
import { kerasNetwork, kerasPreparation, sequentialInKeras } from "./keras-network";
import { definitionsOf } from "./network";
import { dataFile, inputOf, type Script, type ScriptPlan } from "./plan";
import { lineWidth, printed } from "./print";
import { told } from "./pytorch";
import { rateFactorIn } from "./rate-over-time";
import { forgottenMark, inComment, indented, scriptOf, type Section } from "./sections";

/** For which versions the scripts are written, and with which they are tested (docs/interchange.md). */
export const kerasVersions = ["keras==3.15.1", "numpy==2.4.6"];

const warmUp = `class WarmUp(keras.optimizers.schedules.LearningRateSchedule):
    """Up to the learning rate in equal steps, then another schedule."""

    def __init__(self, rate, steps, after):
        self.rate, self.steps, self.after = rate, steps, after

    def __call__(self, step):
        step = ops.cast(step, "float32")
        later = ops.maximum(step - self.steps, 0)
        after = self.after(later) if callable(self.after) else self.after
        return ops.where(step < self.steps, self.rate * (step + 1) / self.steps, after)`;

/** A program that trains the plan in Keras 3, on any of its backends, and measures both modes after each epoch. */
export function kerasScript(plan: ScriptPlan): Script {
  const input = inputOf(plan);
  const preparation = kerasPreparation(plan.data.scaling, input, ["shift", "scale**2"]);
  const net = kerasNetwork(plan.layers, input, plan.training, preparation);
  const chosen = choosing(plan);
  const { schedule } = plan.training;
  const optimizer = optimizerOf(plan);
  const { kerasNeeds } = optimizerCodeOf(plan.training.optimizer);
  const definitions = definitionsOf(net.parts).map(({ source }) => source.split("\n"));
  const hasWarmUp = schedule !== undefined && schedule.warmup > 0;
  if (hasWarmUp) definitions.push(warmUp.split("\n"));
  if (kerasNeeds?.name === optimizer.made.callee) definitions.push(kerasNeeds.source.split("\n"));
  const usesOps = hasWarmUp || definitions.some((lines) => lines.some((line) => line.includes("ops.")));
  return scriptOf([
    [
      `# ${inComment(plan.name)}: written by Dropout Lab for Keras 3, on any of its backends.`,
      `# ${kerasVersions.join(", ")}; ${dataFile} holds the raw rows of each split.`,
    ],
    hasWarmUp || schedule ? ["import math"] : [],
    [
      "import keras",
      "import numpy as np",
      usesOps ? "from keras import layers, ops" : "from keras import layers",
    ],
    ...definitions,
    augmentation(plan),
    [`keras.utils.set_random_seed(${plan.seed})`],
    data(plan),
    scaling(plan),
    printed(sequentialInKeras(net), "net = "),
    compiled(plan, optimizer),
    before(plan),
    measure(plan),
    loop(plan, chosen),
    end(plan, chosen),
  ]);
}

function data({ data: { shape, rows, hasTest }, training }: ScriptPlan): Section {
  const splits = ["train", "validation", ...(hasTest ? ["test"] : [])];
  const some = (name: string) => (name === "train" && rows !== undefined ? `[:${rows}]` : "");
  const lines = [`data = np.load("${dataFile}")`];
  if (shape.task === "regression")
    lines.push(
      "# Targets in standard deviations of the training split's.",
      'y_mean, y_std = data["y_train"].mean(), data["y_train"].std()',
    );
  for (const name of splits) {
    const [x, y] = [`data["x_${name}"]${some(name)}`, `data["y_${name}"]${some(name)}`];
    const targets = shape.task === "regression" ? `((${y} - y_mean) / y_std)[:, None]` : y;
    const both = `x_${name}, y_${name} = ${x}, ${targets}`;
    lines.push(...(both.length <= lineWidth ? [both] : [`x_${name} = ${x}`, `y_${name} = ${targets}`]));
  }
  if (lossCodeOf(training.loss).oneHotInKeras(training))
    lines.push(`one_hot = keras.utils.to_categorical(y_train, ${shape.outputs})`);
  return lines;
}

function scaling({ data: { scaling: how } }: ScriptPlan): Section {
  if (how.kind === "none" || (how.kind === "divided" && !how.masked)) return [];
  if (how.kind === "divided")
    return [
      "# Only columns of numbers are divided.",
      `scale = np.where(data["scaled"], ${how.by}.0, 1.0)`,
      "shift = np.zeros_like(scale)",
    ];
  return [
    ...(how.kind === "unit"
      ? ["shift = x_train.min(axis=0)", "scale = x_train.max(axis=0) - shift"]
      : ["shift, scale = x_train.mean(axis=0), x_train.std(axis=0)"]),
    "scale[scale == 0] = 1",
    ...(how.masked
      ? ["# Categories stay zeros and ones.", 'shift[~data["scaled"]], scale[~data["scaled"]] = 0, 1']
      : []),
  ];
}

interface Optimizer {
  readonly lines: readonly string[];
  readonly made: Call;
}

function optimizerOf({ training }: ScriptPlan): Optimizer {
  const { optimizer, schedule, clipNorm = 0, epochs, batchSize } = training;
  const lines: string[] = [];
  let rate: Python = python(optimizer.learningRate);
  if (schedule) {
    lines.push(`batches = math.ceil(len(x_train) / ${batchSize})`);
    const { warmup } = schedule;
    const steps = times(Math.max(1, epochs - warmup), "batches");
    const place = { learningRate: optimizer.learningRate, batches: "batches", steps };
    const code = scheduleCodeOf(schedule);
    if (code.keras) {
      rate = code.keras(schedule, place);
      if (warmup > 0) rate = call("WarmUp", [optimizer.learningRate, times(warmup, "batches"), rate]);
    }
  }
  const changes = schedule !== undefined && (schedule.type !== "constant" || schedule.warmup > 0);
  const clip = clipNorm > 0 ? clipNorm : undefined;
  return { lines, made: optimizerCodeOf(optimizer).keras(optimizer, rate, clip, changes) };
}

function compiled({ training }: ScriptPlan, { lines, made }: Optimizer): Section {
  return [
    ...lines,
    ...printed(made, "optimizer = "),
    ...printed(
      call("net.compile", [], { optimizer: "optimizer", loss: lossCodeOf(training.loss).keras(training) }),
    ),
  ];
}

/** What the loop needs beside the network. */
function before({ training, layers, data: { shape } }: ScriptPlan): Section {
  const { rateOverTime, classWeights, schedule } = training;
  const lines: string[] = [];
  if (rateFactorIn(rateOverTime, layers)) {
    const hasBlocks = inOrder(layers).some(({ begins }) => begins !== undefined);
    lines.push(
      ...(hasBlocks
        ? [
            "every = [",
            "    each",
            "    for layer in net.layers",
            "    for each in (layer.body.layers if isinstance(layer, Residual) else [layer])",
            "]",
            'dropping = [layer for layer in every if hasattr(layer, "rate")]',
          ]
        : ['dropping = [layer for layer in net.layers if hasattr(layer, "rate")]']),
      "rates = [layer.rate for layer in dropping]",
    );
  }
  if (classWeights === "balanced")
    lines.push(
      `counts = np.bincount(y_train, minlength=${shape.outputs})`,
      "present = np.flatnonzero(counts)",
      "class_weight = {c: len(y_train) / (len(present) * counts[c]) for c in present}",
    );
  if (schedule?.type === "plateau") lines.push('lowest, worse, factor = float("inf"), 0, 1.0');
  return lines;
}

function augmentation(plan: ScriptPlan): Section {
  const { augment } = plan.training;
  const { image } = plan.data.shape;
  if (!augments(augment) || !image) return [];
  const [height, width, channels] = image;
  const { shift, flip, noise } = augment;
  const by = plan.data.scaling.kind === "divided" ? plan.data.scaling.by : 1;
  const what = [
    ...(shift > 0 ? [`moved by up to ${shift} pixels`] : []),
    ...(flip ? ["mirrored by chance"] : []),
    ...(noise > 0 ? ["with noise"] : []),
  ];
  return [
    "def augment(x):",
    `    """Each picture ${what.join(", ")}."""`,
    ...(shift > 0 || flip
      ? indented([
          "n = len(x)",
          `pictures = x.reshape(-1, ${height}, ${width}, ${channels})`,
          `padded = np.pad(pictures, ((0, 0), (${shift}, ${shift}), (${shift}, ${shift}), (0, 0)))`,
          `rows = np.random.randint(${2 * shift + 1}, size=(n, 1, 1)) + np.arange(${height})[:, None]`,
          `columns = np.random.randint(${2 * shift + 1}, size=(n, 1, 1)) + np.arange(${width})`,
          ...(flip ? ["columns = np.where(np.random.rand(n, 1, 1) < 0.5, columns[..., ::-1], columns)"] : []),
          "x = padded[np.arange(n)[:, None, None], rows, columns].reshape(x.shape)",
        ])
      : []),
    ...(noise > 0 ? [`    x = x + np.random.normal(0, ${noise * by}, x.shape).astype("float32")`] : []),
    "    return x",
  ];
}

function measure({ training, layers, data: { shape } }: ScriptPlan): Section {
  // Batch normalisation takes the statistics of batches as large as in training.
  const rows = isOverBatch(layers, "evalForgotten") ? training.batchSize : 1000;
  const isRegression = shape.task === "regression";
  return [
    "def measure(x, y, training):",
    `    """Loss${isRegression ? "" : " and accuracy"} with the layers in the mode of training or of inference."""`,
    `    parts = [net(x[i : i + ${rows}], training=training) for i in range(0, len(x), ${rows})]`,
    "    outputs = np.concatenate([keras.ops.convert_to_numpy(part) for part in parts])",
    ...printed(lossCodeOf(training.loss).kerasEach, "    losses = "),
    ...(isRegression
      ? ["    return float(keras.ops.mean(losses))"]
      : [
          "    accuracy = np.mean(outputs.argmax(axis=1) == y)",
          "    return float(keras.ops.mean(losses)), float(accuracy)",
        ]),
  ];
}

function loop(plan: ScriptPlan, chosen: Choosing): Section {
  const {
    training,
    layers,
    data: { shape },
  } = plan;
  const { schedule, classWeights, rateOverTime, batchSize } = training;
  const isRegression = shape.task === "regression";
  const overBatch = isOverBatch(layers, "evalForgotten");
  const right = isRegression ? "loss" : "loss, accuracy";
  const wrong = isRegression ? "forgot_loss" : "forgot_loss, forgot_accuracy";
  const factor = rateFactorIn(rateOverTime, layers);
  const plateau = schedule?.type === "plateau" ? schedule : undefined;
  const fit = call(
    "net.fit",
    [
      augments(training.augment) ? "augment(x_train)" : "x_train",
      lossCodeOf(training.loss).oneHotInKeras(training) ? "one_hot" : "y_train",
    ],
    {
      batch_size: batchSize,
      class_weight: classWeights === "balanced" ? "class_weight" : undefined,
      callbacks: plateau && plateau.warmup > 0 ? "[warm_up]" : undefined,
      verbose: 0,
    },
  );
  const epoch = [
    ...(factor
      ? [
          "for layer, rate in zip(dropping, rates):",
          `    layer.rate = rate * ${factor}`,
          "net.make_train_function(force=True)",
        ]
      : []),
    ...printed(fit, "", "", lineWidth - 4),
    "",
    "# The line that is forgotten: without it, the layers do what they do in training.",
    `${right} = measure(x_validation, y_validation, training=False)${forgottenMark}`,
    ...(overBatch ? ["weights = net.get_weights()"] : []),
    `${wrong} = measure(x_validation, y_validation, training=True)`,
    ...(overBatch ? ["net.set_weights(weights)  # Measuring moved the moving statistics."] : []),
    ...told(isRegression),
    ...(plateau ? lowered(plateau, training.optimizer.learningRate) : []),
    ...chosen.afterEpoch("net.get_weights()"),
  ];
  const warmUpCallback =
    plateau && plateau.warmup > 0
      ? [
          "def rising(batch, logs=None):",
          `    share = (int(optimizer.iterations) + 1) / (${times(plateau.warmup, "batches")})`,
          `    optimizer.learning_rate = ${training.optimizer.learningRate} * factor * min(1, share)`,
          "",
          "",
          "warm_up = keras.callbacks.LambdaCallback(on_train_batch_begin=rising)",
        ]
      : [];
  return [
    ...warmUpCallback,
    ...chosen.before,
    `for epoch in range(1, ${training.epochs + 1}):`,
    ...indented(epoch),
  ];
}

/** The learning rate after an epoch whose loss may not be better. */
function lowered(
  {
    factor,
    patience,
    threshold,
    warmup,
  }: { factor: number; patience: number; threshold: number; warmup: number },
  learningRate: number,
): string[] {
  const better = threshold > 0 ? `loss < lowest * (1 - ${threshold})` : "loss < lowest";
  return [
    `${warmup > 0 ? `if epoch > ${warmup} and ${better}` : `if ${better}`}:`,
    "    lowest, worse = loss, 0",
    warmup > 0 ? `elif epoch > ${warmup}:` : "else:",
    "    worse += 1",
    `    if worse > ${patience}:`,
    `        worse, factor = 0, factor * ${factor}`,
    `        optimizer.learning_rate = ${learningRate} * factor`,
  ];
}

function end({ data: { shape, hasTest } }: ScriptPlan, { keeps }: Choosing): Section {
  const isRegression = shape.task === "regression";
  return [
    ...(keeps ? ["net.set_weights(kept)"] : []),
    ...(hasTest
      ? isRegression
        ? ['print(f"test: loss {measure(x_test, y_test, training=False):.4f}")']
        : [
            "loss, accuracy = measure(x_test, y_test, training=False)",
            'print(f"test: loss {loss:.4f}, accuracy {accuracy:.2%}")',
          ]
      : []),
  ];
}
