import type { SentenceCode } from "./sentences.en";

export const sentencesKo: Record<SentenceCode, string> = {
  forgottenLosesPoints:
    "eval을 잊으면 이 신경망(“{variant}”)의 정확도가 {points}%p 떨어집니다({from}% → {to}%).",
  forgottenGainsPoints:
    "eval을 잊으면 이 신경망(“{variant}”)의 정확도가 {points}%p 올라갑니다({from}% → {to}%).",
  forgottenRaisesLoss:
    "eval을 잊으면 이 신경망(“{variant}”)의 검증 손실이 {difference}만큼 커집니다({from} → {to}).",
  forgottenLowersLoss:
    "eval을 잊으면 이 신경망(“{variant}”)의 검증 손실이 {difference}만큼 작아집니다({from} → {to}).",
  forgottenUnclear:
    "“{variant}”에서는 eval을 잊어도 눈에 띄는 차이가 없습니다. 시드 {runs}개에서 우연의 범위 안입니다.",
  forgottenWithoutDropout: "드롭아웃으로 꺼지는 유닛이 없으므로 eval을 잊어도 달라지지 않습니다.",
  dropoutLowersLoss:
    "드롭아웃(“{variant}”)이 “{baseline}”보다 검증 손실을 {difference}만큼 줄입니다({from} → {to}).",
  dropoutRaisesLoss:
    "드롭아웃(“{variant}”)이 “{baseline}”보다 검증 손실을 {difference}만큼 키웁니다({from} → {to}). 여기서는 도움이 되지 않습니다.",
  dropoutUnclear:
    "“{variant}”에서는 드롭아웃이 없을 때와 눈에 띄는 차이가 없습니다. 시드 {runs}개에서 우연의 범위 안입니다.",
  oneSeed: "시드 하나만 돌린 결과입니다. 시드를 늘리면 우연이 얼마나 되는지 알 수 있습니다.",
};
