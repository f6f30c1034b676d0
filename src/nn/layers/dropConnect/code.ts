import { call, type Definition } from "../../python";
import { sizeOf } from "../../shape";
import { linearInKeras, linearInPyTorch, linearTensors } from "../dense/code";
import { holder, layerCode } from "../layer-code";
import { dropConnect } from "./layer";

const about = `"""Training drops weights, not units (Wan et al. 2013); one mask for a batch."""`;

const inPyTorch: Definition = {
  name: "DropConnect",
  source: `class DropConnect(nn.Linear):
    ${about}

    def __init__(self, in_features, out_features, p):
        super().__init__(in_features, out_features)
        self.p = p

    def forward(self, x):
        weight = nn.functional.dropout(self.weight, self.p, self.training)
        return nn.functional.linear(x, weight, self.bias)`,
};

const inKeras: Definition = {
  name: "DropConnect",
  source: `class DropConnect(layers.Dense):
    ${about}

    def __init__(self, units, rate, **kwargs):
        super().__init__(units, **kwargs)
        self.rate = rate
        self.seed_generator = keras.random.SeedGenerator()

    def call(self, x, training=False):
        kernel = self.kernel
        if training and self.rate > 0:
            kernel = keras.random.dropout(kernel, self.rate, seed=self.seed_generator)
        return ops.matmul(x, kernel) + self.bias

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}`,
};

export const dropConnectCode = layerCode(dropConnect, {
  tensors: linearTensors,
  pytorch: ({ units, rate }, place) =>
    linearInPyTorch(holder(call("DropConnect", [sizeOf(place.input), units, rate]), inPyTorch), place),
  keras: (layer, place) => linearInKeras("DropConnect", [layer.units, layer.rate], layer, place, inKeras),
});
