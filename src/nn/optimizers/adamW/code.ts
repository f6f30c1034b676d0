import { call, unless } from "../../python";
import { adamInKeras, adamInPyTorch } from "../adam/code";
import { optimizerCode } from "../optimizer-code";
import { adamW } from "./optimizer";

export const adamWCode = optimizerCode(adamW, {
  pytorch: (settings) =>
    call("torch.optim.AdamW", ["net.parameters()"], {
      ...adamInPyTorch(settings),
      weight_decay: unless(settings.weightDecay, 0.01),
    }),
  keras: (settings, rate, clipNorm) =>
    call("keras.optimizers.AdamW", [], {
      ...adamInKeras(settings, rate),
      weight_decay: unless(settings.weightDecay, 0.004),
      global_clipnorm: clipNorm,
    }),
});
