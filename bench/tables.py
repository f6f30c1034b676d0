"""Does with a table what the lab does, by pandas or polars, NumPy and PyTorch, as bench/tables.ts asks.

    python tables.py pandas|polars|numpy read|preview|load FILE TARGET TRAIN_ROWS VALIDATION_ROWS standardise|by255

read: nothing but that; preview: what the lab tells of a table, from every cell; load: from the file to the end of the first epoch.
"""

import sys

import table_files

library, work, path, target, train, validation, scaling = sys.argv[1:]

if work == "read":
    table_files.read(library, path, target)
elif work == "preview":
    import table_preview

    print(table_preview.preview(library, path, target))
else:
    import table_epoch

    inputs, labels = table_files.arrays(library, path, target)
    print(table_epoch.train(inputs, labels, int(train), int(validation), scaling))
