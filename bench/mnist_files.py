"""Writes 60,000 images of MNIST, as bench/tables.ts asks, as CSV, Parquet, npz and IDX: those of the given files, again and again.

    python mnist_files.py IMAGES LABELS FOLDER
"""

import gzip
import sys
from pathlib import Path

import numpy as np
import polars as pl

images, labels, folder = sys.argv[1:]
rows = 60_000


def read(path, header, shape):
    data = gzip.open(path).read()
    values = np.frombuffer(data, np.uint8, offset=header).reshape(shape)
    return np.resize(values, (rows, *values.shape[1:])), data[:header]


def write_idx(name, header, values):
    count = rows.to_bytes(4, "big")
    Path(folder, name).write_bytes(gzip.compress(header[:4] + count + header[8:] + values.tobytes(), 6))


x, image_header = read(images, 16, (-1, 28, 28))
y, label_header = read(labels, 8, (-1,))
write_idx("images-idx3-ubyte.gz", image_header, x)
write_idx("labels-idx1-ubyte.gz", label_header, y)
pixels = x.reshape(rows, -1)
table = pl.DataFrame({"label": y, **{f"pixel{place}": pixels[:, place] for place in range(784)}})
table.write_csv(Path(folder, "mnist.csv"))
table.write_parquet(Path(folder, "mnist.parquet"))
np.savez_compressed(Path(folder, "mnist.npz"), x=x, y=y)
