# textbook, as it is: written by Dropout Lab for PyTorch.
# torch==2.15.0, numpy==2.4.6; data.npz holds the raw rows of each split.

import copy

import numpy as np
import torch
from torch import nn


class Standardise(nn.Module):
    """Raw columns as the network takes them."""

    def __init__(self, shift, scale):
        super().__init__()
        self.register_buffer("shift", shift)
        self.register_buffer("scale", scale)

    def forward(self, x):
        return ((x - self.shift) / self.scale).float()


torch.manual_seed(1)

data = {name: torch.from_numpy(array) for name, array in np.load("data.npz").items()}
x_train, y_train = data["x_train"], data["y_train"]
x_validation, y_validation = data["x_validation"], data["y_validation"]
x_test, y_test = data["x_test"], data["y_test"]

shift, scale = x_train.mean(0), x_train.std(0, correction=0)
scale[scale == 0] = 1

net = nn.Sequential(
    Standardise(shift, scale),
    nn.Linear(5, 20),
    nn.LeakyReLU(0.01),
    nn.Dropout(0.3),
    nn.Linear(20, 4),
)

optimizer = torch.optim.Adam(net.parameters(), lr=0.001, eps=1e-7)


@torch.no_grad()
def measure(x, y):
    """Loss and accuracy in the mode that the network is in."""
    outputs = torch.cat([net(part) for part in x.split(1000)])
    loss = nn.functional.cross_entropy(outputs, y)
    accuracy = (outputs.argmax(1) == y).float().mean()
    return loss.item(), accuracy.item()


best = float("inf")
for epoch in range(1, 3):
    net.train()
    for batch in torch.randperm(len(x_train)).split(32):
        loss = nn.functional.cross_entropy(net(x_train[batch]), y_train[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    net.eval()  # The line that is forgotten.
    loss, accuracy = measure(x_validation, y_validation)
    net.train()
    forgot_loss, forgot_accuracy = measure(x_validation, y_validation)
    right = f"loss {loss:.4f}, accuracy {accuracy:.2%}"
    wrong = f"loss {forgot_loss:.4f}, accuracy {forgot_accuracy:.2%}"
    print(f"epoch {epoch}: {right}; eval forgotten: {wrong}")
    if loss < best:
        best, kept = loss, copy.deepcopy(net.state_dict())

net.load_state_dict(kept)
net.eval()
loss, accuracy = measure(x_test, y_test)
print(f"test: loss {loss:.4f}, accuracy {accuracy:.2%}")
