"""What the lab's preview tells of a table, from every cell: rows, kinds, gaps by column and row, least and most, whether all are whole, how many
values differ, histograms of 20,000 evenly spread rows, the classes with their counts, the first of equal rows, and ten rows."""

import numpy as np
import table_files

bars = 12
most_counted = 20_000


def preview(library, path, target):
    table = table_files.read(library, path, target)
    return {"polars": of_polars, "pandas": of_pandas, "numpy": of_arrays}[library](table, target)


def of_polars(table, target):
    import polars as pl
    import polars.selectors as cs

    numbers = table.select(cs.numeric())
    facts = {
        "gaps": table.null_count(),
        "rows with gaps": table.select(pl.any_horizontal(pl.all().is_null()).sum()),
        "least": numbers.min(),
        "most": numbers.max(),
        "whole": table.select((cs.float() == cs.float().floor()).all()),
        "different": table.select(pl.all().approx_n_unique()),
        "classes": table[target].value_counts(),
        "words": [table[name].value_counts() for name in table.select(cs.string()).columns],
        "repeated": table.height - table.hash_rows().n_unique(),
        "first": table.head(10),
    }
    some = numbers.gather_every(max(1, table.height // most_counted))
    return facts | {"histograms": histograms(some.to_numpy())}


def of_pandas(table, target):
    import pandas as pd

    numbers = table.select_dtypes("number")
    gaps = table.isna()
    fractions = table.select_dtypes("float").to_numpy()
    facts = {
        "gaps": gaps.sum(),
        "rows with gaps": gaps.any(axis=1).sum(),
        "least": numbers.min(),
        "most": numbers.max(),
        "whole": (fractions == np.floor(fractions)).all(axis=0),
        "different": table.nunique(),
        "classes": table[target].value_counts(),
        "words": [table[name].value_counts() for name in table.select_dtypes(exclude="number")],
        "repeated": pd.util.hash_pandas_object(table, index=False).duplicated().sum(),
        "first": table.head(10),
    }
    some = numbers.iloc[:: max(1, len(table) // most_counted)]
    return facts | {"histograms": histograms(some.to_numpy())}


def of_arrays(arrays, _):
    inputs, labels = arrays
    return {
        "rows": len(inputs),
        "range": (inputs.min(), inputs.max()),
        "classes": np.unique(labels, return_counts=True),
        "repeated": len(inputs) - len({row.tobytes() for row in inputs}),
        "first": inputs[:10],
    }


def histograms(values):
    """Of each column so many bars from its least to its largest number. Pictures have none."""
    if values.shape[1] > 100:
        return None
    values = values.astype(np.float64)
    return [np.histogram(column[np.isfinite(column)], bars)[0] for column in values.T]
