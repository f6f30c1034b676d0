"""Runs what bench/code.ts has written: for each line of JSON from standard input one with the answer.

Under the name code.py it would stand in the place of Python's own `code`, which TensorFlow imports by way of pdb.

{"outputs": folder}: the outputs of the network of predict.py for the raw rows of rows.npy, [rows, outputs].
{"train": folder}: the measures that train.py prints after its last epoch.
Keras runs on the backend that KERAS_BACKEND names.
"""

import json
import os
import re
import runpy
import subprocess
import sys

import numpy as np
import torch

torch.set_num_threads(2)


def outputs(folder):
    os.chdir(folder)
    program = runpy.run_path("predict.py", run_name="predict")
    rows = np.load("rows.npy")
    net = program["net"]
    if isinstance(net, torch.nn.Module) and not hasattr(net, "fit"):
        given = torch.as_tensor(rows)
        with torch.no_grad():
            answer = net(given.permute(0, 3, 1, 2) if given.dim() == 4 else given)
            # Pictures that it puts out have their channels first.
            answer = answer.permute(0, 2, 3, 1) if answer.dim() == 4 else answer
    else:
        answer = net(np.asarray(rows, "float32"), training=False)
    answer = answer.detach() if hasattr(answer, "detach") else answer
    answer = np.asarray(answer).reshape(len(rows), -1)
    return {"outputs": answer.tolist()}


def train(folder):
    program = [sys.executable, "train.py"]
    done = subprocess.run(program, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    last = [line for line in done.stdout.splitlines() if line.startswith("epoch")][-1]
    numbers = [float(each) for each in re.findall(r"-?\d+\.\d+", last)]
    if len(numbers) == 2:
        return {"right": {"loss": numbers[0]}, "forgotten": {"loss": numbers[1]}}
    loss, accuracy, forgot_loss, forgot_accuracy = numbers
    return {
        "right": {"loss": loss, "accuracy": accuracy / 100},
        "forgotten": {"loss": forgot_loss, "accuracy": forgot_accuracy / 100},
    }


for line in sys.stdin:
    order = json.loads(line)
    try:
        answer = outputs(order["outputs"]) if "outputs" in order else train(order["train"])
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print("ANSWER" + json.dumps(answer), flush=True)
