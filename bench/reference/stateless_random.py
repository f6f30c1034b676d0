"""Numbers of TensorFlow's stateless random ops for src/random/random.test.ts.

Run: python -m venv venv && venv/bin/pip install tensorflow-cpu==2.21.0 && venv/bin/python bench/reference/stateless_random.py
"""

import numpy as np
import tensorflow as tf

seed, purpose, layer, step, carried_pass = 4123456789, 3, 2, 70000, 5
key = np.array([(((purpose << 16) | layer) << 32) | seed], dtype=np.uint64)
counter = np.array([0, (carried_pass << 32) | step], dtype=np.uint64)


def integers(count):
    op = tf.raw_ops.StatelessRandomUniformFullIntV2
    return op(shape=[count], key=key, counter=counter, alg=1, dtype=tf.uint32).numpy()


def uniforms(count):
    op = tf.raw_ops.StatelessRandomUniformV2
    return op(shape=[count], key=key, counter=counter, alg=1, dtype=tf.float32).numpy()


print("integers", integers(10).tolist())
print("uniforms", [float(value) for value in uniforms(10)])
many = integers(100003)
print("last of 100003", many[-3:].tolist(), "sum", int(many.astype(np.uint64).sum()))
