"""A network with batch normalisation on rows and on pictures, trained by PyTorch, for src/engine/batch-norm.test.ts.

Run: python -m venv venv && venv/bin/pip install torch==2.15.0
     venv/bin/python bench/reference/batch_norm.py && npx prettier --write src/engine/batch-norm.json
"""

import json
from pathlib import Path

import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(7)

rows, features, classes, steps, rate = 24, 3, 2, 6, 0.5


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.rows = torch.nn.BatchNorm1d(features)
        self.hidden = torch.nn.Linear(features, 12)
        self.pictures = torch.nn.BatchNorm2d(3, momentum=0.25)
        self.output = torch.nn.Linear(12, classes)

    def forward(self, x):
        # The lab has the channels last.
        pictures = self.hidden(self.rows(x)).reshape(-1, 2, 2, 3).permute(0, 3, 1, 2)
        return self.output(torch.tanh(self.pictures(pictures)).permute(0, 2, 3, 1).reshape(-1, 12))


def vectors(network):
    """Parameters and buffers in the order of the lab's vectors."""
    weights = []
    for layer in network.children():
        weight = layer.weight.detach()
        weights += (weight.T if weight.ndim == 2 else weight).flatten().tolist() + layer.bias.tolist()
    norms = [network.rows, network.pictures]
    buffers = [value for norm in norms for value in norm.running_mean.tolist() + norm.running_var.tolist()]
    return {"weights": weights, "buffers": buffers}


inputs = torch.randn(rows, features) * torch.tensor([1.0, 3.0, 0.2]) + torch.tensor([0.0, 2.0, -1.0])
targets = torch.randint(classes, (rows,))
network = Network()
start = vectors(network)
optimizer = torch.optim.SGD(network.parameters(), lr=rate)
losses = []
for _ in range(steps):
    optimizer.zero_grad()
    loss = torch.nn.functional.cross_entropy(network(inputs), targets)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
end = vectors(network)
with torch.no_grad():
    forgotten = torch.nn.functional.cross_entropy(network(inputs), targets).item()
    for norm, kept in ((network.rows, end["buffers"][:6]), (network.pictures, end["buffers"][6:])):
        half = len(kept) // 2
        norm.running_mean.copy_(torch.tensor(kept[:half]))
        norm.running_var.copy_(torch.tensor(kept[half:]))
    evaluated = torch.nn.functional.cross_entropy(network.eval()(inputs), targets).item()
result = {
    "inputs": inputs.flatten().tolist(),
    "targets": targets.tolist(),
    "rate": rate,
    "start": start,
    "losses": losses,
    "end": end,
    "evaluated": evaluated,
    "forgotten": forgotten,
}
(Path(__file__).parents[2] / "src/engine/batch-norm.json").write_text(json.dumps(result))
