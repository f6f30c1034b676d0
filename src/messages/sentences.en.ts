/** What the runs show, in plain English, by code (src/analysis/facts.ts); {placeholders} are filled from the fact. */
export const sentencesEn = {
  forgottenLosesPoints:
    'With eval forgotten this network ("{variant}") loses {points} points of accuracy: {from} % becomes {to} %.',
  forgottenGainsPoints:
    'With eval forgotten this network ("{variant}") gains {points} points of accuracy: {from} % becomes {to} %.',
  forgottenRaisesLoss:
    'With eval forgotten the validation loss of this network ("{variant}") rises by {difference}, from {from} to {to}.',
  forgottenLowersLoss:
    'With eval forgotten the validation loss of this network ("{variant}") falls by {difference}, from {from} to {to}.',
  forgottenUnclear:
    'With eval forgotten there is no visible difference for "{variant}": over {runs} seeds it is within chance.',
  forgottenWithoutDropout: "Nothing is dropped here, so forgetting eval changes nothing.",
  dropoutLowersLoss:
    'Dropout ("{variant}") lowers the validation loss by {difference} against "{baseline}", from {from} to {to}.',
  dropoutRaisesLoss:
    'Dropout ("{variant}") raises the validation loss by {difference} against "{baseline}", from {from} to {to}: it does not help here.',
  dropoutUnclear:
    'Between "{variant}" and no dropout there is no visible difference: over {runs} seeds it is within chance.',
  oneSeed: "This is one seed only: more seeds would show how much of it is chance.",
} as const;

export type SentenceCode = keyof typeof sentencesEn;
