"""Where Keras' EarlyStopping ends training, and whose weights it restores, for sequences of validation losses.

    pip install keras tensorflow && python bench/reference/early_stopping.py > src/experiment/early-stopping.keras.json

Each case feeds the callback epoch by epoch, as `fit` does; the only weight of the model is the number of the epoch.
"""

import json
import random

import keras
import numpy as np


def run(losses, patience, min_delta, restore):
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    stopping = keras.callbacks.EarlyStopping(
        monitor="val_loss",
        mode="min",
        patience=patience,
        min_delta=min_delta,
        restore_best_weights=restore,
    )
    stopping.set_model(model)
    model.stop_training = False
    stopping.on_train_begin()
    trained = 0
    for index, loss in enumerate(losses):
        trained = index + 1
        model.set_weights([np.array([[trained]], "float32")])
        stopping.on_epoch_end(index, {"val_loss": loss})
        if model.stop_training:
            break
    stopping.on_train_end()
    return {"trained": trained, "weights": int(model.get_weights()[0][0, 0])}


generator = random.Random(1)
cases = []
for number in range(60):
    length = generator.randint(1, 14)
    # Few different values, so that equal ones and differences of exactly min_delta occur.
    losses = [generator.randint(1, 12) / 8 for _ in range(length)]
    settings = {
        "patience": generator.randint(1, 4),
        "minDelta": generator.choice([0, 0, 0.125, 0.25]),
        "restoreBest": generator.random() < 0.7,
    }
    told = run(losses, settings["patience"], settings["minDelta"], settings["restoreBest"])
    cases.append({"losses": losses, "settings": settings, **told})
print(json.dumps({"keras": keras.__version__, "cases": cases}))
