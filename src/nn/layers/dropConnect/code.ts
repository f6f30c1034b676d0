import { call, type Definition } from "../../python";
import { sizeOf } from "../../shape";
import { linearInKeras, linearInPyTorch, linearTensors } from "../dense/code";
import {
  aboutRounded,
  roundedInKeras,
  roundedInPyTorch,
  roundsProducts,
  saysRounded,
} from "../dense/rounded-code";
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

const roundedConnectInPyTorch: Definition = {
  name: "RoundedDropConnect",
  source: `class RoundedDropConnect(nn.Linear):
    """${saysRounded}, and drops weights."""

    def __init__(self, in_features, out_features, p):
        super().__init__(in_features, out_features)
        self.p = p

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        weight = nn.functional.dropout(self.weight, self.p)
        return RoundedProducts.apply(x, weight, self.bias)`,
};

const roundedConnectInKeras: Definition = {
  name: "RoundedDropConnect",
  source: `class RoundedDropConnect(DropConnect):
    ${aboutRounded}

    def call(self, x, training=False):
        if not training:
            return super().call(x)
        kernel = ops.convert_to_tensor(self.kernel)
        if self.rate > 0:
            kernel = keras.random.dropout(kernel, self.rate, seed=self.seed_generator)
        return rounded_product(x, kernel) + self.bias`,
};

export const dropConnectCode = layerCode(dropConnect, {
  tensors: linearTensors,
  pytorch({ units, rate }, place) {
    const settings = [sizeOf(place.input), units, rate];
    const made = roundsProducts(place, units)
      ? holder(call("RoundedDropConnect", settings), ...[roundedInPyTorch, roundedConnectInPyTorch])
      : holder(call("DropConnect", settings), inPyTorch);
    return linearInPyTorch(made, place);
  },
  keras: (layer, place) =>
    roundsProducts(place, layer.units)
      ? linearInKeras(
          "RoundedDropConnect",
          [layer.units, layer.rate],
          layer,
          place,
          ...[inKeras, roundedInKeras, roundedConnectInKeras],
        )
      : linearInKeras("DropConnect", [layer.units, layer.rate], layer, place, inKeras),
});
