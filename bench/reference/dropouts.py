"""Outputs and gradients of PyTorch's layers that drop, with the random words that give the lab the same masks.

PyTorch draws its own masks; they are read off its outputs and written as words (two units a word, 0xffff keeps), which the tests hand to
the lab's layers. Gaussian noise is drawn here from the words, by NumPy (Box and Muller), because PyTorch has no such layers: their
outputs and gradients are PyTorch's for x * noise and x + noise, as keras.layers.GaussianDropout and GaussianNoise compute them.

Run: see layers.py; venv/bin/python bench/reference/dropouts.py && npx prettier --write "src/nn/layers/*/pytorch.json"
"""

import json
from pathlib import Path

import numpy
import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(8)
generator = numpy.random.default_rng(8)

rows = [[0.5, -1.25, 2.0, 0.001, 0.7], [-3.0, 0.25, 1.0, 4.5, -0.2], [0.3, 0.31, 0.29, 0.3, 1.1]]
# [rows, height, width, channels]
pictures = torch.randn(3, 2, 2, 3).round(decimals=3).tolist()
kernel = [[0.2, -0.4, 1.0], [0.5, 0.1, -0.3], [-0.6, 0.8, 0.05], [0.7, -0.9, 0.15], [0.35, 0.45, -0.25]]
bias = [0.1, -0.2, 0.3]


def words_of(kept):
    """One row's words after the other; two units share a word, the first in its lower half."""
    words = []
    for row in kept:
        halves = [0xFFFF if each else 0 for each in row]
        halves += [0] * (len(halves) % 2)
        words += [low + 65536 * high for low, high in zip(halves[::2], halves[1::2])]
    return words


def normals(count, units):
    half = (units + 1) // 2
    words = generator.integers(0, 2**32, (count, 2 * half), dtype=numpy.uint64)
    radius = numpy.sqrt(-2 * numpy.log((words[:, :half] + 1) / 2**32))
    angle = 2 * numpy.pi * words[:, half:] / 2**32
    both = numpy.concatenate([radius * numpy.cos(angle), radius * numpy.sin(angle)], axis=1)
    return [int(word) for word in words.flat], torch.tensor(both[:, :units])


def shaped(numbers, inputs):
    return numbers.reshape(inputs.shape)


def alpha_dropout(rate):
    def forward(inputs):
        torch.manual_seed(3)
        outputs = torch.nn.AlphaDropout(rate)(inputs)
        # A dropped unit has no gradient.
        (slope,) = torch.autograd.grad(outputs.sum(), inputs, retain_graph=True)
        kept = (slope != 0).flatten(1)
        assert 0 < kept.sum() < kept.numel()
        return outputs, words_of(kept.tolist())

    return forward


def spatial_dropout(rate):
    def forward(inputs):
        # PyTorch has the channels first; of rows each unit is a channel.
        first = inputs.movedim(-1, 1) if inputs.ndim == 4 else inputs[:, :, None, None]
        torch.manual_seed(4)
        dropped = torch.nn.Dropout2d(rate)(first)
        kept = (dropped != 0).flatten(2).any(2)
        assert 0 < kept.sum() < kept.numel()
        outputs = dropped.movedim(1, -1) if inputs.ndim == 4 else dropped[:, :, 0, 0]
        return outputs, words_of(kept.tolist())

    return forward


def gaussian_dropout(rate):
    def forward(inputs):
        words, numbers = normals(len(inputs), inputs[0].numel())
        return inputs * (1 + (rate / (1 - rate)) ** 0.5 * shaped(numbers, inputs)), words

    return forward


def gaussian_noise(deviation):
    def forward(inputs):
        words, numbers = normals(len(inputs), inputs[0].numel())
        return inputs + deviation * shaped(numbers, inputs), words

    return forward




state = {"kernel": torch.tensor(kernel, requires_grad=True), "bias": torch.tensor(bias, requires_grad=True)}


def drop_connect(rate):
    def forward(inputs):
        torch.manual_seed(5)
        # Dropout of the weights.
        masked = torch.nn.functional.dropout(state["kernel"], rate)
        kept = (masked != 0).flatten()
        assert 0 < kept.sum() < kept.numel()
        return torch.nn.functional.linear(inputs, masked.T, state["bias"]), words_of([kept.tolist()])

    return forward


# Of each folder: cases of (settings in a document, the function, inputs). Rates are multiples of 2^-16, as the lab's masks have them.
cases = {
    "alphaDropout": [
        ({"rate": 0.25}, alpha_dropout(0.25), rows),
        ({"rate": 0.5}, alpha_dropout(0.5), pictures),
    ],
    "spatialDropout": [
        ({"rate": 0.5}, spatial_dropout(0.5), pictures),
        ({"rate": 0.25}, spatial_dropout(0.25), rows),
    ],
    "gaussianDropout": [
        ({"rate": 0.25}, gaussian_dropout(0.25), rows),
        ({"rate": 0.5}, gaussian_dropout(0.5), pictures),
    ],
    "gaussianNoise": [
        ({"deviation": 0.5}, gaussian_noise(0.5), rows),
        ({}, gaussian_noise(0.1), pictures),
    ],
    "dropConnect": [
        ({"units": 3, "rate": 0.5}, drop_connect(0.5), rows),
        ({"units": 3, "rate": 0.25}, drop_connect(0.25), rows),
    ],
}


def reference(folder, settings, forward, values):
    inputs = torch.tensor(values, requires_grad=True)
    outputs, words = forward(inputs)
    weighting = torch.linspace(-1, 1.5, outputs.numel()).reshape(outputs.shape)
    own = state if folder == "dropConnect" else {}
    for tensor in own.values():
        tensor.grad = None
    (outputs * weighting).sum().backward()
    return {
        "settings": settings,
        "words": words,
        "inputs": values,
        "weighting": weighting.tolist(),
        "state": {name: tensor.tolist() for name, tensor in own.items()},
        "outputs": outputs.tolist(),
        "toInputs": inputs.grad.tolist(),
        "toParameters": {name: tensor.grad.tolist() for name, tensor in own.items()},
    }


layers = Path(__file__).parents[2] / "src/nn/layers"
for folder, of_folder in cases.items():
    results = [reference(folder, *case) for case in of_folder]
    (layers / folder / "pytorch.json").write_text(json.dumps(results))
