"""What bench/truth.ts orders, trained by PyTorch: a network and its training as the lab's documents say them.

For each line of JSON from standard input one with the measures after the last epoch. `path` holds float32: training inputs, training
classes, validation inputs, validation classes. GaussianDropout and GaussianNoise are Keras' (on PyTorch); PyTorch and Keras have no
DropConnect and no stochastic depth: they are written here. Needs KERAS_BACKEND=torch.
"""

import json
import os
import sys

import keras
import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy, dropout, linear
from torch.optim.lr_scheduler import CosineAnnealingLR, ExponentialLR, LinearLR, ReduceLROnPlateau, StepLR

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


class OfKeras(nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, inputs):
        return self.layer(inputs, training=self.training)


class DropConnect(nn.LazyLinear):
    """One mask for all rows of a batch; biases are not dropped (Wan et al. 2013)."""

    cls_to_become = None
    rate = 0.0

    def forward(self, inputs):
        return linear(inputs, dropout(self.weight, self.rate, self.training), self.bias)


class StochasticDepth(nn.Module):
    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, inputs):
        ones = inputs.new_ones(len(inputs), *[1] * (inputs.dim() - 1))
        return inputs * dropout(ones, self.rate, self.training)


class Residual(nn.Module):
    def __init__(self, block):
        super().__init__()
        self.block = block

    def forward(self, inputs):
        return inputs + self.block(inputs)


def drop_connect(layer):
    module = DropConnect(layer["units"])
    module.rate = layer["rate"]
    return module


def padding(layer):
    return layer["kernelSize"] // 2 if layer["padding"] == "same" else 0


makers = {
    "dense": lambda layer, flat: [nn.Flatten(), nn.LazyLinear(layer["units"])],
    "dropConnect": lambda layer, flat: [nn.Flatten(), drop_connect(layer)],
    "conv2d": lambda layer, flat: [nn.LazyConv2d(layer["filters"], layer["kernelSize"], padding=padding(layer))],
    "maxPool2d": lambda layer, flat: [nn.MaxPool2d(layer["poolSize"])],
    "averagePool2d": lambda layer, flat: [nn.AvgPool2d(layer["poolSize"])],
    "batchNorm": lambda layer, flat: [(nn.LazyBatchNorm1d if flat else nn.LazyBatchNorm2d)()],
    "relu": lambda layer, flat: [nn.ReLU()],
    "leakyRelu": lambda layer, flat: [nn.LeakyReLU(layer["slope"])],
    "selu": lambda layer, flat: [nn.SELU()],
    "tanh": lambda layer, flat: [nn.Tanh()],
    "dropout": lambda layer, flat: [nn.Dropout(layer["rate"])],
    "alphaDropout": lambda layer, flat: [nn.AlphaDropout(layer["rate"])],
    "spatialDropout": lambda layer, flat: [nn.Dropout2d(layer["rate"])],
    "gaussianDropout": lambda layer, flat: [OfKeras(keras.layers.GaussianDropout(layer["rate"]))],
    "gaussianNoise": lambda layer, flat: [OfKeras(keras.layers.GaussianNoise(layer["deviation"]))],
    "stochasticDepth": lambda layer, flat: [StochasticDepth(layer["rate"])],
    "residual": lambda layer, flat: [Residual(built(layer["layers"], flat))],
}


def built(layers, flat=False):
    modules = []
    for layer in layers:
        modules += makers[layer["type"]](layer, flat)
        flat = flat or layer["type"] in ("dense", "dropConnect")
    return nn.Sequential(*modules)


def kernels(model):
    return [module for module in model.modules() if isinstance(module, (nn.Linear, nn.Conv2d))]


def penalty(model, layers, l2):
    """In the order of the layers; those that are compared have no penalties of their own inside a block."""
    sizes = [layer for layer in layers if layer["type"] in ("dense", "conv2d", "dropConnect")]
    total = torch.zeros(())
    if l2 > 0 or any("l1" in layer or "l2" in layer for layer in sizes):
        for module, layer in zip(kernels(model), sizes, strict=True):
            weight = module.weight
            total = total + layer.get("l1", 0) * weight.abs().sum() + (l2 + layer.get("l2", 0)) * weight.square().sum()
    return total


class Schedule:
    """A warm-up, then PyTorch's scheduler, which begins afresh."""

    def __init__(self, optimizer, settings, epochs, batches):
        self.optimizer, self.settings, self.batches = optimizer, settings, batches
        self.steps = (epochs - settings["warmup"]) * batches
        self.warmup = settings["warmup"] * batches
        self.main = None
        self.rising = LinearLR(optimizer, 1 / self.warmup, total_iters=self.warmup - 1) if self.warmup > 0 else None
        if self.warmup == 0:
            self.start()

    def start(self):
        optimizer, settings = self.optimizer, self.settings
        self.rising = None
        self.main = {
            "step": lambda: StepLR(optimizer, settings["every"], settings["factor"]),
            "exponential": lambda: ExponentialLR(optimizer, settings["factor"]),
            "cosine": lambda: CosineAnnealingLR(
                optimizer, self.steps, settings["lowest"] * optimizer.param_groups[0]["lr"]
            ),
            "plateau": lambda: ReduceLROnPlateau(
                optimizer, factor=settings["factor"], patience=settings["patience"], threshold=settings["threshold"]
            ),
        }[settings["type"]]()

    def after_step(self):
        if self.rising:
            self.warmup -= 1
            if self.warmup > 0:
                self.rising.step()
        elif self.settings["type"] == "cosine":
            self.main.step()

    def after_epoch(self, loss):
        if self.main is None:
            if self.warmup == 0:
                self.start()
        elif self.settings["type"] == "plateau":
            self.main.step(loss)
        elif self.settings["type"] != "cosine":
            self.main.step()


def measure(model, inputs, classes, rows=None):
    with torch.no_grad():
        outputs = torch.cat([model(part) for part in inputs.split(rows or len(inputs))])
    correct = (outputs.argmax(1) == classes).float().mean()
    return {"loss": cross_entropy(outputs, classes).item(), "accuracy": correct.item()}


def run(order):
    torch.manual_seed(order["seed"])
    keras.utils.set_random_seed(order["seed"])
    training, layers = order["training"], order["layers"]
    height, width, channels = order["image"]
    features = height * width * channels
    train, validation = order["rows"]
    values = np.fromfile(order["path"], dtype=np.float32)
    parts = np.split(values, np.cumsum([train * features, train, validation * features, validation])[:-1])
    inputs, validation_inputs = (
        torch.tensor(part.reshape(-1, height, width, channels)).permute(0, 3, 1, 2).contiguous() for part in parts[0::2]
    )
    classes, validation_classes = (torch.tensor(part.astype(np.int64)) for part in parts[1::2])

    model = built(layers)
    # The first call makes the parameters.
    model.eval()(inputs[:2])
    optimizer = training["optimizer"]
    make = {
        "adam": lambda: torch.optim.Adam(model.parameters(), lr=optimizer["learningRate"]),
        "sgd": lambda: torch.optim.SGD(model.parameters(), lr=optimizer["learningRate"]),
    }[optimizer["type"]]
    optimizer = make()
    batch_size, epochs = training["batchSize"], training["epochs"]
    schedule = None
    if "schedule" in training:
        schedule = Schedule(optimizer, training["schedule"], epochs, -(-train // batch_size))
    weights = torch.ones(train)
    if training.get("classWeights") == "balanced":
        counts = torch.bincount(classes)
        weights = train / (counts.count_nonzero() * counts[classes])

    for _ in range(epochs):
        model.train()
        running = 0.0
        for batch in torch.randperm(train).split(batch_size):
            optimizer.zero_grad()
            outputs = model(inputs[batch])
            losses = cross_entropy(
                outputs, classes[batch], label_smoothing=training.get("labelSmoothing", 0.0), reduction="none"
            )
            ((weights[batch] * losses).mean() + penalty(model, layers, training["l2"])).backward()
            if training.get("clipNorm", 0) > 0:
                nn.utils.clip_grad_norm_(model.parameters(), training["clipNorm"])
            optimizer.step()
            with torch.no_grad():
                if training.get("maxNorm", 0) > 0:
                    for module in kernels(model):
                        module.weight.copy_(module.weight.renorm(2, 0, training["maxNorm"]))
                running += cross_entropy(outputs, classes[batch]).item() * len(batch)
            if schedule:
                schedule.after_step()
        if schedule:
            model.eval()
            schedule.after_epoch(measure(model, validation_inputs, validation_classes)["loss"])

    model.train()
    # Batch normalisation takes the statistics of batches as in training.
    over_batches = any(isinstance(module, nn.modules.batchnorm._BatchNorm) for module in model.modules())
    rows = batch_size if over_batches else None
    # What forgets eval would otherwise move the running statistics.
    state = {name: value.clone() for name, value in model.state_dict().items()}
    forgotten = measure(model, validation_inputs, validation_classes, rows)
    model.load_state_dict(state)
    model.eval()
    return {
        "correct": measure(model, validation_inputs, validation_classes),
        "forgotten": forgotten,
        "train": measure(model, inputs, classes),
        "training": {"loss": running / train},
    }


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
