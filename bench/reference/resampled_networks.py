"""How often the tests over seeds find a difference that is not there, for networks: docs/statistics.md tells the outcome.

python resampled_networks.py [SAMPLES]

Each sample has 100 rows (10 features), which are divided into 80 training and 20 validation rows for each of 20 seeds: at random
(splits), or as 4 repetitions of 5 folds. A network of 16 hidden units is trained on each, without dropout and with
p = .5, from the same weights. "No difference" is tested as: the true one is the mean over all samples.
"""

import sys

import numpy as np
import torch
from scipy import stats
from torch.nn.functional import binary_cross_entropy_with_logits, leaky_relu

samples = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
rows, validation, features, hidden, seeds = 100, 20, 10, 16, 20
training, folds = rows - validation, rows // validation
epochs, batch = 20, 20
torch.set_num_threads(1)
torch.manual_seed(1)


def trained_errors(inputs, targets, order, rate, weights):
    """Validation losses of one network per row of `order`, whose last rows validate."""
    networks = torch.arange(len(order))[:, None]
    inputs, targets = inputs[networks, order], targets[networks, order]
    parameters = [value.clone().requires_grad_() for value in weights]
    optimizer = torch.optim.Adam(parameters, lr=0.01)

    def losses(inputs, targets, rate):
        first, bias, last, last_bias = parameters
        nodes = leaky_relu(torch.baddbmm(bias, inputs, first), 0.01)
        if rate > 0:
            nodes = nodes * (torch.rand_like(nodes) >= rate) / (1 - rate)
        outputs = torch.baddbmm(last_bias, nodes, last)[..., 0]
        return binary_cross_entropy_with_logits(outputs, targets, reduction="none").mean(1)

    for _ in range(epochs):
        shuffled = torch.rand(len(order), training).argsort(1)
        for start in range(0, training, batch):
            some = shuffled[:, start : start + batch]
            optimizer.zero_grad()
            losses(inputs[networks, some], targets[networks, some], rate).sum().backward()
            optimizer.step()
    with torch.no_grad():
        return losses(inputs[:, training:], targets[:, training:], 0.0)


def orders(design, count):
    """[count · seeds, rows]: for each sample and seed the rows, of which the last ones validate."""
    if design == "splits":
        return torch.rand(count * seeds, rows).argsort(1)
    rings = torch.rand(count * seeds // folds, rows).argsort(1)
    turned = [rings.roll(-fold * validation, 1) for fold in range(folds)]
    return torch.stack(turned, 1).reshape(-1, rows)


def differences(design):
    """[samples, seeds]: validation loss without dropout minus with it."""
    parts = []
    for start in range(0, samples, 100):
        count = min(100, samples - start)
        inputs = torch.randn(count, rows, features)
        signal = inputs[..., 0] + inputs[..., 1] * inputs[..., 2] + torch.randn(count, rows)
        each = torch.arange(count).repeat_interleave(seeds)
        order, weights = orders(design, count), []
        for before, after in ((features, hidden), (hidden, 1)):
            limit = (6 / (before + after)) ** 0.5
            weights += [torch.rand(len(each), before, after) * 2 * limit - limit, torch.zeros(len(each), 1, after)]
        without, dropped = (
            trained_errors(inputs[each], (signal[each] > 0).float(), order, rate, weights) for rate in (0.0, 0.5)
        )
        parts.append((without - dropped).reshape(count, seeds))
    return torch.cat(parts).double().numpy()


def shares(values, factor):
    """Of samples whose t, with `factor` · s² as the variance of the mean, has p < .05."""
    count = values.shape[1]
    t = values.mean(1) / (values.std(1, ddof=1) * np.sqrt(factor))
    return np.mean(2 * stats.t.sf(np.abs(t), count - 1) < 0.05)


def factor_by_pairs(count):
    """Correlation n₂/(n₁ + n₂) between repetitions, none within one."""
    sizes = np.bincount(np.arange(count) // folds)
    correlation = validation / rows
    between = correlation * (count**2 - np.sum(sizes**2)) / count
    return (1 + between) / (1 - between / (count - 1)) / count


for design in ("splits", "folds"):
    values = differences(design)
    values -= values.mean()
    covariances = np.cov(values.T)
    correlations = covariances / covariances.diagonal().mean()
    same = np.equal.outer(np.arange(seeds) // folds, np.arange(seeds) // folds)
    within = correlations[same & ~np.eye(seeds, dtype=bool)].mean()
    print(f"{design}: correlation within 5 seeds {within:.3f}, between {correlations[~same].mean():.3f}", flush=True)
    for count in (5, 10, 20):
        some = values[:, :count]
        corrected = shares(some, 1 / count + validation / training)
        by_pairs = shares(some, factor_by_pairs(count))
        print(f"  {count} seeds: plain {shares(some, 1 / count):.3f}, corrected {corrected:.3f}, by pairs {by_pairs:.3f}", flush=True)
