"""The runs of one process of a sweep, trained and evaluated as the lab does: one after another, or all runs of a variant at once (jax.vmap).

    python jax_sweep.py <first run> <runs> <epochs> <sequential | vmap>

Runs alternate between no dropout and a rate of 0.3.
"""

import sys

import jax
import jax.numpy as jnp

from jax_epochs import Network

first, count, epochs = (int(each) for each in sys.argv[1:4])
together = sys.argv[4] == "vmap"


def network(rate):
    hidden = [
        [{"type": "dense", "units": units}, {"type": "leakyRelu", "slope": 0.01}, {"type": "dropout", "rate": rate}]
        for units in (200, 100, 50)
    ]
    layers = [*sum(hidden, []), {"type": "dense", "units": 10}]
    return Network({"features": 300, "layers": layers, "classes": 10, "rows": 1000, "validationRows": 1000, "batchSize": 32})


def trained(network, state):
    """All epochs of a run, or of many: every leaf of `state` has the runs as its first axis."""
    epoch, evaluate, forgotten = (
        (network.epochs, network.evaluations, network.forgotten_evaluations)
        if together
        else (network.epoch, network.evaluate, network.forgotten)
    )
    weights, optimizer, key = state
    for _ in range(epochs):
        both = jax.vmap(lambda one: jax.random.split(one, 3))(key) if together else jax.random.split(key, 3)
        key, training, evaluation = jnp.moveaxis(both, 1, 0) if together else both
        weights, optimizer, totals = epoch(weights, optimizer, training, *network.splits[0])
        measures = [totals, *(evaluate(weights, *split) for split in network.splits)]
        measures.append(forgotten(weights, *network.splits[1], evaluation))
        # The lab tells of each epoch, so its numbers have to be there.
        jax.device_get(measures)


seeds = [range(first + (first + variant) % 2, first + count, 2) for variant in (0, 1)]
for rate, own in zip((0, 0.3), seeds):
    each = network(rate)
    states = [each.state(seed) for seed in own]
    if together and states:
        trained(each, jax.tree.map(lambda *parts: jnp.stack(parts), *states))
    for state in [] if together else states:
        trained(each, state)
