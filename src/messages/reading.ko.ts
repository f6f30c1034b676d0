import type { ReadingCode } from "./reading.en";

export const readingKo: Record<ReadingCode, string> = {
  readUnknownLayer: "{name}: 실험실에 없는 계층이라 뺐습니다.",
  readUnknownCall: "{name}: 실험실에 없는 단계라 뺐습니다.",
  readUnknownPart: "{name}: 실행하지 않고는 알 수 없는 부분이라 뺐습니다.",
  readArgumentLeftOut: "{name}: 실험실에 {argument} 설정이 없어 뺐습니다.",
  readArgumentUnread: "{name}: {argument} 값을 수나 이름으로 읽을 수 없어 보통 값을 대신 썼습니다.",
  readNotSquare: "{name}: {argument} 값의 두 변이 다릅니다. 실험실은 정사각형만 쓰므로 첫 값을 썼습니다.",
  readBiasAdded: "{name}: 편향이 없지만 실험실의 계층에는 있으므로 더했습니다.",
  readPadding:
    "{name}: 실험실은 왼쪽, 오른쪽, 위, 아래에 {pads}픽셀씩 채우지 않고 윈도우에 필요한 만큼 채웁니다(same). 가장자리의 출력이 다릅니다.",
  readChannelsFirst:
    "{name}: PyTorch는 채널이 앞에, 실험실은 뒤에 있습니다. 한 행의 값이 늘어선 순서가 다릅니다.",
  readPreparation: "{name}: 실험실은 계층이 아니라 데이터 설정으로 값을 준비하므로 뺐습니다.",
  readKeepProb: "{name}: keep_prob = {kept} 값은 남기는 비율이므로 드랍 확률은 {rate}입니다.",
  readAlwaysOn:
    "{name}: training=self.training이 없거나 True로 호출해 추론 모드에서도 켜져 있습니다. 실험실의 계층은 추론 모드에서 꺼집니다.",
  readSoftmax: "{name}: 마지막의 소프트맥스는 실험실에서 손실 함수에 들어 있으므로 뺐습니다.",
  readBinary:
    "{name}: 시그모이드를 쓰는 출력 하나입니다. 실험실은 클래스마다 출력이 하나씩이므로 두 개로 했습니다.",
  readWidthUnknown: "{name}: 노드 수를 수로 읽을 수 없어 계층을 뺐습니다.",
  readWidthOfData: "{name}: 노드 수를 수로 읽을 수 없어 데이터에 맞게 {outputs}개로 했습니다.",
  readRefused: "{name}: 실험실이 받지 않는 값({reason})이라 계층을 뺐습니다.",
  readShared: "{name}: 같은 가중치를 두 번 씁니다. 실험실의 계층은 저마다 가중치가 따로 있습니다.",
  readBranch: "지름길이 아닌 두 갈래가 만납니다. 실험실에 없는 구조라 첫 갈래를 썼습니다.",
  readProjection: "지름길에 계층이 있습니다. 실험실은 크기가 다를 때 지름길에 커널 하나만 둡니다.",
  readPrintedOrder:
    "출력된 클래스에는 구성 요소만 있고 forward가 없습니다. 적힌 순서대로 썼고 F.relu 같은 함수는 빠져 있습니다.",
  readSeveral: "글에 신경망이 {count}개 있습니다. 가장 큰 것을 썼습니다.",
  readTakesOthers: "{name}: 입력을 {expected}개 받지만 {found}개가 들어옵니다.",
  readInputDiffers:
    "코드의 입력은 {expected}개, 데이터의 입력은 {found}개입니다. 첫 계층이 {found}개를 받습니다.",
  readSyntax: "이 부분은 파이썬 문법에 맞지 않아 건너뛰고 읽었습니다.",
  readOptimizer: "{name}: 실험실에 없는 옵티마이저라 지금 설정을 그대로 두었습니다.",
  readSetting: "{name}: 실험실에 {argument} 설정이 없어 뺐습니다.",
  readWeightDecay:
    "{name}: weight_decay = {value} 값은 학습의 L2 페널티 {l2}입니다(PyTorch는 절반). 커널에만 적용됩니다.",
  readLoss: "{name}: 실험실에 없는 손실 함수라 지금 설정을 그대로 두었습니다.",
  readClassWeights:
    "{name}: 실험실의 클래스 가중치는 클래스별 행의 수로 정해집니다(균형). 이 가중치는 뺐습니다.",
  readAugmentation: "{name}: 실험실은 이미지를 옮기고 뒤집고 잡음을 더하기만 하므로 뺐습니다.",
  readRateOverTime: "이렇게 바뀌는 드랍 확률은 읽지 못해 계층의 값을 그대로 두었습니다.",
  readEarlyStopping: "{name}: 이 조기 종료는 읽지 못해 지금 설정을 그대로 두었습니다.",
  readSchedule: "{name}: 이 학습률 스케줄은 읽지 못해 지금 설정을 그대로 두었습니다.",
  readShapesOnly:
    "텐서의 크기로는 가중치가 있는 계층만 알 수 있습니다. 그 사이의 활성 함수, 풀링, 드랍아웃은 파일에 없습니다.",

  readNoDropout:
    "이 파일에는 드랍아웃이 없습니다. 추론용으로 내보내면 빠집니다. 추론 모드 전환 누락의 손해를 보려면 원래 자리에 다시 넣으세요.",
  readFactors:
    "{name}: 채널마다 곱하고 더하는 수입니다. 내보낼 때 배치 정규화를 합친 것으로 보여 같은 수를 가진 배치 정규화로 두었습니다. 평균과 표준편차는 파일에 없으므로 추론 모드의 출력만 파일과 같습니다.",

  readTensorMissing: "가중치에 이 신경망에 필요한 {tensor} 텐서가 없습니다. 이 신경망의 파일을 선택하세요.",
  readTensorShape:
    "{tensor}: 파일의 크기는 {found}, 이 신경망의 크기는 {expected}입니다. 이 신경망의 파일을 선택하거나 계층을 바꾸세요.",
  readTensorCount:
    "파일에는 계층 {found}개의 가중치가 있고, 이 신경망에는 가중치가 있는 계층이 {expected}개 있습니다. 이 신경망의 파일을 선택하세요.",
  readWeightsNone:
    "{file}: 실험실이 읽을 수 있는 가중치가 없습니다. .safetensors, .keras, .onnx, .weights.h5 파일을 선택하세요.",
  readWeightsElsewhere:
    "가중치는 이 파일에 딸린 {file} 파일에 있습니다. 같은 폴더의 두 파일을 함께 선택하세요.",
  readNetworkFirst: "{file}: 가중치만 있고 신경망이 없습니다. 신경망도 코드나 문서로 주세요.",

  readNothing:
    "글에서 신경망을 찾지 못했습니다. PyTorch나 Keras의 계층, 출력된 모델, Keras의 JSON을 붙여 넣으세요.",
  readTooLong: "{limit}자를 넘어 어떤 신경망보다 깁니다. 계층이 있는 부분을 붙여 넣으세요.",
  readTooDeep: "어떤 신경망보다 깊이 겹치거나 많이 되풀이됩니다. 계층이 있는 부분을 붙여 넣으세요.",
  readTooManyLayers: "계층이 {limit}개를 넘어 실험실에서 다룰 수 없습니다.",
  readFileKind:
    "{file}: 실험실이 읽을 수 있는 신경망이 없습니다. .py, .txt, .json, .keras, .onnx, .safetensors 파일을 선택하세요.",
  readFileTooLarge: "{file}: {limit} MB를 넘습니다. 더 큰 신경망은 읽지 않습니다.",
  readFileDamaged: "{file}: {format} 파일로 읽을 수 없습니다({detail}). 다시 저장하세요.",
};
