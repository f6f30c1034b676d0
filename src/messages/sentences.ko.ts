import type { SentenceCode } from "./sentences.en";

export const sentencesKo: Record<SentenceCode, string> = {
  dropoutLowersLoss: "“{variant}”에서는 검증 손실이 “{baseline}”보다 {difference} 낮습니다{evidence}.",
  dropoutRaisesLoss: "“{variant}”에서는 검증 손실이 “{baseline}”보다 {difference} 높습니다{evidence}.",
  dropoutHarms:
    "“{variant}”에서는 검증 손실이 “{baseline}”보다 {difference} 높습니다{evidence}. 여기서는 드롭아웃이 도움이 되지 않습니다.",
  dropoutPerhaps:
    "“{variant}”에서는 “{baseline}”에 비해 검증 손실이 {difference} 달라지지만{evidence}, 비교가 {compared}개이므로 우연일 수 있습니다.",
  dropoutUnclear:
    "“{variant}”에서는 “{baseline}”에 비해 검증 손실에 눈에 띄는 차이가 없습니다: {difference}{evidence}.",
  dropoutUnclearAll:
    "변형 {compared}개 모두 “{baseline}”에 비해 검증 손실에 눈에 띄는 차이가 없습니다. 손실이 가장 낮은 “{variant}”의 차이는 {difference}입니다{evidence}.",
  forgottenLosesPoints:
    "“{variant}”에서 eval을 잊으면 정확도가 {difference}%p 떨어집니다{evidence}: {from}% → {to}%.",
  forgottenGainsPoints:
    "“{variant}”에서 eval을 잊으면 정확도가 {difference}%p 올라갑니다{evidence}: {from}% → {to}%.",
  forgottenRaisesLoss: "“{variant}”에서 eval을 잊으면 검증 손실이 {difference} 커집니다{evidence}.",
  forgottenLowersLoss: "“{variant}”에서 eval을 잊으면 검증 손실이 {difference} 작아집니다{evidence}.",
  forgottenUnclear:
    "“{variant}”에서는 eval을 잊어도 눈에 띄는 차이가 없습니다: 검증 손실 {difference}{evidence}.",
  forgottenWithoutDropout: "드롭아웃으로 꺼지는 유닛이 없으므로 eval을 잊어도 달라지지 않습니다.",
  fewerThan3Seeds:
    "시드가 3개 미만이면 검정할 수 없습니다. 시드를 늘리면 우연이 얼마나 되는지 알 수 있습니다.",
  ratesAlike: "“{variant}”의 검증 손실은 다음 변형과 눈에 띄는 차이가 없습니다: {names}(시드 {seeds}개).",
  rateBest: "“{variant}”의 검증 손실은 다른 모든 변형보다 낮습니다.",
  gainGone:
    "{moment} 차이가 더는 보이지 않습니다. “{variant}”의 검증 손실 변화는 {difference}입니다{evidence}.",
  gainOnly: "{moment} “{variant}”의 검증 손실이 “{baseline}”보다 {difference} 낮습니다{evidence}.",
  gainSmaller: "{moment} 그 차이가 절반도 남지 않습니다: {difference}{evidence}.",
  gainTurnsGood: "{moment} 반대가 됩니다. “{variant}”의 검증 손실이 {difference} 낮아집니다{evidence}.",
  gainTurnsBad: "{moment} 반대가 됩니다. “{variant}”의 검증 손실이 {difference} 높아집니다{evidence}.",
  accuracyRises: "“{variant}”에서는 정확도가 “{baseline}”보다 {difference}%p 높습니다{evidence}.",
  accuracyFalls: "“{variant}”에서는 정확도가 “{baseline}”보다 {difference}%p 낮습니다{evidence}.",
  accuracyUnclear:
    "정확도에서는 “{variant}”와(과) “{baseline}”의 차이가 눈에 띄지 않습니다: {difference}%p{evidence}.",
  gainBySize: "드롭아웃이 없을 때에 비해 {variant}에서 검증 손실이 달라지는 정도: {places}.",
  gainByWidth: "드롭아웃이 없을 때에 비해 {variant}에서 검증 손실이 달라지는 정도: {places}.",

  interval: "(95% 신뢰구간 {low} ~ {high}, 시드 {seeds}개)",
  intervalCorrected: "(95% 신뢰구간 {low} ~ {high}, 시드 {seeds}개, 모든 비교로 보정한 p = {p})",
  inOneSeed: "(시드 1개, 검정 불가)",
  inTwoSeeds: "(시드 2개, 검정 불가)",
  named: "“{variant}”",
  namedMore: "그 밖에 {more}개",
  whenStopped: "조기 종료(인내 {patience}에포크)를 쓰면",
  atBestEpoch: "검증 손실이 가장 낮은 에포크에서는",
  atSize: "{value}행에서 {difference}",
  atSizeUnclear: "{value}행에서 {difference}(우연의 범위 안)",
  atWidth: "너비 × {value}에서 {difference}",
  atWidthUnclear: "너비 × {value}에서 {difference}(우연의 범위 안)",
};
