"""The numbers in src/inspect/units.test.ts, by NumPy.

    python3 -m venv venv && venv/bin/pip install numpy
    venv/bin/python bench/reference/units.py
"""

import numpy as np

ROWS, INPUTS, UNITS = 50, 6, 5

# The same inputs and weights as in the test, as float32. Unit 2 is never above 0.
place = np.arange(ROWS * INPUTS, dtype=np.float64)
inputs = np.sin(place * 0.9).astype(np.float32).reshape(ROWS, INPUTS)
place = np.arange(INPUTS * UNITS, dtype=np.float64)
kernel = np.cos(place * 1.7).astype(np.float32).reshape(INPUTS, UNITS)
bias = np.array([0.25, 0, -100, -0.5, 1], dtype=np.float32)

activations = np.maximum(inputs.astype(np.float64) @ kernel + bias, 0)
print("mean", activations.mean(), "zero", (activations == 0).mean())
print("dead", (activations == 0).all(axis=0).sum())
print("means", activations.mean(axis=0).tolist())
print("norms", np.linalg.norm(kernel.astype(np.float64), axis=0).tolist())
varying = np.flatnonzero(np.ptp(activations, axis=0) > 0)
r = np.corrcoef(activations[:, varying], rowvar=False)
print("varying", varying, "r", r[np.triu_indices_from(r, 1)].tolist())
print("mean |r|", np.abs(r[np.triu_indices_from(r, 1)]).mean())

# Of 1,000 values, in bins of a width that is a power of 2.
values = np.sin(np.arange(1000) * 0.37) ** 3 - 0.2
width = 2.0 ** np.ceil(np.log2((values.max() - values.min()) / 64))
edges = np.arange(np.floor(values.min() / width), np.floor(values.max() / width) + 2) * width
counts, _ = np.histogram(values, edges)
print("width", width, "first", edges[0] / width, "bins", len(counts))
print("counts", counts.tolist())
