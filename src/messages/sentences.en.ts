/**
 * What the runs show, in plain English, by code (src/analysis/facts.ts); {placeholders} are filled from the fact. The
 * first part are sentences, the second what stands within them.
 */
export const sentencesEn = {
  dropoutLowersLoss:
    '"{variant}" lowers the validation loss by {difference} {evidence} against "{baseline}".',
  dropoutRaisesLoss:
    '"{variant}" raises the validation loss by {difference} {evidence} against "{baseline}".',
  dropoutHarms:
    '"{variant}" raises the validation loss by {difference} {evidence} against "{baseline}": dropout does not help here.',
  dropoutPerhaps:
    '"{variant}" changes the validation loss by {difference} {evidence} against "{baseline}", but among {compared} comparisons chance could do that.',
  dropoutUnclear:
    'Between "{variant}" and "{baseline}" no difference in validation loss can be seen: {difference} {evidence}.',
  dropoutUnclearAll:
    'None of {compared} variants differs visibly from "{baseline}" in validation loss; the lowest, "{variant}", by {difference} {evidence}.',
  forgottenLosesPoints:
    'Eval forgotten costs {difference} points of accuracy {evidence} with "{variant}": {from} % becomes {to} %.',
  forgottenGainsPoints:
    'Eval forgotten gains {difference} points of accuracy {evidence} with "{variant}": {from} % becomes {to} %.',
  forgottenRaisesLoss:
    'Eval forgotten raises the validation loss by {difference} {evidence} with "{variant}".',
  forgottenLowersLoss:
    'Eval forgotten lowers the validation loss by {difference} {evidence} with "{variant}".',
  forgottenUnclear:
    'Eval forgotten makes no difference that can be seen with "{variant}": validation loss {difference} {evidence}.',
  forgottenWithoutDropout: "Nothing is dropped here, so forgetting eval changes nothing.",
  fewerThan3Seeds:
    "With fewer than 3 seeds no test is possible: how much of this is chance, more seeds would show.",
  ratesAlike: 'No difference can be seen between "{variant}" and {names} ({seeds} seeds).',
  rateBest: 'With "{variant}" the validation loss is lower than with every other variant.',
  gainGone:
    '{moment} the difference can no longer be seen: "{variant}" then changes the validation loss by {difference} {evidence}.',
  gainOnly:
    '{moment}, "{variant}" lowers the validation loss by {difference} {evidence} against "{baseline}".',
  gainSmaller: "{moment} less than half of that is left: {difference} {evidence}.",
  gainTurnsGood:
    '{moment} it is the other way round: "{variant}" lowers the validation loss by {difference} {evidence}.',
  gainTurnsBad:
    '{moment} it is the other way round: "{variant}" raises the validation loss by {difference} {evidence}.',
  accuracyRises: '"{variant}" raises the accuracy by {difference} points {evidence} against "{baseline}".',
  accuracyFalls: '"{variant}" lowers the accuracy by {difference} points {evidence} against "{baseline}".',
  accuracyUnclear:
    'In accuracy no difference from "{baseline}" can be seen with "{variant}": {difference} points {evidence}.',
  gainBySize: "Against no dropout, {variant} changes the validation loss by {places}.",
  gainByWidth: "Against no dropout, {variant} changes the validation loss by {places}.",

  interval: "(95% CI {low} to {high}, {seeds} seeds)",
  intervalCorrected: "(95% CI {low} to {high}, {seeds} seeds; corrected for all comparisons p = {p})",
  inOneSeed: "(one seed, not tested)",
  inTwoSeeds: "(two seeds, not tested)",
  named: '"{variant}"',
  namedMore: "{more} more",
  whenStopped: "With early stopping (patience {patience})",
  atBestEpoch: "At the epoch of the lowest validation loss",
  atSize: "{difference} with {value} rows",
  atSizeUnclear: "{difference} with {value} rows (within chance)",
  atWidth: "{difference} at width × {value}",
  atWidthUnclear: "{difference} at width × {value} (within chance)",
} as const;

export type SentenceCode = keyof typeof sentencesEn;
