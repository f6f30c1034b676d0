"""The numbers in src/inspect/uncertainty.test.ts, by scikit-learn and SciPy.

    python3 -m venv venv && venv/bin/pip install numpy scipy scikit-learn
    venv/bin/python bench/reference/uncertainty.py
"""

import numpy as np
from scipy.special import logsumexp, softmax
from scipy.stats import entropy, norm
from sklearn.metrics import accuracy_score, log_loss

ROWS, CLASSES, PASSES = 40, 3, 5

# The same outputs as in the test: [passes, rows, classes].
place = np.arange(PASSES * ROWS * CLASSES, dtype=np.float64).reshape(PASSES, ROWS, CLASSES)
outputs = 3 * np.sin(place * 0.7) + np.cos(place * 0.13)
targets = (np.arange(ROWS) * 7 + 1) % CLASSES

each = softmax(outputs, axis=2)
averaged = each.mean(axis=0)


def calibration(probabilities):
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == targets
    edges = np.linspace(0, 1, 16)
    error = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += inside.mean() * abs(confidence[inside].mean() - right[inside].mean())
    return error


for name, probabilities in [("averaged", averaged), ("first", each[0])]:
    print(name, log_loss(targets, probabilities, labels=range(CLASSES)))
    print(name, accuracy_score(targets, probabilities.argmax(axis=1)), calibration(probabilities))
total = entropy(averaged, axis=1)
print("entropy", total.mean(), total[0], total[7])
print("mutual information", (total - entropy(each, axis=2).mean(axis=0)).mean())

# Regression: the first output of each row is the value, and the second of the first pass the truth.
values, truth, noise = outputs[:, :, 0], outputs[0, :, 1], 0.25
mixture = logsumexp(norm.logpdf(truth, values, np.sqrt(noise)), axis=0) - np.log(PASSES)
deviation = np.sqrt(values.var(axis=0) + noise)
print("log likelihood", mixture.mean())
for level in [0.5, 0.8, 0.9, 0.95, 0.99]:
    half = norm.ppf(0.5 + level / 2) * deviation
    print("coverage", level, norm.ppf(0.5 + level / 2), (np.abs(truth - values.mean(axis=0)) <= half).mean())
