import { expect, test } from "vitest";
import type { DataShape } from "../../fields/shape";
import { readNetworkText } from "./read-text";

/** How code that people write trains, beside the network itself. */

const mnist: DataShape = { features: 784, image: [28, 28, 1], outputs: 10, task: "classification" };
const torch = "net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))\n";
const adam = `${torch}opt = torch.optim.Adam(net.parameters(), lr=0.01)\n`;
const keras = "net = keras.Sequential([layers.Flatten(), layers.Dense(10)])\n";
const loop = `${adam}for epoch in range(20):\n  for x, y in loader:\n    opt.step()\n  val_loss = evaluate(net)\n`;

const reading = (text: string) => {
  const { training, evaluation, notes } = readNetworkText(text, mnist);
  return { ...training, ...evaluation, told: notes.map(({ code }) => code) };
};

test.each<[string, string, object]>([
  [
    "Keras' steps of a schedule, counted in epochs of the data",
    `${keras}steps = len(x_train) // 64\nrate = keras.optimizers.schedules.ExponentialDecay(0.1, decay_steps=10 * steps, decay_rate=0.5, staircase=True)\nnet.compile(optimizer=keras.optimizers.SGD(learning_rate=rate))\nnet.fit(x_train, y_train, batch_size=64, epochs=30)`,
    {
      schedule: { type: "step", every: 10, factor: 0.5, warmup: 0 },
      optimizer: { type: "sgd", learningRate: 0.1, momentum: 0, nesterov: false },
    },
  ],
  [
    "Keras' cosine to the end",
    `${keras}rate = keras.optimizers.schedules.CosineDecay(0.1, 30 * math.ceil(len(x) / 32))\nnet.compile(keras.optimizers.SGD(rate))\nnet.fit(x, y, epochs=30)`,
    { schedule: { type: "cosine", lowest: 0, warmup: 0 } },
  ],
  [
    "a cosine of another length is told",
    `${keras}rate = keras.optimizers.schedules.CosineDecay(0.1, 1000)\nnet.compile(keras.optimizers.SGD(rate))\nnet.fit(x, y, epochs=30)`,
    { schedule: undefined, told: ["readSchedule"] },
  ],
  [
    "Keras' callbacks",
    `${keras}net.fit(x, y, epochs=30, callbacks=[keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True), keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2, min_delta=0)])`,
    {
      earlyStopping: { patience: 3, minDelta: 0, restoreBest: true },
      schedule: { type: "plateau", factor: 0.5, patience: 1, threshold: 0, warmup: 0 },
      told: [],
    },
  ],
  [
    "early stopping by the accuracy",
    `${keras}net.fit(x, y, callbacks=[EarlyStopping(monitor="val_accuracy", patience=3)])`,
    { earlyStopping: undefined, told: ["readEarlyStopping"] },
  ],
  [
    "the best weights in a file",
    `${keras}net.fit(x, y, callbacks=[keras.callbacks.ModelCheckpoint("a.keras", save_best_only=True)])`,
    { measureAt: "best" },
  ],
  [
    "weights of classes by their counts",
    `${keras}w = compute_class_weight("balanced", classes=np.unique(y), y=y)\nnet.fit(x, y, class_weight=dict(enumerate(w)))`,
    { classWeights: "balanced", told: [] },
  ],
  [
    "weights of classes as numbers",
    `${keras}net.fit(x, y, class_weight={0: 1.0, 1: 5.0})`,
    { classWeights: undefined, told: ["readClassWeights"] },
  ],
  [
    "PyTorch's weights of classes",
    `${torch}counts = torch.bincount(y)\nw = len(y) / (10 * counts)\nloss = nn.CrossEntropyLoss(weight=w)`,
    { classWeights: "balanced", told: [] },
  ],
  [
    "PyTorch's weights of classes as numbers",
    `${torch}loss = nn.CrossEntropyLoss(torch.tensor([1.0, 5.0]))`,
    { classWeights: undefined, told: ["readClassWeights"] },
  ],
  [
    "torchvision's transforms",
    `${torch}t = transforms.Compose([transforms.RandomCrop(28, padding=4), transforms.RandomHorizontalFlip(), transforms.ToTensor(), transforms.Normalize(0.5, 0.5), transforms.RandomRotation(10)])`,
    { augment: { shift: 4, flip: true, noise: 0 }, told: ["readAugmentation"] },
  ],
  [
    "Keras' layers that change pictures",
    `net = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1), layers.Flatten(), layers.Dense(10)])`,
    { augment: { shift: 0, flip: true, noise: 0 }, told: ["readUnknownLayer"] },
  ],
  [
    "a layer that mirrors pictures, in Keras' JSON",
    `{"class_name": "Sequential", "config": {"layers": [{"class_name": "RandomFlip", "config": {"mode": "horizontal"}}, {"class_name": "Flatten", "config": {}}, {"class_name": "Dense", "config": {"units": 10}}]}}`,
    { augment: { shift: 0, flip: true, noise: 0 }, told: [] },
  ],
  [
    "ImageDataGenerator",
    `${keras}g = ImageDataGenerator(rescale=1./255, horizontal_flip=True, rotation_range=20)\nnet.fit(g.flow(x, y))`,
    { augment: { shift: 0, flip: true, noise: 0 }, told: ["readAugmentation"] },
  ],
  [
    "early stopping by hand",
    `${loop}  if val_loss < best - 0.001:\n    best = val_loss\n    bad = 0\n    torch.save(net.state_dict(), "best.pt")\n  else:\n    bad += 1\n    if bad >= 7:\n      print("stop")\n      break`,
    { earlyStopping: { patience: 7, minDelta: 0.001, restoreBest: true }, epochs: 20, told: [] },
  ],
  [
    "early stopping by hand, by the accuracy",
    `${loop}  if val_acc > best:\n    best = val_acc\n    bad = 0\n  else:\n    bad += 1\n    if bad > 7:\n      break`,
    { earlyStopping: undefined, told: ["readEarlyStopping"] },
  ],
  [
    "a class that stops",
    `${torch}class EarlyStopper:\n  def __init__(self, patience=1, min_delta=0):\n    self.patience = patience\n    self.min_delta = min_delta\nstopper = EarlyStopper(patience=3, min_delta=0.1)`,
    { earlyStopping: { patience: 3, minDelta: 0.1, restoreBest: false } },
  ],
  [
    "the weights of the best epoch",
    `${loop}  if val_loss < best:\n    best = val_loss\n    kept = copy.deepcopy(net.state_dict())`,
    { measureAt: "best", earlyStopping: undefined },
  ],
  [
    "dropout in the first epochs",
    `${loop}  for layer, p in zip(drops, rates):\n    layer.p = p if epoch < 5 else 0`,
    { rateOverTime: { type: "early", epochs: 5 }, told: [] },
  ],
  [
    "a rate of one layer that changes",
    `${loop}  net[0].p = 0.5 * epoch`,
    { rateOverTime: undefined, told: ["readRateOverTime"] },
  ],
  [
    "a warm-up by epochs is another schedule than the lab's",
    `${adam}a = torch.optim.lr_scheduler.LinearLR(opt, 0.1, total_iters=5)\nb = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 15)\ns = torch.optim.lr_scheduler.SequentialLR(opt, [a, b], milestones=[5])`,
    { schedule: undefined, told: ["readSchedule", "readSchedule", "readSchedule"] },
  ],
  [
    "code that lets the rate as it is",
    loop,
    { schedule: undefined, earlyStopping: undefined, augment: undefined, measureAt: undefined, told: [] },
  ],
])("%s", (_what, text, expected) => {
  const found: Record<string, unknown> = reading(text);
  expect(Object.fromEntries(Object.keys(expected).map((key) => [key, found[key]]))).toEqual(expected);
});
