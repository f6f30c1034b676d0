import type { SentenceCode } from "./sentences.en";

export const sentencesKo: Record<SentenceCode, string> = {
  dropoutLowersLoss:
    "{where} “{variant}”의 검증 손실은 “{baseline}”보다 {difference} 낮습니다{evidence}.{falling}",
  dropoutRaisesLoss:
    "{where} “{variant}”의 검증 손실은 “{baseline}”보다 {difference} 높습니다{evidence}.{falling}",
  dropoutHarms:
    "{where} “{variant}”의 검증 손실은 “{baseline}”보다 {difference} 높습니다{evidence}. 여기서는 드랍아웃이 도움이 되지 않습니다.",
  dropoutHarmsAll:
    "{where} “{variant}”의 검증 손실은 “{baseline}”보다 {difference} 높고{evidence}, {set}드랍아웃을 쓴 비교 조건 {compared}개 가운데 손실을 낮춘 것은 없습니다. 여기서는 드랍아웃이 도움이 되지 않습니다.",
  dropoutPerhaps:
    "{where} “{variant}”의 검증 손실은 “{baseline}”에 비해 {difference} 달라지지만{evidence}, 비교가 {compared}개이므로 우연일 수 있습니다.{falling}",
  dropoutUnclear:
    "{where} “{variant}”의 검증 손실은 “{baseline}”에 비해 유의한 차이가 없습니다: {difference}{evidence}.{falling}",
  dropoutUnclearAll:
    "{where} {set}드랍아웃을 쓴 비교 조건 {compared}개 모두 “{baseline}”에 비해 검증 손실에 유의한 차이가 없습니다. 손실이 가장 낮은 “{variant}”의 차이는 {difference}입니다{evidence}.{falling}",
  othersUnclearAll:
    "{where} {set}비교한 조건 {compared}개 모두 “{baseline}”에 비해 검증 손실에 유의한 차이가 없습니다. 손실이 가장 낮은 “{variant}”의 차이는 {difference}입니다{evidence}.{falling}",
  forgottenLosesPoints:
    "{where} 추론 모드 전환을 누락하면 “{variant}”의 정확도가 {difference}%p 떨어집니다{evidence}: {from}% → {to}%.",
  forgottenGainsPoints:
    "{where} 추론 모드 전환을 누락하면 “{variant}”의 정확도가 {difference}%p 올라갑니다{evidence}: {from}% → {to}%.",
  forgottenRaisesLoss:
    "{where} 추론 모드 전환을 누락하면 “{variant}”의 검증 손실이 {difference} 커집니다{evidence}.",
  forgottenLowersLoss:
    "{where} 추론 모드 전환을 누락하면 “{variant}”의 검증 손실이 {difference} 작아집니다{evidence}.",
  forgottenUnclear:
    "{where} 추론 모드 전환을 누락해도 “{variant}”에는 유의한 차이가 없습니다: 검증 손실 {difference}{evidence}.",
  forgottenWithoutDropout: "드랍되는 노드가 없으므로 추론 모드 전환을 누락해도 달라지지 않습니다.",
  fewerThan3Seeds: "시드가 3개 미만인 차이는 검정하지 않습니다. 우연인지 가늠하려면 시드를 늘리세요.",
  ratesAlike: "{where} “{variant}”의 검증 손실은 다음 비교 조건과 유의한 차이가 없습니다: {names}({over}).",
  rateBest: "{where} “{variant}”의 검증 손실은 {set}나머지 비교 조건 {others}개 각각보다 낮습니다.",
  rateLower: "{where} “{variant}”의 검증 손실은 다음 비교 조건보다도 낮습니다: {names}.",
  rateBeaten: "{where} “{variant}”의 검증 손실은 다음 비교 조건보다 높습니다: {names}.",
  gainGone:
    "{where} 더는 유의한 차이가 없습니다. “{variant}”의 검증 손실은 “{baseline}”에 비해 {difference} 달라집니다{evidence}.",
  gainOnly: "{where} “{variant}”의 검증 손실은 “{baseline}”보다 {difference} 낮습니다{evidence}.",
  gainSmaller:
    "{where} 그 이득이 절반도 남지 않습니다. “{variant}”의 검증 손실은 “{baseline}”보다 {difference} 낮습니다{evidence}.",
  harmSmaller:
    "{where} 그 증가가 절반도 남지 않습니다. “{variant}”의 검증 손실은 “{baseline}”보다 {difference} 높습니다{evidence}.",
  gainTurnsGood:
    "{where} 효과가 반대입니다. “{variant}”의 검증 손실은 “{baseline}”보다 {difference} 낮습니다{evidence}.",
  gainTurnsBad:
    "{where} 효과가 반대입니다. “{variant}”의 검증 손실은 “{baseline}”보다 {difference} 높습니다{evidence}.",
  accuracyRises: "{where} “{variant}”의 정확도는 “{baseline}”보다 {difference}%p 높습니다{evidence}.",
  accuracyFalls: "{where} “{variant}”의 정확도는 “{baseline}”보다 {difference}%p 낮습니다{evidence}.",
  accuracyUnclear:
    "{where} “{variant}”의 정확도는 “{baseline}”에 비해 유의한 차이가 없습니다: {difference}%p{evidence}.",
  trainingHigher:
    "{where} “{variant}”의 훈련 손실(드랍아웃 꺼짐)은 “{baseline}”보다 {difference} 높습니다{evidence}.",
  trainingLower:
    "{where} “{variant}”의 훈련 손실(드랍아웃 꺼짐)은 “{baseline}”보다 {difference} 낮습니다{evidence}.",
  trainingUnclear:
    "{where} “{variant}”의 훈련 손실(드랍아웃 꺼짐)은 “{baseline}”에 비해 유의한 차이가 없습니다: {difference}{evidence}.",
  convergenceSlower:
    "“{variant}”에서는 더 느리게 수렴합니다. “{baseline}”의 최저 검증 손실에 “{baseline}”보다 {difference}에포크 늦게 도달합니다{evidence}.",
  convergenceFaster:
    "“{variant}”에서는 더 빠르게 수렴합니다. “{baseline}”의 최저 검증 손실에 “{baseline}”보다 {difference}에포크 먼저 도달합니다{evidence}.",
  convergenceUnclear:
    "“{baseline}”의 최저 검증 손실에 도달하는 에포크에서 “{variant}”의 차이가 유의하지 않습니다: {difference}에포크{evidence}.",
  convergencePartly:
    "“{variant}”에서는 시드 {seeds}개{missing} 중 {missed}개에서 {limit}에포크 안에 “{baseline}”의 최저 검증 손실에 도달하지 못합니다. 나머지 시드에서는 에포크 {reached}에 도달하며, “{baseline}”에서는 에포크 {baselineEpochs}에 도달합니다.",
  convergenceNever:
    "“{variant}”에서는 시드 {seeds}개{missing} 모두에서 {limit}에포크 안에 “{baseline}”의 최저 검증 손실에 도달하지 못합니다. “{baseline}”에서는 에포크 {baselineEpochs}에 도달합니다.",
  learningSlower:
    "“{variant}”에서는 더 느리게 학습합니다. “{baseline}”의 검증 손실이 최저일 때의 훈련 손실(드랍아웃 꺼짐)에 “{baseline}”보다 {difference}에포크 늦게 도달합니다{evidence}.",
  learningFaster:
    "“{variant}”에서는 더 빠르게 학습합니다. “{baseline}”의 검증 손실이 최저일 때의 훈련 손실(드랍아웃 꺼짐)에 “{baseline}”보다 {difference}에포크 먼저 도달합니다{evidence}.",
  learningUnclear:
    "“{baseline}”의 검증 손실이 최저일 때의 훈련 손실(드랍아웃 꺼짐)에 도달하는 에포크에서 “{variant}”의 차이가 유의하지 않습니다: {difference}에포크{evidence}.",
  learningPartly:
    "“{variant}”에서는 시드 {seeds}개{missing} 중 {missed}개에서 {limit}에포크 안에 “{baseline}”의 검증 손실이 최저일 때의 훈련 손실(드랍아웃 꺼짐)에 도달하지 못합니다. 나머지 시드에서는 에포크 {reached}에 도달하며, “{baseline}”에서는 에포크 {baselineEpochs}에 도달합니다.",
  learningNever:
    "“{variant}”에서는 시드 {seeds}개{missing} 모두에서 {limit}에포크 안에 “{baseline}”의 검증 손실이 최저일 때의 훈련 손실(드랍아웃 꺼짐)에 도달하지 못합니다. “{baseline}”에서는 에포크 {baselineEpochs}에 도달합니다.",
  gainBySize: "{where} 드랍아웃이 없는 비교 조건에 비해 {rate}에서 검증 손실이 달라지는 정도: {places}.",
  gainByWidth: "{where} 드랍아웃이 없는 비교 조건에 비해 {rate}에서 검증 손실이 달라지는 정도: {places}.",

  acrossLower:
    "{where} “{experiment}”의 “{variant}”에서 검증 손실이 “{reference}”의 “{baseline}”보다 {difference} 낮습니다{evidence}.{falling} {besides}",
  acrossHigher:
    "{where} “{experiment}”의 “{variant}”에서 검증 손실이 “{reference}”의 “{baseline}”보다 {difference} 높습니다{evidence}.{falling} {besides}",
  acrossPerhaps:
    "{where} “{experiment}”의 “{variant}”에서 검증 손실이 “{reference}”의 “{baseline}”에 비해 {difference} 달라지지만{evidence}, 비교가 {compared}개이므로 우연일 수 있습니다.{falling} {besides}",
  acrossUnclear:
    "{where} “{experiment}”의 “{variant}”에서 검증 손실은 “{reference}”의 “{baseline}”에 비해 유의한 차이가 없습니다: {difference}{evidence}.{falling} {besides}",

  correlatedLess:
    "{where} 은닉 계층 {layer}의 노드는 “{variant}”에서 “{baseline}”보다 서로 덜 상관되어 있습니다: |r|의 평균 {own}, “{baseline}”에서는 {other}, 차이 {difference}{evidence}.",
  correlatedMore:
    "{where} 은닉 계층 {layer}의 노드는 “{variant}”에서 “{baseline}”보다 서로 더 상관되어 있습니다: |r|의 평균 {own}, “{baseline}”에서는 {other}, 차이 {difference}{evidence}.",
  correlatedPerhaps:
    "{where} 은닉 계층 {layer}에서 노드 사이 |r|의 평균은 “{variant}”에서 {own}, “{baseline}”에서 {other}로 차이가 {difference}이지만{evidence}, 비교가 {compared}개이므로 우연일 수 있습니다.",
  correlatedUnclear:
    "{where} “{variant}”에서 은닉 계층 {layer}의 노드 사이 상관은 “{baseline}”에 비해 유의한 차이가 없습니다: |r|의 평균 {own}, “{baseline}”에서는 {other}, 차이 {difference}{evidence}.",
  correlatedUnclearAll:
    "{where} {set}비교한 조건 {compared}개 모두 은닉 계층 {layer}의 노드 사이 상관이 “{baseline}”에 비해 유의하게 다르지 않습니다. |r|의 평균이 가장 낮은 “{variant}”에서 {own}, “{baseline}”에서 {other}, 차이는 {difference}입니다{evidence}.",

  pairOtherData:
    "“{variant}”, “{baseline}”: 학습하고 평가한 데이터가 서로 다릅니다({differences}). 차이에는 데이터의 차이도 들어 있습니다.",
  pairOtherEpochs: "“{variant}”, “{baseline}”: 학습한 길이가 서로 다릅니다: {differences}.",
  otherDataGroups:
    "이 문장들은 {own}인 데이터에 대한 것입니다. 데이터가 다른 조건은 자기들끼리 비교합니다: {others}.",
  otherDataAlone:
    "비교하지 않은 조건: {names}. 목푯값이 다르며, 회귀의 손실은 각자의 목푯값 분산을 단위로 합니다.",
  missingFromNumbers: "이 수치에 들어가지 않은 실행: {variants}.",
  haltedVariants:
    "연속 반감이 비교 조건 {total}개 중 {count}개를 일찍 멈추었습니다({places}). 멈춘 조건은 비교하지 않습니다. 계속한 조건은 검증 손실로 골랐으므로 검증 손실이 실제보다 좋게 보일 수 있고, 테스트 분할은 그렇지 않습니다.",
  haltedAfter: "{epoch}에포크에서 {count}개",
  otherHalted: "둘 중 하나가 연속 반감으로 일찍 멈춤",
  runsSoFar: "끝나지 않았지만 지금까지의 값으로 계산에 넣은 실행: {total}개 중 {count}개({reasons}).",
  runsLeftOut: "계산에 넣지 않은 실행: {total}개 중 {count}개({reasons}).",

  atLastEpoch: "마지막 에포크에서",
  atLastEpochSoFar: "지금까지의 마지막 에포크에서",
  atBestEpoch: "검증 손실이 가장 낮은 에포크에서",
  whenStopped: "조기 종료(인내 {patience}에포크)를 쓰면",
  afterEpoch: "에포크 {epoch} 뒤에",
  beforeTraining: "학습 전에",
  withEvalForgotten: "추론 모드 전환을 누락했을 때",
  fallingBoth: " 다만 {epochs}에포크 뒤에도 두 손실이 모두 줄고 있으므로, 더 오래 학습한 뒤에 판단하세요.",
  fallingOne:
    " 다만 {epochs}에포크 뒤에도 “{variant}”의 손실이 줄고 있으므로, 더 오래 학습한 뒤에 판단하세요.",
  fallingSome:
    " 다만 {epochs}에포크 뒤에도 손실 {all}개 중 {count}개가 줄고 있으므로, 더 오래 학습한 뒤에 판단하세요.",
  afterOneEpoch: " 다만 1에포크만으로는 판단하기에 이릅니다.",
  ofSize: "{rows}행에서 ",
  ofWidth: "너비 × {width}에서 ",
  ofSizeAndWidth: "{rows}행, 너비 × {width}에서 ",
  interval: "(95% 신뢰 구간 {low} ~ {high}, {over}{missing})",
  intervalCorrected: "(95% 신뢰 구간 {low} ~ {high}, {over}{missing}, 모든 비교로 보정한 p = {p})",
  inOneSeed: "({over}{missing}, 검정하지 않음)",
  inTwoSeeds: "({over}{missing}, 검정하지 않음)",
  overSeedsOfDraw: "이 데이터 하나에서 시드 {seeds}개",
  overSeedsOfSplit: "이 분할 하나에서 시드 {seeds}개",
  overDraws: "새로 생성한 데이터 {seeds}벌",
  overSplits: "무작위 분할 {seeds}개",
  overFolds: "폴드 {seeds}개",
  missingSeeds: "(전체 {planned}개, {reasons})",
  lacking: "({seeds})",
  seedsMissing: "(시드 {planned}개 중 {count}개 빠짐: {reasons})",
  missingOf: "“{variant}”의 시드 {planned}개 중 {count}개({reasons})",
  seedOne: "시드 1개",
  seedsAll: "시드 {count}개",
  seedsOf: "시드 {planned}개 중 {count}개({reasons})",
  countedSoFar: "지금까지의 값으로 계산: {reasons}",
  diverged: "발산 {count}개",
  failed: "실패 {count}개",
  cancelled: "중지 {count}개",
  interrupted: "중단 {count}개",
  queued: "대기 {count}개",
  running: "학습 중 {count}개",
  paused: "일시정지 {count}개",
  named: "“{variant}”{missing}",
  namedMore: "그 밖에 {more}개",
  atRate: "p = {rate}",
  ownRates: "계층별 드랍 확률",
  atSize: "{value}행에서 {difference}{lacking}",
  atSizeUnclear: "{value}행에서 {difference}(우연의 범위 안){lacking}",
  atSizeUntested: "{value}행에서 {difference}(검정하지 않음){lacking}",
  atWidth: "너비 × {value}에서 {difference}{lacking}",
  atWidthUnclear: "너비 × {value}에서 {difference}(우연의 범위 안){lacking}",
  atWidthUntested: "너비 × {value}에서 {difference}(검정하지 않음){lacking}",
  acrossFalling: " 다만 학습이 끝날 때에도 손실이 줄고 있으므로({names}), 더 오래 학습한 뒤에 판단하세요.",
  namedOf: "“{experiment}”의 “{variant}”",
  acrossDifferences: "서로 다른 설정: {differences}.{assumed}",
  acrossAlike: "서로 다른 설정은 없습니다.{assumed}",
  acrossAssumed: " 가정: {assumption}.",
  fileTakenUnchanged: "파일은 경로만 저장되므로, 두 실험 사이에 내용이 바뀌지 않았다고 봅니다",
  otherTask: "분류와 회귀는 비교할 수 없음",
  otherLoss: "손실 함수가 다름",
  otherSource: "데이터 종류가 다름",
  otherResampling: "시드별 데이터가 다름: {own}, {other}",
  otherTest: "테스트 행 수가 달라 폴드도 다름: {own}, {other}",
  otherDataSeed: "데이터 시드가 다름: {own}, {other}",
  otherValidation: "검증 행 수가 다름: {own}, {other}",
  otherTrain: "훈련 행 수가 다름: {own}, {other}",
  otherTargetScale: "목푯값을 표준화한 행 수가 다름: {own}, {other}",
  otherFeatures: "특성 수가 다름: {own}, {other}",
  otherInformative: "유효한 특성 수가 다름: {own}, {other}",
  otherClasses: "클래스 수가 다름: {own}, {other}",
  otherSeparation: "클래스 간격이 다름: {own}, {other}",
  otherLabelNoise: "레이블 잡음이 다름: {own}, {other}",
  otherNoise: "잡음이 다름: {own}, {other}",
  otherGap: "빈 곳의 너비가 다름: {own}, {other}",
  otherFile: "파일이 다름: {own}, {other}",
  otherTarget: "목표 열이 다름: {own}, {other}",
  otherInputs: "입력이 다름: {own}, {other}",
  otherTargets: "목푯값이 다름: {own}, {other}",
  otherTransposed: "한쪽에만 전치된 이미지",
  otherChannels: "이미지 채널 수가 다름: {own}, {other}",
  otherChannelOrder: "색상 값의 순서가 다름: {own}, {other}",
  otherHeight: "이미지 높이가 다름: {own}, {other}",
  otherWidth: "이미지 너비가 다름: {own}, {other}",
  otherHeader: "한쪽에만 머리글 행이 있음",
  otherColumns: "열의 종류나 역할이 다름",
  otherGaps: "빈칸 처리가 다름",
  otherDivision: "행을 나누는 방식이 다름",
  otherGroup: "행을 묶는 그룹이 다름",
  otherNotation: "파일을 읽는 방식이 다름",
  otherScaling: "특성의 척도가 다름",
  noCommonSeed: "공통 시드가 없음",
  noCommonSeedMeasured: "양쪽 모두 측정된 공통 시드가 없음",
  differentNetwork: "신경망(노드 {own}, {other})",
  differentLayers: "계층",
  differentRates: "드랍 확률({own}, {other})",
  differentDropoutScaling: "드랍아웃 스케일링({own}, {other})",
  differentOptimizer: "옵티마이저({own}, {other})",
  differentLearningRate: "학습률({own}, {other})",
  differentOptimizerSettings: "옵티마이저 설정",
  differentEpochs: "에포크({own}, {other})",
  differentBatchSize: "배치 크기({own}, {other})",
  differentSchedule: "학습률 스케줄",
  differentRateOverTime: "시간에 따른 드랍 확률",
  differentAugmentation: "이미지 증강",
  differentClassWeights: "클래스 가중치",
  differentClipping: "기울기 클리핑({own}, {other})",
  differentMaxNorm: "최대 노름({own}, {other})",
  differentLabelSmoothing: "레이블 스무딩({own}, {other})",
  differentProducts: "넓은 계층의 곱({own}, {other})",
  differentL2: "L2 규제({own}, {other})",
  differentEarlyStopping: "조기 종료({own}, {other})",
  differentPatience: "인내({own}, {other})",
  differentPasses: "전환 누락 측정 횟수({own}, {other})",
  differentVersion: "프로그램 버전({own}, {other})",
  differentEnvironment: "실행 환경({own}, {other})",
  differentSeeds: "시드({own}개, {other}개 중 공통 {common}개)",
};
