import { pytorchCode } from "./pytorch/code";
import { heNormalCode } from "./heNormal/code";
import { heUniformCode } from "./heUniform/code";
import { glorotNormalCode } from "./glorotNormal/code";
import { glorotUniformCode } from "./glorotUniform/code";
import { lecunNormalCode } from "./lecunNormal/code";
import { lecunUniformCode } from "./lecunUniform/code";
import type { InitializerCode } from "./initializer-code";
import type { InitializerName } from "./kinds";

const codes: Readonly<Record<InitializerName, InitializerCode>> = {
  pytorch: pytorchCode,
  heNormal: heNormalCode,
  heUniform: heUniformCode,
  glorotNormal: glorotNormalCode,
  glorotUniform: glorotUniformCode,
  lecunNormal: lecunNormalCode,
  lecunUniform: lecunUniformCode,
};

export function initializerCodeOf(name: InitializerName): InitializerCode {
  return codes[name];
}
