"""Keras' `fit` on TensorFlow; answers each order (protocol.ts) with the milliseconds of its epoch."""

import json
import sys
import time

import keras
import numpy as np
import tensorflow as tf


def opened(order):
    random = np.random.default_rng(1)
    model = keras.Sequential([keras.Input((order["features"],))])
    for units in order["hidden"]:
        model.add(keras.layers.Dense(units))
        model.add(keras.layers.LeakyReLU(negative_slope=0.01))
        model.add(keras.layers.Dropout(order["rate"]))
    model.add(keras.layers.Dense(order["classes"]))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])

    @tf.function
    def forgotten(inputs, labels):
        outputs = model(inputs, training=True)
        right = tf.equal(tf.argmax(outputs, 1, tf.int64), labels)
        return loss(labels, outputs), tf.reduce_mean(tf.cast(right, tf.float32))

    splits = [
        (random.random((rows, order["features"]), dtype=np.float32), random.integers(0, order["classes"], rows))
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
