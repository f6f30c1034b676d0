# textbook, as it is: written by Dropout Lab for Keras 3, on any of its backends.
# keras==3.15.1, numpy==2.4.6; data.npz holds the raw rows of each split.

import keras
import numpy as np
from keras import layers


def uniform(fan_in):
    """PyTorch's start of kernel and bias: uniform within 1 / sqrt(fan_in) of zero."""
    limit = fan_in**-0.5
    return keras.initializers.RandomUniform(-limit, limit)


keras.utils.set_random_seed(1)

data = np.load("data.npz")
x_train, y_train = data["x_train"], data["y_train"]
x_validation, y_validation = data["x_validation"], data["y_validation"]
x_test, y_test = data["x_test"], data["y_test"]

shift, scale = x_train.mean(axis=0), x_train.std(axis=0)
scale[scale == 0] = 1

net = keras.Sequential(
    [
        keras.Input((5,)),
        layers.Normalization(mean=shift, variance=scale**2),
        layers.Dense(20, kernel_initializer=uniform(5), bias_initializer=uniform(5)),
        layers.LeakyReLU(negative_slope=0.01),
        layers.Dropout(0.3),
        layers.Dense(4, kernel_initializer=uniform(20), bias_initializer=uniform(20)),
    ]
)

optimizer = keras.optimizers.Adam(learning_rate=0.001)
net.compile(
    optimizer=optimizer,
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)


def measure(x, y, training):
    """Loss and accuracy with the layers in the mode of training or of inference."""
    parts = [net(x[i : i + 1000], training=training) for i in range(0, len(x), 1000)]
    outputs = np.concatenate([keras.ops.convert_to_numpy(part) for part in parts])
    losses = keras.losses.sparse_categorical_crossentropy(y, outputs, from_logits=True)
    accuracy = np.mean(outputs.argmax(axis=1) == y)
    return float(keras.ops.mean(losses)), float(accuracy)


best = float("inf")
for epoch in range(1, 3):
    net.fit(x_train, y_train, batch_size=32, verbose=0)

    # The line that is forgotten: without it, the layers do what they do in training.
    loss, accuracy = measure(x_validation, y_validation, training=False)
    forgot_loss, forgot_accuracy = measure(x_validation, y_validation, training=True)
    right = f"loss {loss:.4f}, accuracy {accuracy:.2%}"
    wrong = f"loss {forgot_loss:.4f}, accuracy {forgot_accuracy:.2%}"
    print(f"epoch {epoch}: {right}; eval forgotten: {wrong}")
    if loss < best:
        best, kept = loss, net.get_weights()

net.set_weights(kept)
loss, accuracy = measure(x_test, y_test, training=False)
print(f"test: loss {loss:.4f}, accuracy {accuracy:.2%}")
