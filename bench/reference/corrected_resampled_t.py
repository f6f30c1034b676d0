"""The corrected resampled t test of Nadeau and Bengio (2003), as scikit-learn's example "Statistical comparison of models
using grid search" computes it, with SciPy's t distribution: src/analysis/corrected.json.

Run: python -m venv venv && venv/bin/pip install scipy==1.17.1
     venv/bin/python bench/reference/corrected_resampled_t.py > src/analysis/corrected.json
"""

import json

import numpy as np
import scipy
from scipy import stats

random = np.random.default_rng(15)


def corrected_std(differences, n_train, n_test):
    """scikit-learn's function of this name."""
    kr = len(differences)
    corrected_var = np.var(differences, ddof=1) * (1 / kr + n_test / n_train)
    return np.sqrt(corrected_var)


def compute_corrected_ttest(differences, df, n_train, n_test):
    """scikit-learn's function of this name, but two-sided."""
    mean = np.mean(differences)
    std = corrected_std(differences, n_train, n_test)
    t_stat = mean / std
    p_val = 2 * stats.t.sf(np.abs(t_stat), df)
    return t_stat, p_val


def case(count, train, validation):
    differences = random.normal(0.05, 0.04, count)
    degrees = count - 1
    statistic, p = compute_corrected_ttest(differences, degrees, train, validation)
    half = stats.t.ppf(0.975, degrees) * corrected_std(differences, train, validation)
    mean = np.mean(differences)
    return {
        "train": train,
        "validation": validation,
        "differences": differences.tolist(),
        "tTest": {"statistic": float(statistic), "degrees": degrees, "p": float(p)},
        "difference": {"mean": float(mean), "low": float(mean - half), "high": float(mean + half)},
    }


cases = [case(3, 700, 150), case(5, 800, 200), case(10, 500, 500), case(20, 120, 30), case(100, 90, 10)]
print(json.dumps({"madeBy": "bench/reference/corrected_resampled_t.py", "scipy": scipy.__version__, "cases": cases}))
