"""PyTorch's usual training loop; answers each line, a batch size, with milliseconds per step."""

import sys
import time

import torch
from torch import nn
from torch.nn.functional import cross_entropy

rows, steps, features, classes = 8192, 256, 300, 10
torch.set_num_threads(1)
inputs = torch.rand(rows, features)
labels = torch.randint(0, classes, (rows,))

layers = []
width = features
for units in (200, 100, 50):
    layers += [nn.Linear(width, units), nn.LeakyReLU(0.01), nn.Dropout(0.3)]
    width = units
model = nn.Sequential(*layers, nn.Linear(width, classes))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
model.train()

for line in sys.stdin:
    batch_size = int(line)
    started = time.perf_counter()
    for _ in range(steps * batch_size // rows):
        running, correct = torch.zeros(()), torch.zeros(())
        for batch in torch.randperm(rows).split(batch_size):
            optimizer.zero_grad()
            outputs = model(inputs[batch])
            loss = cross_entropy(outputs, labels[batch])
            loss.backward()
            optimizer.step()
            running += loss.detach() * len(batch)
            correct += (outputs.detach().argmax(1) == labels[batch]).sum()
    print((time.perf_counter() - started) * 1000 / steps, flush=True)
