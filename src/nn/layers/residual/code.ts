import { call, type Definition, list, python, tuple, unless } from "../../python";
import { type Shape, sizeOf } from "../../shape";
import { FlattenPixels } from "../flatten/code";
import { kernelKeywords } from "../keras-kernel";
import { residual } from "../kinds";
import { holder, kernelAxes, type KerasPlace, layerCode, type Part } from "../layer-code";
import { Reshape } from "../reshape/code";
import type { InitializerName } from "../../initializers/kinds";
import { shortcutBetween } from "./shortcut";

const inPyTorch: Definition = {
  name: "Residual",
  source: `class Residual(nn.Module):
    """What the body puts out, plus what it was given (He et al. 2016)."""

    def __init__(self, *body, shortcut=None):
        super().__init__()
        self.body = nn.Sequential(*body)
        self.shortcut = shortcut or nn.Identity()

    def forward(self, x):
        return self.body(x) + self.shortcut(x)`,
};

const inKeras: Definition = {
  name: "Residual",
  source: `class Residual(layers.Layer):
    """What the body puts out, plus what it was given (He et al. 2016)."""

    def __init__(self, body, shortcut=None, **kwargs):
        super().__init__(**kwargs)
        self.body = keras.Sequential(body)
        self.shortcut = shortcut or layers.Identity()

    def build(self, shape):
        self.body.build(shape)
        self.shortcut.build(shape)

    def call(self, x, training=False):
        return self.body(x, training=training) + self.shortcut(x)`,
};

export const residualCode = layerCode(residual, {
  tensors: [{ lab: "shortcut.kernel", pytorch: "weight", axes: kernelAxes, keras: "kernel" }],
  pytorch(_block, { body, input, shortcut: given }) {
    const shortcut = shortcutInPyTorch(given!, input);
    const way = shortcut.length > 1 ? call("nn.Sequential", calls(shortcut)) : shortcut[0]?.call;
    return [
      {
        call: call("Residual", calls(body), { shortcut: way }),
        needs: [inPyTorch],
        within: { body, shortcut },
      },
    ];
  },
  keras({ initializer }, place) {
    const { body } = place;
    const shortcut = shortcutInKeras(initializer, place);
    const way =
      shortcut.length > 1 ? call("keras.Sequential", [list(...calls(shortcut))]) : shortcut[0]?.call;
    return [
      {
        call: call("Residual", [list(...calls(body))], { shortcut: way }),
        needs: [inKeras],
        within: { body, shortcut },
      },
    ];
  },
});

const calls = (parts: readonly Part[]) => parts.map(({ call: each }) => each);
const isPicture = (shape: Shape): shape is readonly [number, number, number] => shape.length === 3;

/** Pictures become rows and rows pictures pixel by pixel, so the kernel stays as it is. */
function shortcutInPyTorch(from: Shape, to: Shape): readonly Part[] {
  const way = shortcutBetween(from, to)!;
  if (way.kind === "identity") return [];
  if (way.kind === "pixels") {
    const [, , inputs, outputs] = way.kernel;
    return [holder(call("nn.Conv2d", [inputs, outputs, 1], { stride: unless(way.stride, 1), bias: false }))];
  }
  return [
    ...(isPicture(from) ? [{ call: call("FlattenPixels"), needs: [FlattenPixels] }] : []),
    holder(call("nn.Linear", [...way.kernel], { bias: false })),
    ...(isPicture(to) ? [{ call: call("Reshape", [...to]), needs: [Reshape] }] : []),
  ];
}

function shortcutInKeras(initializer: InitializerName, place: KerasPlace): readonly Part[] {
  const { shortcut: from, input: to } = place;
  const way = shortcutBetween(from!, to)!;
  if (way.kind === "identity") return [];
  const [inputs, outputs] = way.kernel.slice(-2) as [number, number];
  const axes = way.kind === "rows" ? python(0) : tuple(0, 1, 2);
  const { keywords, needs } = kernelKeywords(initializer, { inputs, outputs }, place, axes);
  const kernel = { use_bias: false, ...keywords, bias_initializer: undefined };
  if (way.kind === "pixels") {
    const strides = unless(way.stride, 1);
    return [holder(call("layers.Conv2D", [outputs, 1], { strides, ...kernel }), ...needs)];
  }
  return [
    ...(isPicture(from!) ? [{ call: call("layers.Flatten") }] : []),
    holder(call("layers.Dense", [sizeOf(to)], kernel), ...needs),
    ...(isPicture(to) ? [{ call: call("layers.Reshape", [tuple(...to)]) }] : []),
  ];
}
