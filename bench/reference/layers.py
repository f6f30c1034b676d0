"""Outputs and gradients of PyTorch's layers, for the test in each folder of src/nn/layers.

Run: python -m venv venv && venv/bin/pip install torch==2.15.0
     venv/bin/python bench/reference/layers.py && npx prettier --write "src/nn/layers/*/pytorch.json"
"""

import json
from pathlib import Path

import torch

torch.set_default_dtype(torch.float64)

rows = [[0.5, -1.25, 2.0, 0.001], [-3.0, 0.0, 1.0, 4.5], [0.3, 0.31, 0.29, 0.3]]
pictures = [[[[1.0, -0.5], [0.25, 2.0], [3.0, 0.5]]], [[[0.0, 1.5], [-2.0, 0.75], [0.125, -1.0]]]]
kernel = [[0.2, -0.4, 1.0], [0.5, 0.1, -0.3], [-0.6, 0.8, 0.05], [0.7, -0.9, 0.15]]
scale, shift = [1.5, -0.5, 0.25, 1.0], [0.1, 0.0, -0.2, 3.0]


def linear():
    layer = torch.nn.Linear(4, 3)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(kernel).T)
        layer.bias.copy_(torch.tensor([0.1, -0.2, 0.3]))
    return layer


def layer_norm(size, epsilon=1e-5):
    layer = torch.nn.LayerNorm(size, eps=epsilon)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(scale[:size]))
        layer.bias.copy_(torch.tensor(shift[:size]))
    return layer


def batch_norm(layer, size):
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(scale[:size]))
        layer.bias.copy_(torch.tensor(shift[:size]))
        layer.running_mean.copy_(torch.tensor([0.5, -1.0, 0.25, 2.0][:size]))
        layer.running_var.copy_(torch.tensor([2.0, 0.5, 1.5, 0.125][:size]))
    return layer


class Channels(torch.nn.Module):
    """
    A layer of pictures [rows, channels, height, width], which the lab has as [rows, height, width, channels]; `same` is the size and
    stride of a window whose padding is TensorFlow's "same", with this value.
    """

    def __init__(self, layer, same=None, value=0.0):
        super().__init__()
        self.layer, self.same, self.value = layer, same, value

    def forward(self, x):
        x = x.permute(0, 3, 1, 2)
        if self.same:
            size, stride = self.same
            missing = [max(0, (-(-side // stride) - 1) * stride + size - side) for side in (x.shape[3], x.shape[2])]
            borders = [each for total in missing for each in (total // 2, total - total // 2)]
            x = torch.nn.functional.pad(x, borders, value=self.value)
        return self.layer(x).permute(0, 2, 3, 1)


class AveragePool(torch.nn.Module):
    """The mean of the pixels inside the picture: the padding counts for nothing."""

    def __init__(self, size, stride, height, width):
        super().__init__()
        self.pool = torch.nn.AvgPool2d(size, stride)
        self.inside = Channels(torch.nn.Identity(), (size, stride))(torch.ones(1, height, width, 1)).permute(0, 3, 1, 2)

    def forward(self, x):
        return self.pool(x) / self.pool(self.inside)


def sines(*shape):
    """Numbers without a pattern, no two of them equal."""
    count = torch.arange(torch.Size(shape).numel())
    return torch.sin(1.7 * count + 0.3 * torch.sqrt(count)).reshape(shape)


def conv2d(channels, filters, size, stride=1, same=False):
    layer = torch.nn.Conv2d(channels, filters, size, stride)
    with torch.no_grad():
        layer.weight.copy_(sines(filters, channels, size, size))
        layer.bias.copy_(sines(filters))
    return Channels(layer, (size, stride) if same else None)


class GlobalAveragePool(torch.nn.Module):
    def forward(self, x):
        return x.mean((1, 2))


class Block(torch.nn.Module):
    """What the layers put out, plus what they were given, by way of a shortcut."""

    def __init__(self, *inner, shortcut=None):
        super().__init__()
        self.layers = torch.nn.ModuleList(inner)
        self.shortcut = shortcut

    def forward(self, x):
        values = x
        for layer in self.layers:
            values = layer(values)
        return values + (self.shortcut(x) if self.shortcut else x)


def projection(layer):
    with torch.no_grad():
        layer.weight.copy_(sines(*layer.weight.shape) / 2)
    return layer


def pixels(channels, filters, stride):
    return Channels(projection(torch.nn.Conv2d(channels, filters, 1, stride, bias=False)))


larger = sines(2, 7, 6, 3).tolist()

# Of each folder: cases of (settings in a document, the layer, inputs).
cases = {
    "dense": [({"units": 3}, linear(), rows)],
    "conv2d": [
        ({"filters": 5, "kernelSize": 2}, conv2d(3, 5, 2), larger),
        ({"filters": 2, "kernelSize": 3, "stride": 2}, conv2d(3, 2, 3, 2), larger),
        ({"filters": 2, "kernelSize": 4, "padding": "same"}, conv2d(3, 2, 4, same=True), larger),
        ({"filters": 4, "kernelSize": 3, "stride": 2, "padding": "same"}, conv2d(3, 4, 3, 2, True), larger),
        ({"filters": 4, "kernelSize": 1, "stride": 3}, conv2d(3, 4, 1, 3), larger),
    ],
    "maxPool2d": [
        ({}, Channels(torch.nn.MaxPool2d(2)), larger),
        ({"poolSize": 3}, Channels(torch.nn.MaxPool2d(3, 2)), larger),
        (
            {"poolSize": 3, "stride": 2, "padding": "same"},
            Channels(torch.nn.MaxPool2d(3, 2), (3, 2), -torch.inf),
            larger,
        ),
        ({"poolSize": 2, "stride": 3}, Channels(torch.nn.MaxPool2d(2, 3)), larger),
    ],
    "averagePool2d": [
        ({}, Channels(torch.nn.AvgPool2d(2)), larger),
        ({"poolSize": 3}, Channels(torch.nn.AvgPool2d(3, 2)), larger),
        (
            {"poolSize": 3, "stride": 2, "padding": "same"},
            Channels(AveragePool(3, 2, 7, 6), (3, 2)),
            larger,
        ),
        ({"poolSize": 2, "stride": 1, "padding": "same"}, Channels(AveragePool(2, 1, 7, 6), (2, 1)), larger),
    ],
    "globalAveragePool2d": [({}, GlobalAveragePool(), larger)],
    "layerNorm": [
        ({}, layer_norm(4), rows),
        ({"epsilon": 0.1}, layer_norm(4, 0.1), rows),
        ({}, layer_norm(2), pictures),
    ],
    "batchNorm": [
        ({}, batch_norm(torch.nn.BatchNorm1d(4), 4), rows),
        ({"momentum": 0.3, "epsilon": 0.1}, batch_norm(torch.nn.BatchNorm1d(4, eps=0.1, momentum=0.3), 4), rows),
        ({}, Channels(batch_norm(torch.nn.BatchNorm2d(2), 2)), pictures),
        ({}, batch_norm(torch.nn.BatchNorm1d(4), 4).eval(), rows),
        ({}, Channels(batch_norm(torch.nn.BatchNorm2d(2), 2)).eval(), pictures),
    ],
    "residual": [
        ({"layers": [{"type": "dense", "units": 3}]}, Block(linear(), shortcut=projection(torch.nn.Linear(4, 3, bias=False))), rows),
        ({"layers": [{"type": "tanh"}, {"type": "layerNorm"}]}, Block(torch.nn.Tanh(), layer_norm(4)), rows),
        (
            {
                "layers": [
                    {"type": "conv2d", "filters": 3, "padding": "same"},
                    {"type": "tanh"},
                    {"type": "conv2d", "filters": 3, "padding": "same"},
                ]
            },
            Block(conv2d(3, 3, 3, same=True), torch.nn.Tanh(), conv2d(3, 3, 3, same=True)),
            larger,
        ),
        (
            {"layers": [{"type": "conv2d", "filters": 5, "stride": 2, "padding": "same"}, {"type": "silu"}]},
            Block(conv2d(3, 5, 3, 2, True), torch.nn.SiLU(), shortcut=pixels(3, 5, 2)),
            larger,
        ),
        (
            {"layers": [{"type": "conv2d", "filters": 4, "kernelSize": 1, "stride": 3}]},
            Block(conv2d(3, 4, 1, 3), shortcut=pixels(3, 4, 3)),
            larger,
        ),
    ],
    "flatten": [({}, torch.nn.Flatten(), pictures)],
    "reshape": [({"height": 2, "width": 1, "channels": 2}, torch.nn.Unflatten(1, (2, 1, 2)), rows)],
    "leakyRelu": [({}, torch.nn.LeakyReLU(), rows), ({"slope": 0.3}, torch.nn.LeakyReLU(0.3), rows)],
    "elu": [({}, torch.nn.ELU(), rows), ({"alpha": 0.4}, torch.nn.ELU(0.4), rows)],
    "relu": [({}, torch.nn.ReLU(), rows)],
    # Without the 0: PyTorch takes the left derivative at the kink, TensorFlow's SeluGrad the right one.
    "selu": [({}, torch.nn.SELU(), [[value or 0.25 for value in row] for row in rows])],
    "tanh": [({}, torch.nn.Tanh(), rows)],
    "sigmoid": [({}, torch.nn.Sigmoid(), rows)],
    "gelu": [({}, torch.nn.GELU(), rows)],
    "silu": [({}, torch.nn.SiLU(), pictures)],
    "softplus": [({}, torch.nn.Softplus(), rows)],
}
# Where PyTorch has its kernel transposed or another name.
names = {
    "dense": {"weight": "kernel"},
    "conv2d": {"weight": "kernel", "bias": "bias"},
    "layerNorm": {"weight": "scale", "bias": "shift"},
}
names["residual"] = {
    f"{of}{name}": f"{of}{ours}"
    for of, local in [("layers.0.", "conv2d"), ("layers.1.", "layerNorm"), ("layers.2.", "conv2d"), ("shortcut.", "dense")]
    for name, ours in names[local].items()
}
names["batchNorm"] = {
    **names["layerNorm"],
    "running_mean": "runningMean",
    "running_var": "runningVariance",
    "num_batches_tracked": None,
}


def reference(folder, settings, layer, values):
    def turned(tensor):
        if tensor.ndim == 4:
            return tensor.permute(2, 3, 1, 0)
        return tensor.T if tensor.ndim == 2 else tensor

    def named(tensors):
        local = [(name.replace("layer.", ""), tensor) for name, tensor in tensors]
        return {
            names[folder].get(name, name): turned(tensor).tolist()
            for name, tensor in local
            if names.get(folder, {}).get(name, name)
        }

    def buffers():
        return named(layer.named_buffers())

    state = named(layer.named_parameters()) | buffers()
    inputs = torch.tensor(values, requires_grad=True)
    outputs = layer(inputs)
    weighting = torch.linspace(-1, 1.5, outputs.numel()).reshape(outputs.shape)
    (outputs * weighting).sum().backward()

    moved = {"buffers": buffers()} if layer.training and buffers() else {}
    return {
        "settings": settings,
        **({} if layer.training else {"mode": "eval"}),
        "inputs": values,
        "weighting": weighting.tolist(),
        "state": state,
        "outputs": outputs.tolist(),
        "toInputs": inputs.grad.tolist(),
        "toParameters": named((name, each.grad) for name, each in layer.named_parameters()),
        **moved,
    }


layers = Path(__file__).parents[2] / "src/nn/layers"
for folder, of_folder in cases.items():
    results = [reference(folder, *case) for case in of_folder]
    (layers / folder / "pytorch.json").write_text(json.dumps(results))
