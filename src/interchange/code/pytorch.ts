import { augments } from "../../nn/augmentation/settings";
import { initializerCodeOf } from "../../nn/initializers/codes";
import type { InitializerName } from "../../nn/initializers/kinds";
import { lossCodeOf } from "../../nn/losses/codes";
import { isOverBatch } from "../../nn/network";
import { optimizerCodeOf } from "../../nn/optimizers/codes";
import { type Definition, list, python, times, tuple } from "../../nn/python";
import { scheduleCodeOf } from "../../nn/schedules/codes";
import { choosing, type Choosing, kernelsOf } from "./choices";
import { rateFactorIn } from "./rate-over-time";
import { definitionsOf } from "./network";
import { dataFile, inputOf, type Script, type ScriptPlan } from "./plan";
import { lineWidth, printed } from "./print";
import {
  pytorchModule,
  pytorchNetwork,
  type PyTorchNetwork,
  pytorchPreparation,
  sequential,
  takesPictures,
} from "./pytorch-network";
import { forgottenMark, inComment, indented, scriptOf, type Section } from "./sections";

/** For which versions the scripts are written, and with which they are tested (docs/interchange.md). */
export const pytorchVersions = ["torch==2.15.0", "numpy==2.4.6"];

/** A program that trains the plan in PyTorch and measures both modes after each epoch. */
export function pytorchScript(plan: ScriptPlan): Script {
  const net = pytorchNetwork(
    plan.layers,
    inputOf(plan),
    pytorchPreparation(plan.data.scaling, python("shift"), python("scale")),
    plan.training.products,
  );
  const chosen = choosing(plan);
  const { pytorchNeeds } = optimizerCodeOf(plan.training.optimizer);
  const starts = startsOf(net);
  const needs = [
    ...definitionsOf(net.parts),
    ...(pytorchNeeds ? [pytorchNeeds] : []),
    ...starts.map(({ definition }) => definition),
  ];
  return scriptOf([
    [
      `# ${inComment(plan.name)}: written by Dropout Lab for PyTorch.`,
      `# ${pytorchVersions.join(", ")}; ${dataFile} holds the raw rows of each split.`,
    ],
    importsOf(plan, chosen),
    ["import numpy as np", "import torch", "from torch import nn"],
    ...needs.map(({ source }) => source.split("\n")),
    augmentation(plan),
    [`torch.manual_seed(${plan.seed})`],
    data(plan),
    scaling(plan),
    [...printed(sequential(net), "net = "), ...starts.flatMap(({ lines }) => lines)],
    before(plan, net),
    measure(plan),
    loop(plan, chosen),
    end(plan, chosen),
  ]);
}

function importsOf({ training, layers }: ScriptPlan, { keeps }: Choosing): Section {
  const needsCopy = keeps || isOverBatch(layers, "train");
  const needsMath = training.schedule !== undefined && needsSteps(training);
  return [...(needsCopy ? ["import copy"] : []), ...(needsMath ? ["import math"] : [])];
}

function needsSteps({ schedule }: ScriptPlan["training"]): boolean {
  return schedule !== undefined && (schedule.warmup > 0 || scheduleCodeOf(schedule).by === "batch");
}

function data(plan: ScriptPlan): Section {
  const { shape, rows, hasTest } = plan.data;
  const splits = ["train", "validation", ...(hasTest ? ["test"] : [])];
  const order = takesPictures(plan) ? ".permute(0, 3, 1, 2)" : "";
  const some = (name: string) => (name === "train" && rows !== undefined ? `[:${rows}]` : "");
  const loaded = printed(
    python(`{name: torch.from_numpy(array) for name, array in np.load("${dataFile}").items()}`),
    "data = ",
  );
  const pair = (name: string): string[] => {
    const [x, y] = [`data["x_${name}"]${some(name)}${order}`, `data["y_${name}"]${some(name)}`];
    const targets = shape.task === "regression" ? `((${y} - y_mean) / y_std).float()[:, None]` : y;
    const both = `x_${name}, y_${name} = ${x}, ${targets}`;
    return both.length <= lineWidth ? [both] : [`x_${name} = ${x}`, `y_${name} = ${targets}`];
  };
  const targets =
    shape.task === "regression"
      ? [
          "# Targets in standard deviations of the training split's.",
          'y_mean, y_std = data["y_train"].mean(), data["y_train"].std(correction=0)',
        ]
      : [];
  return [...loaded, ...targets, ...splits.flatMap(pair)];
}

function scaling({ data: { scaling: how } }: ScriptPlan): Section {
  if (how.kind === "none" || (how.kind === "divided" && !how.masked)) return [];
  if (how.kind === "divided")
    return [
      "# Only columns of numbers are divided.",
      `scale = torch.where(data["scaled"], ${how.by}.0, 1.0)`,
      "shift = torch.zeros_like(scale)",
    ];
  const statistics =
    how.kind === "unit"
      ? ["shift = x_train.amin(0)", "scale = x_train.amax(0) - shift"]
      : ["shift, scale = x_train.mean(0), x_train.std(0, correction=0)"];
  return [
    ...statistics,
    "scale[scale == 0] = 1",
    ...(how.masked
      ? ["# Categories stay zeros and ones.", 'shift[~data["scaled"]], scale[~data["scaled"]] = 0, 1']
      : []),
  ];
}

interface Start {
  readonly definition: Definition;
  readonly lines: readonly string[];
}

/** How kernels start, where it is not PyTorch's own way: a call for all of them, or for those of each way. */
function startsOf({ holders }: PyTorchNetwork): Start[] {
  const ways = new Map<InitializerName, string[]>();
  for (const holder of holders) {
    const { layer } = holder.layer;
    if (!("initializer" in layer)) continue;
    ways.set(layer.initializer, [...(ways.get(layer.initializer) ?? []), pytorchModule(holder)]);
  }
  return [...ways].flatMap(([name, modules]) => {
    const { pytorch: definition } = initializerCodeOf(name);
    if (!definition) return [];
    if (modules.length === 1) return [{ definition, lines: [`${definition.name}(${modules[0]})`] }];
    if (ways.size === 1) return [{ definition, lines: [`net.apply(${definition.name})`] }];
    const loop = printed(list(...modules), "for module in ", ":");
    return [{ definition, lines: [...loop, `    ${definition.name}(module)`] }];
  });
}

/** What the loop needs beside the network. */
function before(plan: ScriptPlan, net: PyTorchNetwork): Section {
  const { training, layers } = plan;
  const { optimizer, schedule, rateOverTime, classWeights, maxNorm = 0 } = training;
  const lines = printed(optimizerCodeOf(optimizer).pytorch(optimizer), "optimizer = ");
  if (schedule && needsSteps(training))
    lines.push(`batches = math.ceil(len(x_train) / ${training.batchSize})`);
  if (schedule) lines.push(...schedulers(plan));
  const penalties = kernelsOf(net.holders, training.l2).filter(({ l1, l2 }) => l1 > 0 || l2 > 0);
  if (penalties.length > 0) {
    lines.push("# Kernels with the factors of their L1 and L2 penalties.");
    const rows = penalties.map(({ holder, l1, l2 }) => tuple(`${pytorchModule(holder)}.weight`, l1, l2));
    lines.push(...printed({ ...list(...rows), spread: true }, "penalties = "));
  }
  if (maxNorm > 0)
    lines.push("kernels = [m.weight for m in net.modules() if isinstance(m, (nn.Linear, nn.Conv2d))]");
  if (rateFactorIn(rateOverTime, layers)) {
    lines.push('dropping = [module for module in net.modules() if hasattr(module, "p")]');
    lines.push("rates = [module.p for module in dropping]");
  }
  if (classWeights === "balanced") {
    lines.push("counts = y_train.bincount()", "weights = len(y_train) / (counts.count_nonzero() * counts)");
  }
  return lines;
}

function schedulers({ training }: ScriptPlan): string[] {
  const { schedule, epochs, optimizer } = training;
  const { pytorch } = scheduleCodeOf(schedule!);
  const { warmup } = schedule!;
  const place = {
    learningRate: optimizer.learningRate,
    batches: "batches",
    steps: times(epochs - warmup, "batches"),
  };
  const lines: string[] = [];
  if (warmup > 0) {
    lines.push(
      ...printed(
        {
          callee: "torch.optim.lr_scheduler.LinearLR",
          arguments: [
            python("optimizer"),
            python(warmup === 1 ? "1 / batches" : `1 / (${warmup} * batches)`),
          ],
          keywords: { total_iters: python(`${times(warmup, "batches")} - 1`) },
        },
        "warmup = ",
      ),
    );
  } else if (pytorch) lines.push(...printed(pytorch(schedule!, place), "scheduler = "));
  return lines;
}

function augmentation(plan: ScriptPlan): Section {
  const { augment } = plan.training;
  const { image } = plan.data.shape;
  if (!augments(augment) || !image) return [];
  const [height, width, channels] = image;
  const { shift, flip, noise } = augment;
  const isPicture = takesPictures(plan);
  const by = plan.data.scaling.kind === "divided" ? plan.data.scaling.by : 1;
  const lines = [
    "def augment(x):",
    `    """Each picture ${[
      ...(shift > 0 ? [`moved by up to ${shift} pixels`] : []),
      ...(flip ? ["mirrored by chance"] : []),
      ...(noise > 0 ? ["with noise"] : []),
    ].join(", ")}."""`,
  ];
  if (shift > 0 || flip) {
    const pictures = isPicture ? "x.permute(0, 2, 3, 1)" : `x.reshape(-1, ${height}, ${width}, ${channels})`;
    lines.push(
      ...indented([
        "n = len(x)",
        `padded = nn.functional.pad(${pictures}, (0, 0, ${shift}, ${shift}, ${shift}, ${shift}))`,
        `rows = torch.randint(${2 * shift + 1}, (n, 1, 1)) + torch.arange(${height})[:, None]`,
        `columns = torch.randint(${2 * shift + 1}, (n, 1, 1)) + torch.arange(${width})`,
        ...(flip ? ["columns = torch.where(torch.rand(n, 1, 1) < 0.5, columns.flip(-1), columns)"] : []),
        "cut = padded[torch.arange(n)[:, None, None], rows, columns]",
        isPicture ? "x = cut.permute(0, 3, 1, 2)" : "x = cut.reshape(x.shape)",
      ]),
    );
  }
  if (noise > 0) lines.push(`    x = x + torch.normal(0, ${noise * by}, x.shape)`);
  lines.push("    return x");
  return lines;
}

function measure({ training, layers, data: { shape } }: ScriptPlan): Section {
  // Batch normalisation takes the statistics of batches as large as in training.
  const rows = isOverBatch(layers, "evalForgotten") ? training.batchSize : 1000;
  const isRegression = shape.task === "regression";
  return [
    "@torch.no_grad()",
    "def measure(x, y):",
    `    """Loss${isRegression ? "" : " and accuracy"} in the mode that the network is in."""`,
    `    outputs = torch.cat([net(part) for part in x.split(${rows})])`,
    ...(isRegression
      ? printed(lossCodeOf(training.loss).pytorch("outputs", "y"), "    return ", ".item()")
      : [
          ...printed(lossCodeOf(training.loss).pytorch("outputs", "y"), "    loss = "),
          "    accuracy = (outputs.argmax(1) == y).float().mean()",
          "    return loss.item(), accuracy.item()",
        ]),
  ];
}

function loop(plan: ScriptPlan, chosen: Choosing): Section {
  const {
    training,
    layers,
    data: { shape },
  } = plan;
  const { schedule, classWeights, clipNorm = 0, maxNorm = 0, rateOverTime } = training;
  const isRegression = shape.task === "regression";
  const code = schedule && scheduleCodeOf(schedule);
  const { warmup } = schedule ?? { warmup: 0 };
  const inputs = augments(training.augment) ? "augment(x_train[batch])" : "x_train[batch]";
  const loss = lossCodeOf(training.loss).pytorch(`net(${inputs})`, "y_train[batch]", training);
  const hasPenalty = kernelsOf(pytorchNetwork(layers, inputOf(plan), []).holders, training.l2).some(
    ({ l1, l2 }) => l1 > 0 || l2 > 0,
  );
  const batch = [
    ...printed(loss, classWeights === "balanced" ? "losses = " : "loss = ", "", lineWidth - 8),
    ...(classWeights === "balanced" ? ["loss = (weights[y_train[batch]] * losses).mean()"] : []),
    ...(hasPenalty
      ? ["for w, l1, l2 in penalties:", "    loss = loss + l1 * w.abs().sum() + l2 * w.square().sum()"]
      : []),
    "optimizer.zero_grad()",
    "loss.backward()",
    ...(clipNorm > 0 ? [`nn.utils.clip_grad_norm_(net.parameters(), ${clipNorm})`] : []),
    "optimizer.step()",
    ...(maxNorm > 0
      ? ["with torch.no_grad():", "    for w in kernels:", `        w.copy_(w.renorm(2, 0, ${maxNorm}))`]
      : []),
    ...(warmup > 0 ? [`if epoch <= ${warmup}:`, "    warmup.step()"] : []),
    ...(code?.by === "batch" ? (warmup > 0 ? ["else:", "    scheduler.step()"] : ["scheduler.step()"]) : []),
  ];
  const overBatch = isOverBatch(layers, "evalForgotten");
  const right = isRegression ? "loss" : "loss, accuracy";
  const wrong = isRegression ? "forgot_loss" : "forgot_loss, forgot_accuracy";
  const factor = rateFactorIn(rateOverTime, layers);
  const epoch = [
    ...(warmup > 0 && code?.pytorch && training.epochs > warmup
      ? [
          `if epoch == ${warmup + 1}:`,
          ...indented(
            printed(
              code.pytorch(schedule!, {
                learningRate: training.optimizer.learningRate,
                batches: "batches",
                steps: times(training.epochs - warmup, "batches"),
              }),
              "scheduler = ",
              "",
              lineWidth - 8,
            ),
          ),
        ]
      : []),
    ...(factor ? ["for module, p in zip(dropping, rates):", `    module.p = p * ${factor}`] : []),
    "net.train()",
    `for batch in torch.randperm(len(x_train)).split(${training.batchSize}):`,
    ...indented(batch),
    "",
    `net.eval()  # The line that is forgotten.${forgottenMark}`,
    `${right} = measure(x_validation, y_validation)`,
    ...(overBatch ? ["state = copy.deepcopy(net.state_dict())"] : []),
    "net.train()",
    `${wrong} = measure(x_validation, y_validation)`,
    ...(overBatch ? ["net.load_state_dict(state)  # Measuring moved the running statistics."] : []),
    ...told(isRegression),
    ...(code?.pytorch && code.by !== "batch"
      ? afterEpoch(`scheduler.step(${code.by === "loss" ? "loss" : ""})`, warmup)
      : []),
    ...chosen.afterEpoch("copy.deepcopy(net.state_dict())"),
  ];
  return [...chosen.before, `for epoch in range(1, ${training.epochs + 1}):`, ...indented(epoch)];
}

/** What is printed after an epoch. */
export function told(isRegression: boolean): string[] {
  return isRegression
    ? ['print(f"epoch {epoch}: loss {loss:.4f}, eval forgotten {forgot_loss:.4f}")']
    : [
        'right = f"loss {loss:.4f}, accuracy {accuracy:.2%}"',
        'wrong = f"loss {forgot_loss:.4f}, accuracy {forgot_accuracy:.2%}"',
        'print(f"epoch {epoch}: {right}; eval forgotten: {wrong}")',
      ];
}

function afterEpoch(statement: string, warmup: number): string[] {
  return warmup > 0 ? [`if epoch > ${warmup}:`, `    ${statement}`] : [statement];
}

function end({ data: { shape, hasTest } }: ScriptPlan, { keeps }: Choosing): Section {
  const isRegression = shape.task === "regression";
  return [
    ...(keeps ? ["net.load_state_dict(kept)"] : []),
    ...(hasTest
      ? [
          "net.eval()",
          ...(isRegression
            ? ['print(f"test: loss {measure(x_test, y_test):.4f}")']
            : [
                "loss, accuracy = measure(x_test, y_test)",
                'print(f"test: loss {loss:.4f}, accuracy {accuracy:.2%}")',
              ]),
        ]
      : []),
  ];
}
