"""Learning rates of PyTorch's schedulers, step by step, for the test in each folder of src/nn/schedules.

Run: python -m venv venv && venv/bin/pip install torch==2.15.0
     venv/bin/python bench/reference/schedules.py && npx prettier --write "src/nn/schedules/*/pytorch.json"
"""

import json
from pathlib import Path

import torch
from torch.optim.lr_scheduler import (
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    LinearLR,
    ReduceLROnPlateau,
    StepLR,
)

learning_rate = 0.2
batches = 3
# Validation losses with plateaus, an improvement below the threshold, and late progress.
losses = [1.0, 0.9, 0.95, 0.9, 0.899999, 0.91, 0.8, 0.81, 0.82, 0.83, 0.84, 0.7]
epochs = len(losses)

# Of each folder: cases of (settings in a document, scheduler after the warm-up, whether it steps by batch).
cases = {
    "constant": [({}, lambda of: ConstantLR(of, 1), False)],
    "step": [
        ({}, lambda of: StepLR(of, 10), False),
        ({"every": 3, "factor": 0.5}, lambda of: StepLR(of, 3, 0.5), False),
    ],
    "exponential": [
        ({}, lambda of: ExponentialLR(of, 0.95), False),
        ({"factor": 0.7}, lambda of: ExponentialLR(of, 0.7), False),
    ],
    "cosine": [
        ({}, lambda of, steps: CosineAnnealingLR(of, steps), True),
        ({"lowest": 0.1}, lambda of, steps: CosineAnnealingLR(of, steps, learning_rate * 0.1), True),
    ],
    "plateau": [
        ({}, lambda of: ReduceLROnPlateau(of, factor=0.1, patience=3), False),
        ({"factor": 0.5, "patience": 1}, lambda of: ReduceLROnPlateau(of, factor=0.5, patience=1), False),
        (
            {"factor": 0.5, "patience": 0, "threshold": 0.06},
            lambda of: ReduceLROnPlateau(of, factor=0.5, patience=0, threshold=0.06),
            False,
        ),
    ],
}


def optimizer():
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], learning_rate)


def rates(make, by_batch, warmup):
    """The learning rate of each step: the warm-up's by LinearLR, then those of a scheduler that begins afresh."""
    found = []
    warm = optimizer()
    steps = warmup * batches
    rising = LinearLR(warm, 1 / max(1, steps), total_iters=steps - 1)
    for _ in range(steps):
        found.append(warm.param_groups[0]["lr"])
        warm.step()
        rising.step()
    main = optimizer()
    scheduler = make(main, (epochs - warmup) * batches) if by_batch else make(main)
    for loss in losses[warmup:]:
        for _ in range(batches):
            found.append(main.param_groups[0]["lr"])
            main.step()
            if by_batch:
                scheduler.step()
        if isinstance(scheduler, ReduceLROnPlateau):
            scheduler.step(loss)
        elif not by_batch:
            scheduler.step()
    return found


schedules = Path(__file__).parents[2] / "src/nn/schedules"
for folder, of_folder in cases.items():
    results = [
        {
            "settings": {**settings, "warmup": warmup},
            "learningRate": learning_rate,
            "batches": batches,
            "losses": losses,
            "rates": rates(make, by_batch, warmup),
        }
        for settings, make, by_batch in of_folder
        for warmup in (0, 2)
    ]
    (schedules / folder / "pytorch.json").write_text(json.dumps(results))
