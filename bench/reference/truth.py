"""The textbook network or LeNet-5 in PyTorch, on the data that bench/truth.ts hands over; prints one JSON line a run.

Run by bench/truth.ts as: python truth.py DATA FEATURES TRAIN VALIDATION EPOCHS RATE SEED NETWORK
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
rate, seed, network = float(sys.argv[6]), int(sys.argv[7]), sys.argv[8]

torch.set_num_threads(1)
torch.manual_seed(seed)
values = np.fromfile(path, dtype=np.float32)
sizes = [train * features, train, validation * features, validation]
parts = np.split(values, np.cumsum(sizes)[:-1])
inputs, validation_inputs = (torch.tensor(part.reshape(-1, features)) for part in parts[0::2])
classes, validation_classes = (torch.tensor(part.astype(np.int64)) for part in parts[1::2])

layers = []
width = features
hidden, activation = (200, 100, 50), lambda: nn.LeakyReLU(0.01)
if network == "lenet":
    convolutions = (nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5))
    layers += [nn.Unflatten(1, (1, 28, 28))]
    for convolution in convolutions:
        layers += [convolution, nn.Tanh(), nn.AvgPool2d(2)]
    layers += [nn.Flatten()]
    width, hidden, activation = 400, (120, 84), nn.Tanh
for units in hidden:
    layers += [nn.Linear(width, units), activation(), nn.Dropout(rate)]
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
