"""The runs of one of several processes: the textbook network trained and evaluated as the lab does, one after another."""

import os
import sys

import torch

from pytorch_epochs import evaluate, opened, train

runs, epochs = int(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
for run in range(runs):
    torch.manual_seed(run)
    rate = 0.3 if run % 2 else 0
    hidden = [
        [{"type": "dense", "units": units}, {"type": "leakyRelu", "slope": 0.01}, {"type": "dropout", "rate": rate}]
        for units in (200, 100, 50)
    ]
    layers = [*sum(hidden, []), {"type": "dense", "units": 10}]
    order = {"features": 300, "layers": layers, "classes": 10, "rows": 1000}
    model, optimizer, splits, measured, update = opened({**order, "validationRows": 1000})
    for _ in range(epochs):
        train(model, optimizer, measured, update, *splits[0], 32)
        evaluate(model, *splits[0], False)
        evaluate(model, *splits[1], False)
        evaluate(model, *splits[1], True)
