"""JAX: a whole epoch is one compiled call, in which lax.scan goes over the batches; answers each order (protocol.ts) with the milliseconds of
its epoch. Adam is Optax', random numbers are threefry's. Pools are means and maxima over reshaped pictures, which XLA computes faster on
processors than reduce_window and its gradient. With the argument "bfloat16", products in dense layers are of factors rounded to it, with
float32 results, as the lab has them in training; here those of passes with dropout on are too.
"""

import json
import sys
import time
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax

jax.config.update("jax_default_prng_impl", "threefry2x32")
optimizer = optax.adam(1e-3)


def of_bfloat16(a, b):
    return jnp.matmul(a.astype(jnp.bfloat16), b.astype(jnp.bfloat16), preferred_element_type=jnp.float32)


@jax.custom_vjp
def multiplied(x, kernel):
    return of_bfloat16(x, kernel)


# All three products have rounded factors.
multiplied.defvjp(
    lambda x, kernel: (of_bfloat16(x, kernel), (x, kernel)),
    lambda factors, gradient: (of_bfloat16(gradient, factors[1].T), of_bfloat16(factors[0].T, gradient)),
)
rounds = sys.argv[1:] == ["bfloat16"]


def dense(x, weights, is_rounded):
    x = x.reshape(len(x), -1)
    kernel, bias = weights
    return (multiplied(x, kernel) if is_rounded else x @ kernel) + bias


def pooled(inputs, size, reduce):
    rows, height, width, channels = inputs.shape
    down, across = height // size, width // size
    whole = inputs[:, : down * size, : across * size]
    return reduce(whole.reshape(rows, down, size, across, size, channels), axis=(2, 4))


def dropped(inputs, rate, key):
    if key is None or rate == 0:
        return inputs
    return jnp.where(jax.random.bernoulli(key, 1 - rate, inputs.shape), inputs / (1 - rate), 0)


def convolved(inputs, layer, weights):
    padding = layer["padding"].upper()
    kernel, bias = weights
    return bias + jax.lax.conv_general_dilated(
        inputs, kernel, (layer["stride"],) * 2, padding, dimension_numbers=("NHWC", "HWIO", "NHWC")
    )


# (layer, inputs, weights, key) -> outputs; no key in eval mode.
makers = {
    "dense": lambda layer, x, weights, key: dense(x, weights, rounds and key is not None),
    "conv2d": lambda layer, x, weights, key: convolved(x, layer, weights),
    "maxPool2d": lambda layer, x, weights, key: pooled(x, layer["poolSize"], jnp.max),
    "averagePool2d": lambda layer, x, weights, key: pooled(x, layer["poolSize"], jnp.mean),
    "leakyRelu": lambda layer, x, weights, key: jax.nn.leaky_relu(x, layer["slope"]),
    "relu": lambda layer, x, weights, key: jax.nn.relu(x),
    "tanh": lambda layer, x, weights, key: jnp.tanh(x),
    "dropout": lambda layer, x, weights, key: dropped(x, layer["rate"], key),
}


def initial(layers, shape, seed):
    """Weights of each layer: He's for kernels, 0 for biases."""
    random = np.random.default_rng(seed)
    weights = []
    for layer in layers:
        own = ()
        if layer["type"] == "dense":
            kernel = (int(np.prod(shape)), layer["units"])
        elif layer["type"] == "conv2d":
            kernel = (layer["kernelSize"], layer["kernelSize"], shape[-1], layer["filters"])
        else:
            kernel = None
        if kernel:
            scale = np.sqrt(2 / np.prod(kernel[:-1]))
            own = (jnp.array(random.normal(0, scale, kernel), jnp.float32), jnp.zeros(kernel[-1]))
        weights.append(own)
        call = partial(makers[layer["type"]], layer)
        shape = jax.eval_shape(lambda x, own: call(x, own, None), jnp.zeros((1, *shape)), own).shape[1:]
    return weights


class Network:
    """An order's data and compiled functions."""

    def __init__(self, order):
        layers, batch_size, rows = order["layers"], order["batchSize"], order["rows"]
        self.layers, self.shape = layers, tuple(order.get("image", [order["features"]]))
        random = np.random.default_rng(1)
        self.splits = [
            (
                jnp.array(random.random((count, *self.shape), dtype=np.float32)),
                jnp.array(random.integers(0, order["classes"], count)),
            )
            for count in (rows, order["validationRows"])
        ]

        def outputs_of(weights, inputs, key):
            keys = [None] * len(layers) if key is None else jax.random.split(key, len(layers))
            for layer, own, each in zip(layers, weights, keys):
                inputs = makers[layer["type"]](layer, inputs, own, each)
            return inputs

        def measured(weights, inputs, labels, key):
            outputs = outputs_of(weights, inputs, key)
            losses = optax.softmax_cross_entropy_with_integer_labels(outputs, labels)
            return losses.mean(), (outputs.argmax(1) == labels).sum()

        def step(carry, batch):
            weights, state, key, inputs, labels = carry
            key, own = jax.random.split(key)
            (loss, right), gradient = jax.value_and_grad(measured, has_aux=True)(weights, inputs[batch], labels[batch], own)
            updates, state = optimizer.update(gradient, state, weights)
            return (optax.apply_updates(weights, updates), state, key, inputs, labels), (loss * len(batch), right)

        def epoch(weights, state, key, inputs, labels):
            shuffle, key = jax.random.split(key)
            order = jax.random.permutation(shuffle, rows)
            whole = rows // batch_size * batch_size
            carry = (weights, state, key, inputs, labels)
            carry, sums = jax.lax.scan(step, carry, order[:whole].reshape(-1, batch_size))
            totals = [each.sum() for each in sums]
            # The last, short batch.
            if whole < rows:
                carry, (loss, right) = step(carry, order[whole:])
                totals = [totals[0] + loss, totals[1] + right]
            return carry[0], carry[1], totals

        def evaluate(weights, inputs, labels):
            return measured(weights, inputs, labels, None)

        compiled = partial(jax.jit, donate_argnums=(0, 1))
        self.epoch, self.evaluate, self.forgotten = compiled(epoch), jax.jit(evaluate), jax.jit(measured)
        # The same for many runs at once, on the same data.
        self.epochs = compiled(jax.vmap(epoch, (0, 0, 0, None, None)))
        self.evaluations = jax.jit(jax.vmap(evaluate, (0, None, None)))
        self.forgotten_evaluations = jax.jit(jax.vmap(measured, (0, None, None, 0)))

    def state(self, seed):
        """Weights, the optimizer's values and the key of a run that begins."""
        weights = initial(self.layers, self.shape, seed)
        return weights, optimizer.init(weights), jax.random.key(seed)


def opened(order):
    network = Network(order)
    state = dict(zip(("weights", "optimizer", "key"), network.state(1)))

    def run():
        state["key"], training, evaluation = jax.random.split(state["key"], 3)
        state["weights"], state["optimizer"], totals = network.epoch(
            state["weights"], state["optimizer"], training, *network.splits[0]
        )
        measures = [totals]
        if order["validationRows"] > 0:
            measures += [network.evaluate(state["weights"], *split) for split in network.splits]
            measures.append(network.forgotten(state["weights"], *network.splits[1], evaluation))
        jax.block_until_ready((state["weights"], measures))
        return [[float(each) for each in pair] for pair in measures]

    return run


if __name__ == "__main__":
    networks = {}
    for line in sys.stdin:
        order = json.loads(line)
        if line not in networks:
            networks[line] = opened(order)
        started = time.perf_counter()
        networks[line]()
        print((time.perf_counter() - started) * 1000, flush=True)
