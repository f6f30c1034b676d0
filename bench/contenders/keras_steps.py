"""Keras' `fit` on TensorFlow; answers each line, a batch size, with milliseconds per step."""

import sys
import time

import keras
import numpy as np

rows, steps, features, classes = 8192, 256, 300, 10
random = np.random.default_rng(1)
inputs = random.random((rows, features), dtype=np.float32)
labels = random.integers(0, classes, rows)

model = keras.Sequential([keras.Input((features,))])
for units in (200, 100, 50):
    model.add(keras.layers.Dense(units))
    model.add(keras.layers.LeakyReLU(negative_slope=0.01))
    model.add(keras.layers.Dropout(0.3))
model.add(keras.layers.Dense(classes))
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])

for line in sys.stdin:
    batch_size = int(line)
    started = time.perf_counter()
    model.fit(inputs, labels, batch_size=batch_size, epochs=steps * batch_size // rows, verbose=0)
    print((time.perf_counter() - started) * 1000 / steps, flush=True)
