"""Weights after steps of a small network in PyTorch with clipping, max-norm, label smoothing and class weights.

Run: python -m venv venv && venv/bin/pip install torch==2.15.0
     venv/bin/python bench/reference/steps.py && npx prettier --write src/nn/step/pytorch.json
"""

import json
from pathlib import Path

import torch
from torch.nn.functional import cross_entropy
from torch.nn.utils import clip_grad_norm_

torch.set_default_dtype(torch.float64)
torch.manual_seed(1)

inputs = torch.randn(12, 4).round(decimals=3)
classes = torch.tensor([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2])
kernels = [torch.randn(4, 5).round(decimals=3), torch.randn(5, 3).round(decimals=3)]
biases = [torch.randn(5).round(decimals=3), torch.randn(3).round(decimals=3)]
steps = 5
learning_rate = 0.5

cases = [
    {},
    {"clipNorm": 0.1},
    {"clipNorm": 100},
    {"maxNorm": 1.5},
    {"labelSmoothing": 0.2},
    {"classWeights": "balanced"},
    {"clipNorm": 0.3, "maxNorm": 2, "labelSmoothing": 0.1, "classWeights": "balanced"},
]


def trained(settings):
    parameters = [
        tensor.clone().requires_grad_() for pair in zip(kernels, biases) for tensor in pair
    ]
    kernel, bias, kernel2, bias2 = parameters
    optimizer = torch.optim.SGD(parameters, learning_rate)
    counts = torch.bincount(classes)
    balanced = len(classes) / (len(counts) * counts)
    weights = balanced if "classWeights" in settings else torch.ones(3)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        outputs = torch.tanh(inputs @ kernel + bias) @ kernel2 + bias2
        losses.append(cross_entropy(outputs, classes).item())
        smoothing = settings.get("labelSmoothing", 0)
        of_sample = cross_entropy(outputs, classes, label_smoothing=smoothing, reduction="none")
        (weights[classes] * of_sample).mean().backward()
        if "clipNorm" in settings:
            clip_grad_norm_(parameters, settings["clipNorm"])
        optimizer.step()
        if "maxNorm" in settings:
            with torch.no_grad():
                for each in (kernel, kernel2):
                    each.copy_(torch.renorm(each, 2, 1, settings["maxNorm"]))
    return {"settings": settings, "losses": losses, "weights": joined(parameters)}


def joined(parameters):
    return torch.cat([each.detach().flatten() for each in parameters]).tolist()


reference = {
    "inputs": inputs.flatten().tolist(),
    "classes": classes.tolist(),
    "learningRate": learning_rate,
    "start": joined([tensor for pair in zip(kernels, biases) for tensor in pair]),
    "cases": [trained(case) for case in cases],
}
(Path(__file__).parents[2] / "src/nn/step/pytorch.json").write_text(json.dumps(reference))
