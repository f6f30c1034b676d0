import { call, type Definition } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { dropout } from "./layer";

/** What PyTorch and Keras lack: they have inverted dropout alone. */
const inPyTorch = (name: string, about: string, inference: string): Definition => ({
  name,
  source: `class ${name}(nn.Module):
    """${about}"""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if self.training:
            return x * (torch.rand_like(x) >= self.p)
        return ${inference}`,
});

const inKeras = (name: string, about: string, inference: string): Definition => ({
  name,
  source: `class ${name}(layers.Layer):
    """${about}"""

    def __init__(self, rate, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate
        self.seed_generator = keras.random.SeedGenerator()

    def call(self, x, training=False):
        if training:
            drawn = keras.random.uniform(ops.shape(x), seed=self.seed_generator)
            return x * ops.cast(drawn >= self.rate, x.dtype)
        return ${inference}

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}`,
});

const classic = "Dropout as in 2014: training only drops, inference scales by 1 - p.";
const none = "Dropout that nothing makes up for: a mistake, to be seen.";

const own = {
  classic: {
    pytorch: inPyTorch("ClassicDropout", classic, "x * (1 - self.p)"),
    keras: inKeras("ClassicDropout", classic, "x * (1 - self.rate)"),
  },
  none: {
    pytorch: inPyTorch("UnscaledDropout", none, "x"),
    keras: inKeras("UnscaledDropout", none, "x"),
  },
};

export const dropoutCode = layerCode(dropout, {
  pytorch({ rate, scaling }) {
    if (scaling === "inverted") return plainPart(call("nn.Dropout", [rate]));
    const { pytorch } = own[scaling];
    return plainPart(call(pytorch.name, [rate]), pytorch);
  },
  keras({ rate, scaling }) {
    if (scaling === "inverted") return plainPart(call("layers.Dropout", [rate]));
    const { keras } = own[scaling];
    return plainPart(call(keras.name, [rate]), keras);
  },
});
