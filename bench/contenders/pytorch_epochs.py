"""PyTorch's usual training loop; answers each order (protocol.ts) with the milliseconds of its epoch.

With `compiled` as its argument, forward, loss, backward and Adam's step go through torch.compile, which needs a C++ compiler.
"""

import json
import os
import sys
import time

import torch
from torch import nn
from torch.nn.functional import cross_entropy

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


makers = {
    "dense": lambda layer: [nn.Flatten(), nn.LazyLinear(layer["units"])],
    "conv2d": lambda layer: [nn.LazyConv2d(layer["filters"], layer["kernelSize"], padding=layer["padding"])],
    "maxPool2d": lambda layer: [nn.MaxPool2d(layer["poolSize"])],
    "averagePool2d": lambda layer: [nn.AvgPool2d(layer["poolSize"])],
    "leakyRelu": lambda layer: [nn.LeakyReLU(layer["slope"])],
    "relu": lambda layer: [nn.ReLU()],
    "tanh": lambda layer: [nn.Tanh()],
    "dropout": lambda layer: [nn.Dropout(layer["rate"])],
}


def opened(order, compiled=False):
    height, width, channels = order.get("image", [0, 0, 0])
    shape = [channels, height, width] if "image" in order else [order["features"]]
    model = nn.Sequential(*[each for layer in order["layers"] for each in makers[layer["type"]](layer)])
    splits = [
        (torch.rand(rows, *shape), torch.randint(0, order["classes"], (rows,)))
        for rows in (order["rows"], order["validationRows"])
    ]
    # The first call makes the parameters.
    model(splits[0][0][:2])
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def measured(inputs, labels):
        outputs = model(inputs)
        return cross_entropy(outputs, labels), outputs

    if not compiled:
        return model, optimizer, splits, measured, optimizer.step
    return model, optimizer, splits, torch.compile(measured), torch.compile(optimizer.step)


def train(model, optimizer, measured, update, inputs, labels, batch_size):
    model.train()
    running, correct = torch.zeros(()), torch.zeros(())
    for batch in torch.randperm(len(inputs)).split(batch_size):
        optimizer.zero_grad()
        loss, outputs = measured(inputs[batch], labels[batch])
        loss.backward()
        update()
        running += loss.detach() * len(batch)
        correct += (outputs.detach().argmax(1) == labels[batch]).sum()
    return running.item(), correct.item()


@torch.no_grad()
def evaluate(model, inputs, labels, forgotten):
    model.train(forgotten)
    outputs = model(inputs)
    return cross_entropy(outputs, labels).item(), (outputs.argmax(1) == labels).float().mean().item()


if __name__ == "__main__":
    networks = {}
    for line in sys.stdin:
        order = json.loads(line)
        if line not in networks:
            networks[line] = opened(order, "compiled" in sys.argv)
        started = time.perf_counter()
        model, optimizer, splits, measured, update = networks[line]
        train(model, optimizer, measured, update, *splits[0], order["batchSize"])
        if order["validationRows"] > 0:
            evaluate(model, *splits[0], False)
            evaluate(model, *splits[1], False)
            evaluate(model, *splits[1], True)
        print((time.perf_counter() - started) * 1000, flush=True)
