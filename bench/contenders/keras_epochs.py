"""Keras' `fit` on TensorFlow; answers each order (protocol.ts) with the milliseconds of its epoch."""

import json
import sys
import time

import keras
import numpy as np
import tensorflow as tf


makers = {
    "dense": lambda layer: [keras.layers.Flatten(), keras.layers.Dense(layer["units"])],
    "conv2d": lambda layer: [keras.layers.Conv2D(layer["filters"], layer["kernelSize"], padding=layer["padding"])],
    "maxPool2d": lambda layer: [keras.layers.MaxPooling2D(layer["poolSize"])],
    "averagePool2d": lambda layer: [keras.layers.AveragePooling2D(layer["poolSize"])],
    "leakyRelu": lambda layer: [keras.layers.LeakyReLU(negative_slope=layer["slope"])],
    "relu": lambda layer: [keras.layers.ReLU()],
    "tanh": lambda layer: [keras.layers.Activation("tanh")],
    "dropout": lambda layer: [keras.layers.Dropout(layer["rate"])],
}


def opened(order):
    random = np.random.default_rng(1)
    shape = order.get("image", [order["features"]])
    model = keras.Sequential([keras.Input(shape)])
    for layer in order["layers"]:
        for each in makers[layer["type"]](layer):
            model.add(each)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])

    @tf.function
    def forgotten(inputs, labels):
        outputs = model(inputs, training=True)
        right = tf.equal(tf.argmax(outputs, 1, tf.int64), labels)
        return loss(labels, outputs), tf.reduce_mean(tf.cast(right, tf.float32))

    splits = [
        (random.random((rows, *shape), dtype=np.float32), random.integers(0, order["classes"], rows))
        for rows in (order["rows"], order["validationRows"])
    ]
    return model, forgotten, splits


networks = {}
for line in sys.stdin:
    order = json.loads(line)
    if line not in networks:
        networks[line] = opened(order)
    model, forgotten, splits = networks[line]
    started = time.perf_counter()
    model.fit(*splits[0], batch_size=order["batchSize"], epochs=1, verbose=0)
    if order["validationRows"] > 0:
        model.evaluate(*splits[0], batch_size=1024, verbose=0)
        model.evaluate(*splits[1], batch_size=1024, verbose=0)
        [measure.numpy() for measure in forgotten(*splits[1])]
    print((time.perf_counter() - started) * 1000, flush=True)
