"""One epoch by PyTorch, with all that the lab measures of it."""

import numpy as np
import torch
from torch import nn


def split(labels, train, validation):
    """Rows by chance, of each class its share in both parts."""
    random = np.random.default_rng(1)
    classes = [random.permutation(np.flatnonzero(labels == each)) for each in range(labels.max() + 1)]
    ends = [
        (round(len(rows) * train / len(labels)), round(len(rows) * (train + validation) / len(labels)))
        for rows in classes
    ]
    chosen = np.concatenate([rows[:end] for rows, (end, _) in zip(classes, ends)])
    held = np.concatenate([rows[begin:end] for rows, (begin, end) in zip(classes, ends)])
    return np.sort(chosen), np.sort(held)


def prepared(inputs, chosen, held, scaling):
    x, v = inputs[chosen].astype(np.float32), inputs[held].astype(np.float32)
    if scaling == "by255":
        x /= 255
        v /= 255
    else:
        mean, deviation = x.mean(0, dtype=np.float64), x.std(0, dtype=np.float64)
        deviation[deviation == 0] = 1
        for values in (x, v):
            values -= mean.astype(np.float32)
            values /= deviation.astype(np.float32)
    return torch.from_numpy(x), torch.from_numpy(v)


def train(inputs, labels, train_rows, validation_rows, scaling):
    classes, numbers = np.unique(labels, return_inverse=True)
    chosen, held = split(numbers, train_rows, validation_rows)
    x, v = prepared(inputs, chosen, held, scaling)
    del inputs
    y, w = torch.from_numpy(numbers[chosen]), torch.from_numpy(numbers[held])
    torch.manual_seed(1)
    model = nn.Sequential(
        nn.Linear(x.shape[1], 16), nn.ReLU(), nn.Dropout(0.3), nn.Linear(16, len(classes))
    )
    loss = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    running = hits = 0.0
    for rows in torch.randperm(len(x)).split(1024):
        wanted = y[rows]
        optimizer.zero_grad()
        logits = model(x[rows])
        value = loss(logits, wanted)
        value.backward()
        optimizer.step()
        running += value.item() * len(rows)
        hits += (logits.argmax(1) == wanted).sum().item()
    train_eval, _ = measure(model.eval(), x, y)
    validation_eval, found = measure(model, v, w)
    forgotten, _ = measure(model.train(), v, w)
    # Balanced accuracy and macro F1.
    confusion = np.bincount(w.numpy() * len(classes) + found, minlength=len(classes) ** 2)
    confusion = confusion.reshape(len(classes), -1)
    right = confusion.diagonal()
    balanced = (right / np.maximum(1, confusion.sum(1))).mean()
    f1 = (2 * right / np.maximum(1, confusion.sum(0) + confusion.sum(1))).mean()
    return running / len(x), hits / len(x), train_eval, validation_eval, forgotten, balanced, f1


@torch.inference_mode()
def measure(model, inputs, labels):
    """Loss and accuracy, and the classes found."""
    logits = torch.cat([model(some) for some in inputs.split(8192)])
    found = logits.argmax(1)
    return (
        nn.functional.cross_entropy(logits, labels).item(),
        (found == labels).float().mean().item(),
    ), found.numpy()
