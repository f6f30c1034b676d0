"""Reads a table by pandas or polars and trains one epoch on it, as bench/tables.ts asks. One JSON object per run.

    python tables.py pandas|polars|numpy preview|load FILE TARGET TRAIN_ROWS VALIDATION_ROWS
"""

import gzip
import json
import sys
import time

import numpy as np

library, work, path, target, train, validation = sys.argv[1:]
train, validation = int(train), int(validation)
begun = time.perf_counter()


def read():
    if library == "polars":
        import polars as pl

        return pl.read_parquet(path) if path.endswith(".parquet") else pl.read_csv(path)
    import pandas as pd

    return pd.read_parquet(path) if path.endswith(".parquet") else pd.read_csv(path)


def preview():
    """What the lab tells of a table: rows, gaps, least and most of each column, the classes with their counts, rows that come again."""
    if library == "numpy":
        inputs, labels = arrays()
        np.unique(labels, return_counts=True)
        return len(inputs)
    table = read()
    if library == "polars":
        import polars as pl

        table.null_count()
        table.select(pl.selectors.numeric().min().name.suffix("_min"), pl.selectors.numeric().max().name.suffix("_max"))
        table[target].value_counts()
        table.is_duplicated().sum()
        return table.height
    table.isna().sum()
    numbers = table.select_dtypes("number")
    numbers.min(), numbers.max()
    table[target].value_counts()
    table.duplicated().sum()
    return len(table)


def arrays():
    if path.endswith(".gz"):
        images = np.frombuffer(gzip.open(path).read(), np.uint8, offset=16).reshape(-1, 784)
        return images, np.frombuffer(gzip.open(target).read(), np.uint8, offset=8)
    if library == "numpy":
        file = np.load(path)
        return file["x"].reshape(len(file["x"]), -1), file["y"]
    table = read()
    if library == "polars":
        return table.drop(target).to_numpy(), table[target].to_numpy()
    return table.drop(columns=target).to_numpy(), table[target].to_numpy()


def load():
    """Splits by chance, standardises with the training rows, trains one epoch of features-16-classes by Adam."""
    inputs, labels = arrays()
    order = np.random.default_rng(1).permutation(len(inputs))
    chosen, held = order[:train], order[train : train + validation]
    x = inputs[chosen].astype(np.float32)
    v = inputs[held].astype(np.float32)
    mean, deviation = x.mean(0), x.std(0)
    deviation[deviation == 0] = 1
    x = (x - mean) / deviation
    v = (v - mean) / deviation
    classes, numbers = np.unique(labels, return_inverse=True)
    y, held_y = numbers[chosen], numbers[held]
    random = np.random.default_rng(2)
    sizes = [(x.shape[1], 16), (16, len(classes))]
    weights = [random.uniform(-1, 1, size).astype(np.float32) / np.sqrt(size[0]) for size in sizes]
    moments = [[np.zeros_like(w), np.zeros_like(w)] for w in weights]
    step = 0
    for begin in range(0, len(x), 1024):
        batch, wanted = x[begin : begin + 1024], y[begin : begin + 1024]
        hidden = np.maximum(batch @ weights[0], 0)
        logits = hidden @ weights[1]
        logits -= logits.max(1, keepdims=True)
        shares = np.exp(logits)
        shares /= shares.sum(1, keepdims=True)
        shares[np.arange(len(wanted)), wanted] -= 1
        shares /= len(wanted)
        back = (shares @ weights[1].T) * (hidden > 0)
        step += 1
        for place, slope in enumerate([batch.T @ back, hidden.T @ shares]):
            first, second = moments[place]
            first += 0.1 * (slope - first)
            second += 0.001 * (slope * slope - second)
            rate = 0.001 * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
            weights[place] -= rate * first / (np.sqrt(second) + 1e-8)
    right = (np.maximum(v @ weights[0], 0) @ weights[1]).argmax(1) == held_y
    return float(right.mean())


result = preview() if work == "preview" else load()
print(json.dumps({"seconds": time.perf_counter() - begun, "result": result}))
