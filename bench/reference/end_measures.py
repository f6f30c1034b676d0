"""What scikit-learn says of the predictions that src/engine is tested with: src/engine/scikit-learn.json.

Run: python -m venv venv && venv/bin/pip install scikit-learn==1.9.1
     venv/bin/python bench/reference/end_measures.py > src/engine/scikit-learn.json
"""

import json
import math
import warnings

import numpy as np
import sklearn
from sklearn import metrics

random = np.random.default_rng(13)
# It warns where a class was predicted that no row has; its value is what is wanted.
warnings.simplefilter("ignore")


def numbers(values):
    """As float32 numbers, which JSON can hold exactly."""
    return np.asarray(values, dtype=np.float32).astype(np.float64)


def calibration(shares, truth, bins=15):
    """The expected calibration error over the bins (0, 1/15], (1/15, 2/15] … of the confidence (Guo et al. 2017)."""
    confidence, right = shares.max(axis=1), shares.argmax(axis=1) == np.asarray(truth)
    places = np.clip(np.ceil(confidence * bins), 1, bins)
    inside = [places == place for place in range(1, bins + 1)]
    return sum(own.mean() * abs(confidence[own].mean() - right[own].mean()) for own in inside if own.any())


def classification(name, classes, truth, outputs):
    outputs = numbers(outputs)
    predicted = outputs.argmax(axis=1)
    shares = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return {
        "name": name,
        "classes": classes,
        "targets": [int(each) for each in truth],
        "outputs": outputs.ravel().tolist(),
        "loss": metrics.log_loss(truth, shares, labels=range(classes)),
        "accuracy": metrics.accuracy_score(truth, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(truth, predicted),
        "macroF1": metrics.f1_score(truth, predicted, average="macro"),
        "calibration": float(calibration(shares, truth)),
        "confusion": metrics.confusion_matrix(truth, predicted, labels=range(classes)).tolist(),
    }


def regression(name, mean, divisor, truth, outputs):
    """Truth and outputs are standardised; scikit-learn sees them in the target's own units."""
    truth, outputs = numbers(truth), numbers(outputs)
    own, predicted = truth * divisor + mean, outputs * divisor + mean
    return {
        "name": name,
        "mean": mean,
        "divisor": divisor,
        "targets": truth.tolist(),
        "outputs": outputs.tolist(),
        "loss": metrics.mean_squared_error(truth, outputs),
        "rmse": math.sqrt(metrics.mean_squared_error(own, predicted)),
        "mae": metrics.mean_absolute_error(own, predicted),
        "r2": metrics.r2_score(own, predicted),
    }


def drawn(name, classes, rows, weights=None):
    truth = random.choice(classes, rows, p=weights)
    outputs = random.normal(size=(rows, classes))
    outputs[np.arange(rows), truth] += 1
    return classification(name, classes, truth, outputs)


print(
    json.dumps(
        {
            "madeBy": "bench/reference/end_measures.py",
            "scikitLearn": sklearn.__version__,
            "classification": [
                drawn("three classes", 3, 40),
                drawn("two classes, one of them rare", 2, 60, [0.95, 0.05]),
                drawn("ten classes of which some have no rows", 10, 12),
                classification("one that is predicted and has no rows", 3, [0, 0, 1], np.eye(3)[[0, 2, 1]]),
                classification("one that has rows and is never predicted", 3, [0, 1, 2], np.eye(3)[[0, 1, 1]]),
                classification("all right", 2, [0, 1, 1], np.eye(2)[[0, 1, 1]] * 50),
                classification("all wrong", 2, [0, 1], np.eye(2)[[1, 0]] * 300),
            ],
            "regression": [
                regression("prices", 250000.0, 80000.0, truth := random.normal(size=30), truth + random.normal(size=30) / 3),
                regression("worse than the mean", -3.0, 0.25, random.normal(size=20), 3 * random.normal(size=20)),
                regression("all right", 0.0, 1.0, [-1, 0, 2], [-1, 0, 2]),
            ],
        },
        indent=1,
    )
)
