"""Networks of PyTorch and Keras as .onnx files, with inputs and what ONNX Runtime makes of them.

python onnx_in.py FOLDER: writes name.onnx, its name.onnx.data where the exporter does so, and name.json for each. Networks of Keras go through
tf2onnx, which is left out where it is not installed.
"""

import json
import os
import sys
import warnings

warnings.filterwarnings("ignore")
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy
import onnxruntime
import torch
from torch import nn

folder = sys.argv[1]
torch.manual_seed(1)
numbers = numpy.random.default_rng(1)


class Block(nn.Module):
    def __init__(self, *body, shortcut=None):
        super().__init__()
        self.body = nn.Sequential(*body)
        self.shortcut = shortcut or nn.Identity()

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


class Pixels(nn.Module):
    def forward(self, x):
        return x.view(-1, 1, 6, 2)


def around(layer):
    return nn.Sequential(nn.Linear(12, 9), layer, nn.Linear(9, 4))


def pictures(*layers, values):
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(values, 4))


ROWS = {
    "all": nn.Sequential(
        *[nn.Linear(12, 20), nn.BatchNorm1d(20), nn.LeakyReLU(0.2), nn.Dropout(0.3), nn.Linear(20, 9, bias=False)],
        *[nn.LayerNorm(9), nn.GELU(), nn.Linear(9, 4)],
    ),
    "relu": around(nn.ReLU()),
    "leaky": around(nn.LeakyReLU(0.3)),
    "elu": around(nn.ELU(0.7)),
    "selu": around(nn.SELU()),
    "tanh": around(nn.Tanh()),
    "sigmoid": around(nn.Sigmoid()),
    "gelu": around(nn.GELU()),
    "silu": around(nn.SiLU()),
    "softplus": around(nn.Softplus()),
    "batchnorm": around(nn.Sequential(nn.ReLU(), nn.BatchNorm1d(9, eps=0.01))),
    "layernorm": around(nn.LayerNorm(9, eps=0.01)),
    "alpha": around(nn.AlphaDropout(0.2)),
    "block": nn.Sequential(Block(nn.Linear(12, 12), nn.Tanh()), nn.Linear(12, 4)),
    "projected": nn.Sequential(
        Block(nn.Linear(12, 9), nn.ReLU(), nn.Linear(9, 9), shortcut=nn.Linear(12, 9, bias=False)), nn.Linear(9, 4)
    ),
    "reshaped": nn.Sequential(Pixels(), nn.Conv2d(1, 3, 2), nn.ReLU(), nn.Flatten(), nn.Linear(15, 4)),
}
PICTURES = {
    "chapter": nn.Sequential(
        *[nn.Conv2d(2, 5, 3, padding=1), nn.BatchNorm2d(5), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout2d(0.2)],
        *[nn.Conv2d(5, 6, 2), nn.ELU(), nn.Flatten(), nn.Dropout(0.5), nn.Linear(24, 7), nn.Tanh(), nn.Linear(7, 4)],
    ),
    "averages": nn.Sequential(
        *[nn.Conv2d(2, 5, 3, padding="same"), nn.SiLU(), nn.AvgPool2d(2), nn.AdaptiveAvgPool2d(1), nn.Flatten()],
        *[nn.Linear(5, 12), nn.SELU(), nn.Linear(12, 4)],
    ),
    "flat": pictures(values=84),
    "strides": pictures(nn.Conv2d(2, 4, 3, stride=2), nn.GELU(), values=24),
    "residual": pictures(
        Block(nn.Conv2d(2, 2, 3, padding=1), nn.ReLU(), nn.Conv2d(2, 2, 3, padding=1)),
        Block(nn.Conv2d(2, 4, 3, padding=1), nn.Tanh(), shortcut=nn.Conv2d(2, 4, 1, bias=False)),
        nn.ReLU(),
        values=168,
    ),
    "norm": pictures(nn.Conv2d(2, 4, 3), nn.ReLU(), nn.BatchNorm2d(4), values=80),
}


def moved(net):
    """Weights and statistics unlike those of the start."""
    for name, value in net.state_dict().items():
        if value.is_floating_point():
            value.copy_(torch.randn_like(value) * 0.4)
            if name.endswith("running_var"):
                value.copy_(value**2 + 0.5)
    return net.eval()


def told(name, inputs, given):
    session = onnxruntime.InferenceSession(f"{folder}/{name}.onnx")
    outputs = session.run(None, {session.get_inputs()[0].name: given})[0]
    with open(f"{folder}/{name}.json", "w") as file:
        json.dump({"inputs": inputs.tolist(), "outputs": outputs.tolist()}, file)


for kind, nets in (("rows", ROWS), ("pictures", PICTURES)):
    for name, net in nets.items():
        moved(net)
        inputs = numbers.normal(size=(20, 12) if kind == "rows" else (20, 7, 6, 2)).astype("float32")
        given = inputs if kind == "rows" else numpy.ascontiguousarray(inputs.transpose(0, 3, 1, 2))
        for way in ("legacy", "dynamo", "opset11"):
            path = f"torch-{kind}-{name}-{way}"
            example = (torch.from_numpy(given),)
            if way == "dynamo":
                shapes = ({0: "n"},)
                torch.onnx.export(net, example, f"{folder}/{path}.onnx", dynamo=True, dynamic_shapes=shapes, verbose=False)
            else:
                version = {"opset_version": 11} if way == "opset11" else {}
                axes = {"input_names": ["x"], "dynamic_axes": {"x": {0: "n"}}, "dynamo": False}
                torch.onnx.export(net, example, f"{folder}/{path}.onnx", **axes, **version)
            told(path, inputs, given)

try:
    import tf2onnx
except ImportError:
    sys.exit()
import keras
import tensorflow
from keras import layers

keras.utils.set_random_seed(1)


def dense(*between):
    return keras.Sequential([keras.Input((12,)), layers.Dense(9), *between, layers.Dense(4)])


def flattened(*between):
    return keras.Sequential([keras.Input((7, 6, 2)), *between, layers.Flatten(), layers.Dense(4)])


picture = keras.Input((7, 6, 2))
x = layers.Conv2D(5, 3, padding="same", activation="relu")(picture)
x = layers.Add()([x, layers.Conv2D(5, 3, padding="same")(layers.BatchNormalization()(x))])
KERAS = {
    "dense": dense(layers.ReLU(), layers.Dropout(0.3)),
    "norms": dense(layers.ELU(), layers.BatchNormalization(), layers.Dense(7), layers.LayerNormalization()),
    "activations": dense(layers.LeakyReLU(0.1), layers.Activation("gelu"), layers.Activation("silu")),
    "softmax": keras.Sequential([keras.Input((12,)), layers.Dense(9, activation="tanh"), layers.Dense(4)]),
    "pools": flattened(
        *[layers.Conv2D(4, 3, padding="same"), layers.MaxPooling2D(2), layers.AveragePooling2D(2, padding="same")]
    ),
    "strided": flattened(layers.Conv2D(4, 3, strides=2, padding="same"), layers.LayerNormalization()),
    "means": keras.Model(picture, layers.Dense(4)(layers.GlobalAveragePooling2D()(x))),
    "flat": flattened(layers.Dropout(0.1)),
}
for name, net in KERAS.items():
    for value in net.weights:
        drawn = numbers.normal(size=value.shape) * 0.4
        if value.dtype == "float32":
            value.assign(drawn**2 + 0.5 if "variance" in value.name else drawn)
    inputs = numbers.normal(size=(20, *net.input_shape[1:])).astype("float32")
    signature = (tensorflow.TensorSpec((None, *net.input_shape[1:]), tensorflow.float32, name="x"),)
    function = tensorflow.function(lambda x: net(x, training=False), input_signature=signature)
    tf2onnx.convert.from_function(
        function, input_signature=signature, opset=17, output_path=f"{folder}/keras-{name}.onnx"
    )
    try:
        told(f"keras-{name}", inputs, inputs)
    except Exception as error:  # tf2onnx writes operators that no runtime has (Erfc)
        print(f"keras-{name}: {error}")
        outputs = net(inputs, training=False).numpy()
        with open(f"{folder}/keras-{name}.json", "w") as file:
            json.dump({"inputs": inputs.tolist(), "outputs": outputs.tolist()}, file)
