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
    order = {"features": 300, "hidden": [200, 100, 50], "classes": 10, "rate": rate, "rows": 1000}
    model, optimizer, splits = opened({**order, "validationRows": 1000})
    for _ in range(epochs):
        train(model, optimizer, *splits[0], 32)
        evaluate(model, *splits[0], False)
        evaluate(model, *splits[1], False)
        evaluate(model, *splits[1], True)
