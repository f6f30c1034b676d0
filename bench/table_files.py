"""Reads the files of bench/tables.ts."""

import gzip

import numpy as np


def read(library, path, target):
    """A data frame, or for `numpy` the arrays of inputs and labels."""
    is_parquet = path.endswith(".parquet")
    if library == "polars":
        import polars as pl

        if is_parquet:
            return pl.read_parquet(path)
        try:
            # The types are those of the first rows, and every cell must be of its column's: else all rows are looked at first.
            return pl.read_csv(path)
        except pl.exceptions.ComputeError:
            return pl.read_csv(path, infer_schema_length=None)
    if library == "pandas":
        import pandas as pd

        return pd.read_parquet(path) if is_parquet else pd.read_csv(path, engine="pyarrow")
    if path.endswith(".gz"):
        images = np.frombuffer(gzip.open(path).read(), np.uint8, offset=16).reshape(-1, 784)
        return images, np.frombuffer(gzip.open(target).read(), np.uint8, offset=8)
    file = np.load(path)
    inputs = file["x"]
    return inputs.reshape(len(inputs), -1), file["y"]


def arrays(library, path, target):
    """Inputs, of rows × features, and labels."""
    table = read(library, path, target)
    if library == "polars":
        return table.drop(target).to_numpy(), table[target].to_numpy()
    if library == "pandas":
        return table.drop(columns=target).to_numpy(), table[target].to_numpy()
    return table
