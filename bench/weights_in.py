"""Networks of PyTorch and Keras with their weights, as files, and what they put out in eval mode.

python weights_in.py FOLDER: writes name.py or name.keras, name.safetensors or name.weights.h5, and name.json for each.
"""

import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy
import torch
from keras import layers
from safetensors.torch import save_file
from torch import nn

folder = sys.argv[1]
torch.manual_seed(1)
keras.utils.set_random_seed(1)
numbers = numpy.random.default_rng(1)

PYTORCH = {
    "rows": """nn.Sequential(
    nn.Linear(12, 20), nn.BatchNorm1d(20), nn.LeakyReLU(0.2), nn.Dropout(0.3),
    nn.Linear(20, 9, bias=False), nn.LayerNorm(9), nn.GELU(), nn.Linear(9, 4))""",
    "pictures": """nn.Sequential(
    nn.Conv2d(2, 5, 3, padding=1), nn.BatchNorm2d(5), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout2d(0.2),
    nn.Conv2d(5, 6, 2), nn.ELU(), nn.Flatten(), nn.Dropout(0.5), nn.Linear(24, 7), nn.Tanh(), nn.Linear(7, 4))""",
    "averages": """nn.Sequential(
    nn.Conv2d(2, 5, 3, padding="same"), nn.SiLU(), nn.AvgPool2d(2), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
    nn.Linear(5, 12), nn.SELU(), nn.AlphaDropout(0.1), nn.Linear(12, 4))""",
}


def moved(net):
    """Weights and statistics unlike those of the start."""
    for name, value in net.state_dict().items():
        if value.is_floating_point():
            value.copy_(torch.randn_like(value) * 0.4)
            if name.endswith("running_var"):
                value.copy_(value**2 + 0.5)
    return net.eval()


def told(name, inputs, outputs, **more):
    with open(f"{folder}/{name}.json", "w") as file:
        json.dump({"inputs": inputs.tolist(), "outputs": outputs.tolist(), **more}, file)


for name, code in PYTORCH.items():
    net = moved(eval(code))
    is_picture = name != "rows"
    inputs = numbers.normal(size=(20, 7, 6, 2) if is_picture else (20, 12)).astype("float32")
    given = torch.from_numpy(inputs)
    with torch.no_grad():
        outputs = net(given.permute(0, 3, 1, 2) if is_picture else given)
    with open(f"{folder}/torch-{name}.py", "w") as file:
        file.write(f"import torch.nn as nn\nnet = {code}\n")
    save_file(net.state_dict(), f"{folder}/torch-{name}.safetensors")
    told(f"torch-{name}", inputs, outputs.numpy(), network=f"torch-{name}.py", weights=f"torch-{name}.safetensors")

picture = keras.Input((7, 6, 2))
x = layers.Conv2D(5, 3, padding="same", activation="relu")(picture)
y = layers.Conv2D(5, 3, padding="same")(layers.BatchNormalization()(x))
x = layers.Add()([x, y])
x = layers.AveragePooling2D(2)(layers.SpatialDropout2D(0.2)(x))
KERAS = {
    "rows": keras.Sequential(
        [
            keras.Input((12,)),
            layers.Dense(20, activation="elu"),
            layers.BatchNormalization(),
            layers.LeakyReLU(),
            layers.Dropout(0.3),
            layers.Dense(9),
            layers.LayerNormalization(),
            layers.GaussianDropout(0.1),
            layers.Dense(4),
        ]
    ),
    "pictures": keras.Model(picture, layers.Dense(4)(layers.Flatten()(x))),
}
for name, net in KERAS.items():
    for value in net.weights:
        drawn = numbers.normal(size=value.shape) * 0.4
        if value.dtype == "float32":
            value.assign(drawn**2 + 0.5 if "variance" in value.name else drawn)
    inputs = numbers.normal(size=(20, *net.input_shape[1:])).astype("float32")
    net.save(f"{folder}/keras-{name}.keras")
    net.save_weights(f"{folder}/keras-{name}.weights.h5")
    outputs = net(inputs, training=False).numpy()
    told(f"keras-{name}", inputs, outputs, network=f"keras-{name}.keras", weights=f"keras-{name}.keras")
    told(f"keras-{name}-h5", inputs, outputs, network=f"keras-{name}.keras", weights=f"keras-{name}.weights.h5")
