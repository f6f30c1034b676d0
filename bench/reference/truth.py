"""The textbook network in PyTorch, on the data that bench/truth.ts hands over; prints one JSON line a run.

Run by bench/truth.ts as: python truth.py DATA FEATURES TRAIN VALIDATION EPOCHS RATE SEED
DATA holds float32: training inputs, training classes, validation inputs, validation classes.
"""

import json
import sys

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

path = sys.argv[1]
features, train, validation, epochs = (int(text) for text in sys.argv[2:6])
rate, seed = float(sys.argv[6]), int(sys.argv[7])

torch.set_num_threads(1)
torch.manual_seed(seed)
values = np.fromfile(path, dtype=np.float32)
sizes = [train * features, train, validation * features, validation]
parts = np.split(values, np.cumsum(sizes)[:-1])
inputs, validation_inputs = (torch.tensor(part.reshape(-1, features)) for part in parts[0::2])
classes, validation_classes = (torch.tensor(part.astype(np.int64)) for part in parts[1::2])

layers = []
width = features
for units in (200, 100, 50):
    layers += [nn.Linear(width, units), nn.LeakyReLU(0.01), nn.Dropout(rate)]
    width = units
model = nn.Sequential(*layers, nn.Linear(width, 10))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)


def measure(inputs, classes):
    with torch.no_grad():
        outputs = model(inputs)
    correct = (outputs.argmax(1) == classes).float().mean()
    return {"loss": cross_entropy(outputs, classes).item(), "accuracy": correct.item()}


for _ in range(epochs):
    model.train()
    running = 0.0
    for batch in torch.randperm(train).split(32):
        optimizer.zero_grad()
        loss = cross_entropy(model(inputs[batch]), classes[batch])
        loss.backward()
        optimizer.step()
        running += loss.item() * len(batch)

forgotten = measure(validation_inputs, validation_classes)
model.eval()
print(
    json.dumps(
        {
            "correct": measure(validation_inputs, validation_classes),
            "forgotten": forgotten,
            "train": measure(inputs, classes),
            "training": {"loss": running / train},
        }
    )
)
