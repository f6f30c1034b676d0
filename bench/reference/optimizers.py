"""Weights after steps of Keras' and PyTorch's optimizers, for src/nn/optimizers.

Run: python -m venv venv && venv/bin/pip install tensorflow-cpu==2.21.0 keras==3.15.1 torch==2.15.0
     venv/bin/python bench/reference/optimizers.py keras
     venv/bin/python bench/reference/optimizers.py torch
"""

import json
import sys

start = [0.5, -1.25, 2.0, 0.001]
# Two weights with small gradients, so that epsilon is seen; signs and sizes change.
gradients = [[0.1 * (step - 3), 1.5 - step, 1e-4 * step, -1e-6 * (step % 3)] for step in range(1, 11)]


def keras_results():
    import keras
    import numpy as np

    optimizers = {
        "sgd": keras.optimizers.SGD(0.1),
        "sgd with momentum": keras.optimizers.SGD(0.1, momentum=0.9),
        "sgd with Nesterov": keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True),
        "adam": keras.optimizers.Adam(0.01, beta_1=0.8, beta_2=0.95),
        "adamW": keras.optimizers.AdamW(0.01, weight_decay=0.1),
        "rmsprop": keras.optimizers.RMSprop(0.01, rho=0.9),
        "rmsprop with momentum": keras.optimizers.RMSprop(0.01, rho=0.8, momentum=0.7),
    }
    for name, optimizer in optimizers.items():
        weights = keras.Variable(np.array(start, "float32"))
        for gradient in gradients:
            optimizer.apply([keras.ops.convert_to_tensor(gradient, "float32")], [weights])
        yield name, weights.numpy().tolist()


def torch_results():
    import torch

    def optimizers(weights):
        return {
            "sgd": torch.optim.SGD([weights], 0.1),
            "sgd with momentum": torch.optim.SGD([weights], 0.1, momentum=0.9),
            "sgd with Nesterov": torch.optim.SGD([weights], 0.1, momentum=0.9, nesterov=True),
            "adam": torch.optim.Adam([weights], 0.01, betas=(0.8, 0.95), eps=1e-7),
            "adamW": torch.optim.AdamW([weights], 0.01, weight_decay=0.1, eps=1e-7),
            "rmsprop": torch.optim.RMSprop([weights], 0.01, alpha=0.9, eps=1e-7),
        }

    for name in optimizers(torch.zeros(1)):
        weights = torch.tensor(start, requires_grad=True)
        optimizer = optimizers(weights)[name]
        for gradient in gradients:
            weights.grad = torch.tensor(gradient)
            optimizer.step()
        yield name, weights.tolist()


for name, weights in {"keras": keras_results, "torch": torch_results}[sys.argv[1]]():
    print(f"{json.dumps(name)}: {json.dumps(weights)},")
