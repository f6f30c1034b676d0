"""Loads each model of a folder as its users do, and compares its answers with the lab's. Run by models.ts."""

import json
import sys
from pathlib import Path

import keras
import numpy as np
import onnx
import onnxruntime
import tensorflow as tf

TOLERANCE = 1e-5


def numpy_inputs(inputs, types):
    """Inputs as the arrays that a model's types ask for; null is NaN."""
    arrays = {}
    for name, values in inputs.items():
        kind, shape = types[name]
        array = np.array(values, dtype=object if kind == "string" else np.float64).astype(
            object if kind == "string" else kind
        )
        arrays[name] = array.reshape((len(values), *shape))
    return arrays


def onnx_answers(path, inputs, output):
    onnx.checker.check_model(str(path), full_check=True)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    kinds = {"tensor(double)": "float64", "tensor(float)": "float32", "tensor(uint8)": "uint8", "tensor(string)": "string"}
    types = {each.name: (kinds[each.type], each.shape[1:]) for each in session.get_inputs()}
    return session.run([output], numpy_inputs(inputs, types))[0]


def saved_model_inputs(path, inputs):
    signature = tf.saved_model.load(str(path)).signatures["serving_default"]
    types = {
        name: (spec.dtype.name, spec.shape[1:])
        for name, spec in signature.structured_input_signature[1].items()
    }
    return signature, {name: tf.constant(array) for name, array in numpy_inputs(inputs, types).items()}


def keras_answers(path, tensors):
    """Keras passes on one input only, and turns it into the layer's dtype."""
    (inputs,) = tensors.values()
    layer = keras.layers.TFSMLayer(
        str(path), call_endpoint="serving_default", dtype="float64" if inputs.dtype.is_floating else None
    )
    return layer(inputs)


def main(folder):
    cases = json.loads((folder / "cases.json").read_text())
    largest = {"onnxruntime": 0.0, "tf.saved_model.load": 0.0, "keras.layers.TFSMLayer": 0.0}
    for number, case in enumerate(cases, 1):
        place = folder / f"{number:02}"
        expected, output = np.array(case["expected"]), case["output"]
        signature, tensors = saved_model_inputs(place / "saved", case["inputs"])
        answers = {
            "onnxruntime": onnx_answers(place / "model.onnx", case["inputs"], output),
            "tf.saved_model.load": signature(**tensors)[output].numpy(),
        }
        if len(tensors) == 1:
            answers["keras.layers.TFSMLayer"] = keras_answers(place / "saved", tensors)[output].numpy()
        passes = place / "model-passes.onnx"
        if passes.exists():
            onnx.checker.check_model(str(passes), full_check=True)
        for program, found in answers.items():
            apart = float(np.abs(found - expected).max()) / case["unit"]
            largest[program] = max(largest[program], apart)
            if not apart < TOLERANCE:
                print(f"{program}: {apart:.2g} apart: {case['name']}")
    print(f"{len(cases)} models, largest difference:")
    for program, apart in largest.items():
        print(f"  {program}: {apart:.2g}")
    return int(not all(apart < TOLERANCE for apart in largest.values()))


sys.exit(main(Path(sys.argv[1])))
