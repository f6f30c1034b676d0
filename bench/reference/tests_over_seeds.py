"""What SciPy says of the numbers that src/analysis is tested with: src/analysis/scipy.json.

Run: python -m venv venv && venv/bin/pip install scipy==1.17.1
     venv/bin/python bench/reference/tests_over_seeds.py > src/analysis/scipy.json
"""

import json
import math

import numpy as np
import scipy
from scipy import special, stats

random = np.random.default_rng(5)


def estimate(values):
    n, mean, sd = len(values), np.mean(values), np.std(values, ddof=1)
    low, high = stats.t.interval(0.95, n - 1, loc=mean, scale=sd / math.sqrt(n))
    return {"n": n, "mean": mean, "sd": sd, "low": low, "high": high}


def signed_rank(differences):
    """SciPy's own choice of method; where that is the approximation for ties among up to 50, all signs are counted."""
    nonzero = [value for value in differences if value != 0]
    ties = len(set(map(abs, nonzero))) < len(differences)
    if not ties or len(differences) <= 13 or len(differences) > 50:
        statistic, p = stats.wilcoxon(differences)
    else:
        method = stats.PermutationMethod(n_resamples=2 ** len(nonzero) + 1)
        statistic, p = stats.wilcoxon(nonzero, method=method)
    return {"statistic": statistic, "p": p, "exact": len(differences) <= 50}


def paired(differences):
    n = len(differences)
    t = stats.ttest_1samp(differences, 0)
    dz = np.mean(differences) / np.std(differences, ddof=1)
    m = n - 1
    hedges = dz * math.exp(special.gammaln(m / 2) - special.gammaln((m - 1) / 2)) / math.sqrt(m / 2)
    return {
        "difference": estimate(differences),
        "tTest": {"statistic": t.statistic, "degrees": m, "p": t.pvalue},
        "wilcoxon": signed_rank(differences),
        "effect": {"dz": dz, "hedges": hedges},
    }


def holm(ps):
    """From Holm's definition: the k-th smallest of m is multiplied by m - k + 1, never below one before it, at most 1."""
    order = np.argsort(ps, kind="stable")
    corrected = np.empty(len(ps))
    corrected[order] = np.minimum(1, np.maximum.accumulate(np.sort(ps) * np.arange(len(ps), 0, -1)))
    return corrected.tolist()


def samples():
    for n in [*range(3, 13), 15, 20, 25, 30, 50, 60]:
        yield f"{n} normal values", random.normal(0.4, 1, n)
    for n in (3, 5, 8, 13, 15, 55):
        # As differences of accuracies are: few sizes, some zeros.
        shares = [share / 8 for share in random.integers(-3, 5, n)]
        yield f"{n} with ties and zeros", shares if any(shares) else [0.125, *shares[1:]]
    for n in (4, 10, 15):
        yield f"{n} with ties of both signs", [float(value) for value in random.choice([-2, -1, 1, 2, 3], n)]
    yield "one value that is not 0", [0, 0, 0.25, 0]
    yield "two values of equal size", [0.5, -0.5, 0, 0, 0]
    yield "all but one identical", [0.5, 0.5, 0.5, 0.5, 0.75]
    for scale in (1e-100, 1e-9, 1e9, 1e100):
        yield f"scale {scale}", random.normal(1, 1, 6) * scale
    yield "far from 0, little spread", 1 + random.normal(0, 1e-7, 5)
    yield "near 0, much spread", random.normal(1e-9, 1, 7)
    yield "a heavy tail", random.standard_cauchy(12)


def variants():
    """Values of one measure: five variants with seven seeds in common, the first of them the baseline."""
    seeds = random.normal(0.5, 0.03, 7)
    for gain in (0, 0.003, 0.05, 0.06, 0.02):
        yield (seeds - gain + random.normal(0, 0.02, 7)).tolist()


def comparisons(values, pairs):
    tests = [paired(np.array(values[one]) - np.array(values[other])) for one, other in pairs]
    for name in ("tTest", "wilcoxon"):
        for test, corrected in zip(tests, holm([test[name]["p"] for test in tests])):
            test[name]["holm"] = corrected
    return [{"variant": one, "against": other, **test} for (one, other), test in zip(pairs, tests)]


values = list(variants())
plain = lambda value: value.item()
print(
    json.dumps(
        {
            "madeBy": "bench/reference/tests_over_seeds.py",
            "scipy": scipy.__version__,
            "samples": [
                {"name": name, "differences": differences, **paired(differences)}
                for name, differences in ((name, np.asarray(one, float).tolist()) for name, one in samples())
            ],
            "experiment": {
                "values": values,
                "estimates": [estimate(one) for one in values],
                "baseline": comparisons(values, [(one, 0) for one in range(1, 5)]),
                "others": comparisons(values, [(j, i) for i in range(1, 5) for j in range(i + 1, 5)]),
            },
            "criticalValues": [stats.t.ppf(0.975, degrees) for degrees in range(1, 101)],
        },
        default=plain,
    )
)
