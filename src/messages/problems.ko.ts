import type { ProblemCode } from "./problems.en";

export const problemsKo: Record<ProblemCode, string> = {
  // 실험 문서의 문제 (src/experiment/faults.ts, semantics.ts).
  missingField: "이 항목이 빠졌습니다. 추가하세요.",
  missingChoice: "이 항목이 빠졌습니다. 다음 중 하나로 추가하세요: {allowed}",
  unknownField: "{field}: 여기서 쓰지 않는 항목입니다. 지우거나 다음 중 하나를 쓰세요: {allowed}",
  unknownFieldNear:
    "{field}: 여기서 쓰지 않는 항목입니다. 혹시 {nearest} 아닌가요? 쓸 수 있는 항목: {allowed}",
  unknownChoice: "{value}: 알 수 없는 값입니다. 다음 중 하나를 쓰세요: {allowed}",
  unknownChoiceNear: "{value}: 알 수 없는 값입니다. 혹시 {nearest} 아닌가요? 쓸 수 있는 값: {allowed}",
  blockInBlock:
    "잔차 블록 안에는 잔차 블록을 넣을 수 없습니다. 안쪽 블록의 계층을 바깥 블록에 바로 넣거나, 두 블록을 차례로 두세요.",
  notNumber: "{value}: 숫자가 아닙니다. 따옴표 없이 숫자를 쓰세요.",
  notWholeNumber: "{value}: 정수가 아닙니다. 소수점 없는 수를 쓰세요.",
  notText: "{value}: 글자가 아닙니다. 따옴표로 감싸세요.",
  notBoolean: "{value}: 참도 거짓도 아닙니다. 따옴표 없이 true나 false를 쓰세요.",
  notList: "{value}: 목록이 아닙니다. 대괄호 안에 나열하세요.",
  notObject: "{value}: 이름 붙은 항목들의 묶음이 아닙니다. 중괄호 안에 쓰세요.",
  notColumn: "{value}: 열을 가리키지 않습니다. 열 이름을 따옴표 안에 쓰거나 열 번호를 쓰세요.",
  notAllowed: "{value}: 여기에 쓸 수 없는 값입니다. 바꾸세요.",
  notTextOrNumber: "{value}: 글자도 숫자도 아닙니다. 둘 중 하나를 쓰세요.",
  tooManyValues:
    "이 부분에 값이 {limit}개 넘게 있습니다. 실험실의 어떤 문서보다 많으니 맞는 파일인지 확인하세요.",
  rateNotBelowOne:
    "{value}: 1보다 작지 않습니다. 드랍 확률은 꺼지는 노드의 비율이므로 0 이상 1 미만으로 쓰세요.",
  numberTooBig: "{value}: {limit}보다 큽니다. {limit} 이하로 쓰세요.",
  numberNotBelow: "{value}: {limit}보다 작지 않습니다. 더 작은 수를 쓰세요.",
  numberTooSmall: "{value}: {limit}보다 작습니다. {limit} 이상으로 쓰세요.",
  numberNotAbove: "{value}: {limit}보다 크지 않습니다. 더 큰 수를 쓰세요.",
  numberUnread: "“{value}”: 숫자가 아닙니다. 0.01이나 1e-3처럼 쓰세요.",
  numberGrouped:
    "“{value}”: 천 단위 구분인지 소수인지 알 수 없습니다. 천 단위 쉼표는 빼고 소수점은 마침표로 쓰세요.",
  numberTooLarge: "“{value}”: 다룰 수 있는 수보다 큽니다. 더 작은 수를 쓰세요.",
  numberTooFine: "“{value}”: 다룰 수 있는 자릿수를 넘습니다. 가장 가까운 수는 {nearest}입니다.",
  numbersAmbiguous:
    "“{value}”: 여러 가지로 읽을 수 있습니다. 소수점은 마침표로(0.1), 수 사이에는 세미콜론을 쓰세요.",
  fileNotChosen: "아직 파일이 없습니다. 파일을 선택하세요.",
  textEmpty: "내용이 비어 있습니다. 한 글자 이상 쓰세요.",
  textTooLong: "{limit}자를 넘습니다. 줄이세요.",
  listEmpty: "하나 이상 추가하세요.",
  layersEmpty: "계층을 하나 이상 추가하세요.",
  variantsEmpty: "비교 조건을 하나 이상 추가하세요.",
  seedsEmpty: "시드를 하나 이상 추가하세요.",
  listTooLong: "목록이 {limit}개를 넘습니다. 몇 개를 빼세요.",
  noDenseLayer:
    "선형·합성곱 계층이 없어 학습할 것이 없습니다. 출력마다 노드가 하나씩인 선형 계층을 추가하세요.",
  outputsNotClasses:
    "마지막 선형·합성곱 계층의 출력은 {units}개인데 데이터의 클래스는 {classes}개입니다. {classes}개로 맞추세요.",
  outputsNotOne: "마지막 선형·합성곱 계층의 출력이 {units}개인데 회귀의 출력은 하나입니다. 1로 바꾸세요.",
  lossForRegression: "meanSquaredError는 회귀용인데 데이터는 분류용입니다. softmaxCrossEntropy를 쓰세요.",
  labelSmoothingWithoutClasses:
    "레이블 스무딩은 목표값을 클래스에 나누지만 이 손실 함수에는 클래스가 없습니다. 0으로 바꾸거나 softmaxCrossEntropy를 쓰세요.",
  classWeightsWithoutClasses:
    "클래스 가중치에는 클래스가 필요하지만 이 손실 함수에는 없습니다. none으로 바꾸거나 softmaxCrossEntropy를 쓰세요.",
  classicRateOverTime:
    "고전 스케일링은 추론할 때 1 − p를 곱하는데, 여기서는 p가 에포크마다 바뀝니다. 역 스케일링이나 일정한 드랍 확률을 선택하세요.",
  lossForClassification: "softmaxCrossEntropy는 분류용인데 데이터는 회귀용입니다. meanSquaredError를 쓰세요.",
  informativeAboveFeatures:
    "정보가 있는 특성({informative}개)이 전체 특성({features}개)보다 많습니다. 앞의 수를 줄이거나 뒤의 수를 늘리세요.",
  sameVariantName: "{value}: 앞의 비교 조건과 이름이 같습니다. 다른 이름을 붙이세요.",
  trainAboveData:
    "훈련 샘플 {train}개는 데이터에 있는 {limit}개보다 많습니다. {limit}개 이하로 줄이거나 데이터의 훈련 샘플을 늘리세요.",
  widthTooLarge: "너비 {width}배면 노드가 {units}개를 넘는 계층이 생깁니다. {limit} 이하로 쓰세요.",
  setUnknown: "{path}: 이 실험에 없는 자리입니다. 고치거나, 실험에 있는 설정을 쓰세요.",
  setShared:
    "{path}: 어떤 실행이 있는지를 정하거나 여러 설정이 든 자리라서 비교 조건이 바꿀 수 없습니다. 여기서 빼고 설정을 하나씩 바꾸세요.",
  setMeasured:
    "{path}: 모든 비교 조건을 어느 행으로 어떻게 평가할지 정하므로 모두에게 같은 설정입니다. 여기서 빼고 실험 전체에서 바꾸세요.",
  setOtherData:
    "{path}: 바꾸면 데이터나 문제 자체가 달라져 손실을 비교할 수 없습니다. 여기서 빼고 따로 실험을 만드세요. 두 실험은 비교 화면에서 나란히 볼 수 있습니다.",
  setLoss:
    "{path}: 데이터의 문제 유형에 따라 정해지며, 서로 다른 손실 함수의 값은 비교할 수 없습니다. 여기서 빼세요.",
  setEpochsHalved:
    "연속 반감은 같은 에포크 수를 학습한 뒤 비교 조건의 순위를 매깁니다. 이것을 빼거나 연속 반감을 끄세요.",
  setTrain: '비교 조건의 훈련 샘플 수는 "train"에 적습니다. 그곳으로 옮기세요.',
  sameSeed: "{value}: 이미 목록에 있어 똑같은 실행이 되풀이됩니다. 빼거나 바꾸세요.",
  drawsOfFiles: "파일의 행은 새로 생성할 수 없습니다. 행을 다시 나누는 splits나 folds를 쓰세요.",
  splitsOfDraws: "실험실이 직접 생성하는 데이터라 다시 나눌 행이 없습니다. draws를 쓰세요.",
  resampleInOrder:
    "시간 순서대로 나눈 행을 무작위로 다시 나누면 나중 행으로 학습해 이전 행을 예측하게 됩니다. none을 쓰거나 행을 무작위로 나누세요.",
  foldsOfGroups: "그룹이 있는 행은 같은 크기의 폴드로 나눌 수 없습니다. 그룹을 나누지 않는 splits를 쓰세요.",
  halvingWithEarlyStopping:
    "연속 반감은 같은 에포크에서 조건의 순위를 매기는데, 조기 종료는 실행을 그 전에 끝낼 수 있습니다. 둘 중 하나를 끄세요.",
  halvingTooLate:
    "첫 순위를 매기는 {first}에포크가 전체 {epochs}에포크보다 앞서지 않습니다. 더 일찍 순위를 매기거나 더 오래 학습하거나 연속 반감을 끄세요.",
  oneFold:
    "검증 행 {validation}개가 나머지 {rest}개보다 많아 폴드가 둘이 되지 않습니다. 검증 행을 줄이거나 splits를 쓰세요.",
  targetNameWithoutHeader:
    "{target}: 열 이름인데 파일에 머리글이 없다고 되어 있습니다. 0부터 센 열 번호를 쓰거나 header를 true로 바꾸세요.",
  severalTargets: "target 역할을 가진 열이 여럿입니다({columns}). 하나만 남기세요.",
  groupNotAmongColumns: "{group}: 적어 둔 열에 없습니다. 그룹 열이나 열을 고치세요.",
  groupIsTarget: "{group}: 목표 열이라 행을 그룹으로 나눌 수 없습니다. 다른 열을 선택하세요.",
  targetNotAmongColumns: "{target}: 적어 둔 열에 없습니다. 목표나 열을 고치세요.",
  targetHasOtherRole: "{target}: 목표인데 열 목록에서는 역할이 다릅니다. 서로 맞추세요.",
  sizeOfOthers: "{size} 크기의 이미지는 특성 {features}개와 맞지 않습니다. 높이, 너비, 색상을 바꾸세요.",
  sizeOfWords:
    "수가 아닌 열({columns})이 있는 행은 이미지가 될 수 없습니다. 그 열을 제외하거나 크기를 지우세요.",
  sizeOfScaled:
    "이미지 크기는 스케일링이 by255나 none일 때만 쓸 수 있습니다. 스케일링을 바꾸거나 크기를 지우세요.",
  columnNoFeature: "텍스트는 특성이 될 수 없습니다({columns}). 범주로 바꾸거나 제외하세요.",
  dataTooLarge:
    "이 특성 수로 샘플 {rows}개는 메모리 1GB를 넘습니다. 훈련과 검증을 합쳐 {limit}개 이하로 줄이세요.",

  // 실험 문서의 경고: 허용되지만 권하지 않는 것 (src/experiment/warnings.ts).
  dropoutOnInputs:
    "첫 선형·합성곱 계층 앞의 드랍 확률 {rate}: 다른 노드가 대신할 수 없는 입력을 버리게 됩니다. 여기서는 보통 0.2 이하를 씁니다(Srivastava 외, 2014).",
  dropoutAfterOutput:
    "신경망의 출력 자체를 끄며, 뒤에서 만회할 계층이 없습니다. 마지막 선형·합성곱 계층 앞으로 옮기세요.",
  dropoutBeforeNothing:
    "드랍아웃이 맨 끝 계층이라 신경망의 출력 자체를 끕니다. 마지막 선형·합성곱 계층 앞으로 옮기세요.",
  dropoutTwice: "드랍아웃 계층 두 개가 이어지면 드랍 확률 {rate}인 계층 하나와 같습니다. 하나를 빼세요.",
  dropoutAfterSelu:
    "selu는 계층마다 평균 0과 분산 1을 지키는데, 노드를 0으로 끄면 이것이 깨집니다. 여기에는 alphaDropout을 쓰거나 selu 대신 relu를 쓰세요(Klambauer 외, 2017).",
  alphaDropoutAlone:
    "alphaDropout은 selu 바로 뒤에 두는 계층입니다. 다른 곳에서는 노드의 평균과 분산이 달라 모든 노드의 값이 밀립니다(Klambauer 외, 2017). 여기에는 dropout을 쓰거나 앞에 selu를 넣으세요.",
  dropoutBeforeBatchNorm:
    "{layer}번 계층이 배치 정규화입니다. 드랍아웃 때문에 그 입력의 분산이 평가할 때보다 학습할 때 커져, 누적 평균과 누적 분산이 맞지 않게 됩니다. 드랍아웃을 그 뒤로 옮기세요(Li 외, 2018).",
  dropoutOnMaps:
    "맵에서 이웃한 값은 서로 비슷해서, 값을 하나씩 꺼도 다음 계층이 그 정보를 그대로 봅니다. 맵을 통째로 끄는 spatialDropout을 쓰세요(Tompson 외, 2015).",
  dropoutNotScaled:
    "스케일링이 없어서, 드랍 확률 {rate}에서는 추론 때 다음 계층으로 가는 값이 학습 때 평균의 {factor}배가 됩니다. 스케일링을 역(inverted)이나 고전(classic)으로 바꾸세요.",
  dropoutOnFewUnits:
    "앞의 노드가 {units}개뿐이라 샘플의 {percent}%에서는 모두 꺼집니다. 노드를 늘리거나 드랍 확률을 낮추세요.",
  reshapeSize:
    "이 높이, 너비, 채널의 이미지에는 값이 {values}개인데 들어오는 값은 {before}개입니다. 값이 {before}개가 되게 고치세요.",
  batchOfOneRow:
    "배치 정규화에는 배치마다 샘플이 둘 이상 필요하지만, 학습 샘플 {train}개를 {batchSize}개씩 나누면 마지막 배치에 하나만 남습니다. 배치 크기나 샘플 수를 바꾸세요.",
  augmentNeedsPictures:
    "데이터 증강에는 이미지가 필요한데 이 데이터는 한 줄의 특성 {features}개입니다. 증강을 끄거나 이미지 데이터를 선택하세요.",
  shiftBeyondPicture:
    "{height} × {width} 이미지를 {shift}픽셀까지 옮기면 그림이 틀 밖으로 나갈 수 있습니다. 이동을 {limit}보다 작게 하세요.",
  needsPictures:
    "이 계층은 이미지가 필요한데 한 줄의 값 {values}개가 들어옵니다. 앞에 이미지로 변환하는 계층을 넣거나 이 계층을 빼세요.",
  outputsOfMaps:
    "신경망의 출력은 값 {outputs}개여야 하는데 {values}개입니다. 끝에 선형 계층을 넣거나, 필터 {outputs}개의 전역 평균으로 끝내세요.",
  pictureTooSmall:
    "크기가 {size} × {size}인 창이 들어오는 {height} × {width} 이미지보다 큽니다. 창을 줄이거나, 패딩을 same으로 바꾸거나, 앞의 풀링 계층을 빼세요.",
  shortcutShape:
    "블록의 입력 크기는 {before}인데 블록 안 계층들의 출력 크기는 {after}입니다. 지름길의 어떤 간격으로도 그 크기가 되지 않으니, 블록 안의 패딩을 same으로 바꾸세요.",
  stochasticDepthPlace:
    "샘플의 값이 모두 꺼지므로 잔차 블록의 지름길이 있어야 값이 전해집니다. 잔차 블록의 마지막 계층으로 옮기세요.",
  normOfOneValue:
    "값 하나를 계층 정규화하면 모든 샘플에서 같은 값이 됩니다. 노드가 더 많은 계층 뒤로 옮기거나 앞에 평탄화 계층을 넣으세요.",
  spatialDropoutOnRow:
    "한 줄로 늘어선 값에는 특징 맵이 없어 노드를 하나씩 끕니다. 드랍아웃을 쓰거나 이미지가 한 줄이 되기 전으로 옮기세요.",
  denseWithoutActivation:
    "앞의 선형 계층과의 사이에 활성 함수가 없어 두 계층이 선형 계층 하나와 같습니다. 사이에 활성 함수를 넣으세요.",
  activationBeforeSoftmax:
    "손실 함수가 소프트맥스를 직접 적용하므로 마지막 선형·합성곱 계층 뒤의 활성 함수는 그 입력을 왜곡합니다. 빼세요.",
  activationAfterRegression:
    "마지막 선형·합성곱 계층 뒤의 활성 함수는 출력의 범위를 좁혀, 목푯값이 그 밖에 있을 수 있습니다. 빼세요.",
  noDropoutLayer:
    "드랍아웃 계층이 없어 모든 비교 조건이 똑같이 학습됩니다. 드랍아웃 계층을 추가하거나 비교 조건을 하나만 두세요.",
  sameVariant:
    '"{twin}" 비교 조건과 똑같이 학습하므로 결과도 같습니다. 설정을 바꾸거나 이 비교 조건을 빼세요.',
  fewValidationSamples:
    "검증 샘플이 {validation}개면 하나가 모든 측정값의 {points}%를 차지해, 드랍아웃의 효과가 우연에 묻힙니다. 100개 이상을 쓰세요.",
  batchAboveTraining:
    "배치 크기 {batchSize}: 훈련 샘플 {train}개보다 커서 한 에포크가 한 스텝으로 끝납니다. 배치 크기를 줄이세요.",
  learningRateLarge:
    "이 옵티마이저는 스텝마다 가중치를 거의 학습률만큼 바꾸는데, 학습률 {learningRate}의 크기가 가중치와 맞먹습니다. 0.001~0.01을 써 보세요.",
  learningRateLargeSgd:
    "모멘텀까지 더하면 학습률이 {reach}인 셈이며, 1을 넘으면 학습이 수렴하기 어렵습니다. 낮추세요.",
  nesterovAlone:
    "모멘텀이 0이면 nesterov는 아무 효과가 없습니다. 모멘텀을 올리거나(보통 0.9) nesterov를 false로 바꾸세요.",
  rateOverTimeUnused: "신경망에 드랍아웃 계층이 없어 바꿀 드랍 확률이 없습니다. 드랍아웃 계층을 추가하세요.",
  warmupWholeRun:
    "워밍업 {warmup}에포크가 전체 {epochs}에포크를 다 차지해 스케줄이 시작되지 않습니다. 워밍업을 줄이거나 더 오래 학습하세요.",
  scheduleWithoutEffect:
    "{epochs}에포크 동안 이 스케줄이 학습률을 한 번도 바꾸지 않습니다. 더 일찍 바꾸게 하거나 더 오래 학습하세요.",
  rateOverTimeConstant:
    "{epochs}에포크 내내 모든 드랍 확률이 제 값의 {percent}%여서 바뀌지 않습니다. 여기의 에포크 수를 줄이거나 더 오래 학습하세요.",
  earlyStoppingTooLate:
    "나아지지 않는 에포크가 {patience}개 이어지기 전에 {epochs}에포크의 학습이 끝납니다. 인내 에포크를 줄이거나 최적 가중치 복원을 켜세요.",
  productsOfNarrowLayers:
    "가중치가 {weights}개 이상인 선형 계층이 없어 bfloat16으로 바뀌는 것이 없습니다. float32를 쓰거나 계층을 넓히세요.",
  batchLarge:
    "계층들이 배치 하나에 대해 내는 값이 학습하는 동안 약 {gigabytes}GB를 씁니다. 너무 많다면 필터나 노드를 줄이거나, 간격을 늘리거나, 풀링 계층을 넣거나, 배치를 줄이세요.",
  networkLarge:
    "파라미터가 {parameters}개로, 학습하는 동안 약 {gigabytes}GB를 씁니다. 너무 많다면 노드를 줄이세요.",

  // 다른 곳에서 만든 결과 (src/experiment/result-check.ts, src/documents/read-result.ts).
  notDate: "{value}: 시각이 아닙니다. 2026-01-31T09:30:00.000Z처럼 쓰세요.",
  resultVariantUnknown: "실험에 {variant} 비교 조건이 없습니다. 이름을 고치거나 비교 조건을 추가하세요.",
  resultRateDiffers:
    "드랍 확률이 {rate}인데 비교 조건 {variant}의 드랍 확률은 {expected}입니다. 서로 같게 하세요.",
  resultSeedUnknown: "실험에 시드 {seed}번이 없습니다. 고치거나 시드를 추가하세요.",
  resultRunTwice: "시드 {seed}의 {variant} 실행이 목록 앞쪽에 이미 있습니다. 하나를 빼세요.",
  resultTooManyEpochs: "실행에 에포크가 {found}개 있지만 실험의 에포크는 {epochs}개입니다. 남는 것을 빼세요.",
  resultNotWhole:
    "끝난 실행이라고 되어 있지만 에포크 {epochs}개 가운데 {found}개뿐입니다. 일부가 사라졌으니 파일을 다시 받으세요.",
  resultEpochOrder:
    "{expected}번째 에포크가 있어야 할 곳에 {epoch}번째가 있습니다. 에포크가 빠졌거나 두 번 있거나 순서가 틀렸습니다.",
  resultAccuracyOfRegression: "회귀에는 정확도가 없습니다. 빼세요.",
  resultEndEpoch:
    "끝에 잰 값은 {epoch}번째 에포크의 것인데 문서가 선택하는 것은 {expected}번째 에포크입니다. 파일이 바뀌었으니 다시 받으세요.",
  resultEndOfUnfinished: "끝까지 학습한 실행만 끝에 잽니다. 이 부분을 빼세요.",
  resultMeasureOfOtherTask: "이 데이터의 과제에는 {measure} 값이 없습니다. 빼세요.",
  resultConfusion:
    "혼동 행렬이 맞지 않습니다. 숫자 {classes}개짜리 행이 {classes}개 있어야 하고, 합계가 {rows} 값과 같아야 합니다.",
  resultWeightsName:
    "{value}: 이 파일 옆에 있는 .safetensors 파일의 이름이 아닙니다. 폴더 없이 이름만 쓰세요.",

  // 결과와 함께 있는 가중치 (src/artifacts/safetensors.ts, weights-check.ts).
  weightsDamaged: "이 가중치는 32비트 실수의 safetensors 파일이 아닙니다. 다시 저장하세요.",
  weightsHeaderField:
    "이 가중치는 32비트 실수의 safetensors 파일이 아닙니다. 머리말의 {field} 항목이 잘못되었습니다. 다시 저장하세요.",
  weightsTensorPlace:
    "이 가중치는 32비트 실수의 safetensors 파일이 아닙니다. {tensor} 텐서의 바이트 수가 형태와 다르거나 위치가 틀립니다. 다시 저장하세요.",
  weightsLength:
    "이 가중치는 32비트 실수의 safetensors 파일이 아닙니다. 머리말에 따르면 텐서가 {promised}바이트여야 하는데 {found}바이트입니다. 다시 저장하세요.",
  weightsTensorMissing:
    "이 가중치는 이 신경망의 것이 아닙니다. {tensor} 텐서가 없습니다. 파일을 다시 받거나 weights를 null로 바꾸세요.",
  weightsTensorShape:
    "이 가중치는 이 신경망의 것이 아닙니다. {tensor} 텐서의 형태가 {found}인데 신경망에서는 {expected}입니다. 파일을 다시 받거나 weights를 null로 바꾸세요.",
  weightsTensorNotFinite:
    "이 가중치는 쓸 수 없습니다. {tensor} 텐서에 무한대이거나 숫자가 아닌 값이 있습니다. 파일을 다시 받거나 weights를 null로 바꾸세요.",
  weightsTensorUnknown:
    "이 가중치는 이 신경망의 것이 아닙니다. {tensor} 텐서는 어느 계층의 것도 아닙니다. 파일을 다시 받거나 weights를 null로 바꾸세요.",
};
