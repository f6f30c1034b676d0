/**
 * What the runs show, in plain English, by code (src/analysis/facts.ts); {placeholders} are filled from the fact. The
 * first part are sentences, the second what stands within them. `where` is the epoch that a sentence speaks of, `set`
 * the size and width of the variants that it compares.
 */
export const sentencesEn = {
  dropoutLowersLoss:
    '{where}, "{variant}" lowers the validation loss by {difference} {evidence} against "{baseline}"{falling}.',
  dropoutRaisesLoss:
    '{where}, "{variant}" raises the validation loss by {difference} {evidence} against "{baseline}"{falling}.',
  dropoutHarms:
    '{where}, "{variant}" raises the validation loss by {difference} {evidence} against "{baseline}": dropout does not help here.',
  dropoutHarmsAll:
    '{where}, "{variant}" raises the validation loss by {difference} {evidence} against "{baseline}", and none of the {compared} variants with dropout{set} lowers it: dropout does not help here.',
  dropoutPerhaps:
    '{where}, "{variant}" changes the validation loss by {difference} {evidence} against "{baseline}", but among {compared} comparisons chance could do that{falling}.',
  dropoutUnclear:
    '{where}, there is no detectable difference in validation loss between "{variant}" and "{baseline}": {difference} {evidence}{falling}.',
  dropoutUnclearAll:
    '{where}, none of the {compared} variants with dropout{set} shows a detectable difference from "{baseline}" in validation loss; the lowest, "{variant}", differs by {difference} {evidence}{falling}.',
  othersUnclearAll:
    '{where}, none of the {compared} variants compared{set} shows a detectable difference from "{baseline}" in validation loss; the lowest, "{variant}", differs by {difference} {evidence}{falling}.',
  forgottenLosesPoints:
    '{where}, eval forgotten costs {difference} points of accuracy {evidence} with "{variant}": it drops from {from}% to {to}%.',
  forgottenGainsPoints:
    '{where}, eval forgotten gains {difference} points of accuracy {evidence} with "{variant}": it rises from {from}% to {to}%.',
  forgottenRaisesLoss:
    '{where}, eval forgotten raises the validation loss by {difference} {evidence} with "{variant}".',
  forgottenLowersLoss:
    '{where}, eval forgotten lowers the validation loss by {difference} {evidence} with "{variant}".',
  forgottenUnclear:
    '{where}, eval forgotten makes no detectable difference with "{variant}": validation loss {difference} {evidence}.',
  forgottenWithoutDropout: "Nothing is dropped here, so forgetting eval changes nothing.",
  fewerThan3Seeds: "Differences over fewer than 3 seeds are not tested: add seeds to gauge chance.",
  ratesAlike:
    '{where}, there is no detectable difference in validation loss between "{variant}" and {names} ({over}).',
  rateBest:
    '{where}, the validation loss with "{variant}" is lower than with each of the other {others} variants{set}.',
  rateLower: '{where}, the validation loss with "{variant}" is lower than with {names} too.',
  rateBeaten: '{where}, the validation loss with "{variant}" is higher than with {names}.',
  gainGone:
    '{where}, no detectable difference remains: "{variant}" then changes the validation loss by {difference} {evidence} against "{baseline}".',
  gainOnly:
    '{where}, "{variant}" lowers the validation loss by {difference} {evidence} against "{baseline}".',
  gainSmaller:
    '{where}, less than half of that gain remains: "{variant}" then lowers the validation loss by {difference} {evidence} against "{baseline}".',
  harmSmaller:
    '{where}, less than half of that rise remains: "{variant}" then raises the validation loss by {difference} {evidence} against "{baseline}".',
  gainTurnsGood:
    '{where}, the effect is reversed: "{variant}" lowers the validation loss by {difference} {evidence} against "{baseline}".',
  gainTurnsBad:
    '{where}, the effect is reversed: "{variant}" raises the validation loss by {difference} {evidence} against "{baseline}".',
  accuracyRises:
    '{where}, "{variant}" raises the accuracy by {difference} points {evidence} against "{baseline}".',
  accuracyFalls:
    '{where}, "{variant}" lowers the accuracy by {difference} points {evidence} against "{baseline}".',
  accuracyUnclear:
    '{where}, there is no detectable difference in accuracy between "{variant}" and "{baseline}": {difference} points {evidence}.',
  trainingHigher:
    '{where}, "{variant}" raises the training loss (dropout off) by {difference} {evidence} against "{baseline}".',
  trainingLower:
    '{where}, "{variant}" lowers the training loss (dropout off) by {difference} {evidence} against "{baseline}".',
  trainingUnclear:
    '{where}, there is no detectable difference in training loss (dropout off) between "{variant}" and "{baseline}": {difference} {evidence}.',
  convergenceSlower:
    '"{variant}" converges more slowly: it first reaches the lowest validation loss of "{baseline}" {difference} epochs {evidence} later than "{baseline}" does.',
  convergenceFaster:
    '"{variant}" converges faster: it first reaches the lowest validation loss of "{baseline}" {difference} epochs {evidence} earlier than "{baseline}" does.',
  convergenceUnclear:
    'There is no detectable difference in the epochs that "{variant}" and "{baseline}" need to reach the lowest validation loss of "{baseline}": {difference} {evidence}.',
  convergencePartly:
    '"{variant}" does not reach the lowest validation loss of "{baseline}" in {missed} of {seeds} seeds{missing} within {limit} epochs; in the others it does at epoch {reached}. "{baseline}" has it at epoch {baselineEpochs}.',
  convergenceNever:
    '"{variant}" does not reach the lowest validation loss of "{baseline}" in any of {seeds} {seeds|seed|seeds}{missing} within {limit} epochs; "{baseline}" has it at epoch {baselineEpochs}.',
  learningSlower:
    '"{variant}" learns more slowly: its training loss (dropout off) first reaches the one that "{baseline}" has at its lowest validation loss {difference} epochs {evidence} later than "{baseline}" does.',
  learningFaster:
    '"{variant}" learns faster: its training loss (dropout off) first reaches the one that "{baseline}" has at its lowest validation loss {difference} epochs {evidence} earlier than "{baseline}" does.',
  learningUnclear:
    'There is no detectable difference in the epochs that "{variant}" and "{baseline}" need to reach the training loss (dropout off) that "{baseline}" has at its lowest validation loss: {difference} {evidence}.',
  learningPartly:
    '"{variant}" does not reach the training loss (dropout off) that "{baseline}" has at its lowest validation loss in {missed} of {seeds} seeds{missing} within {limit} epochs; in the others it does at epoch {reached}. "{baseline}" has it at epoch {baselineEpochs}.',
  learningNever:
    '"{variant}" does not reach the training loss (dropout off) that "{baseline}" has at its lowest validation loss in any of {seeds} {seeds|seed|seeds}{missing} within {limit} epochs; "{baseline}" has it at epoch {baselineEpochs}.',
  gainBySize: "{where}, against the variant without dropout, {rate} changes the validation loss by {places}.",
  gainByWidth:
    "{where}, against the variant without dropout, {rate} changes the validation loss by {places}.",

  acrossLower:
    '{where}, "{variant}" of "{experiment}" has a lower validation loss than "{baseline}" of "{reference}", by {difference} {evidence}{falling}. {besides}',
  acrossHigher:
    '{where}, "{variant}" of "{experiment}" has a higher validation loss than "{baseline}" of "{reference}", by {difference} {evidence}{falling}. {besides}',
  acrossPerhaps:
    '{where}, the validation loss with "{variant}" of "{experiment}" differs by {difference} {evidence} from that with "{baseline}" of "{reference}", but among {compared} comparisons chance could do that{falling}. {besides}',
  acrossUnclear:
    '{where}, there is no detectable difference in validation loss between "{variant}" of "{experiment}" and "{baseline}" of "{reference}": {difference} {evidence}{falling}. {besides}',

  correlatedLess:
    '{where}, the units of hidden layer {layer} are less correlated with "{variant}" than with "{baseline}": mean |r| {own} against {other}, a difference of {difference} {evidence}.',
  correlatedMore:
    '{where}, the units of hidden layer {layer} are more correlated with "{variant}" than with "{baseline}": mean |r| {own} against {other}, a difference of {difference} {evidence}.',
  correlatedPerhaps:
    '{where}, the units of hidden layer {layer} have a mean |r| of {own} with "{variant}" against {other} with "{baseline}", a difference of {difference} {evidence}, but among {compared} comparisons chance could do that.',
  correlatedUnclear:
    '{where}, there is no detectable difference in how correlated the units of hidden layer {layer} are between "{variant}" and "{baseline}": mean |r| {own} against {other}, a difference of {difference} {evidence}.',
  correlatedUnclearAll:
    '{where}, none of the {compared} variants compared{set} shows a detectable difference from "{baseline}" in how correlated the units of hidden layer {layer} are; the lowest, "{variant}", has a mean |r| of {own} against {other}, a difference of {difference} {evidence}.',

  pairOtherData:
    '"{variant}" and "{baseline}" have different data, also to be measured on ({differences}): their difference is that of the data too.',
  pairOtherEpochs: '"{variant}" and "{baseline}" train for different numbers of {differences}.',
  otherDataGroups:
    "These sentences are about the data with {own}. Variants with other data are compared among themselves: {others}.",
  otherDataAlone:
    "Compared with none: {names}. Their targets are others, and a regression's loss is in units of its own targets' variance.",
  missingFromNumbers: "Missing from these numbers: {variants}.",
  haltedVariants:
    "Successive halving halted {count} of {total} variants early ({places}): they are compared with none. Those that went on were chosen by their validation loss, so it flatters them; the test split does not.",
  haltedAfter: "{count} after epoch {epoch}",
  otherHalted: "one of the two was halted early by successive halving",
  runsSoFar: "Counted as far as they came, though not done: {count} of {total} runs ({reasons}).",
  runsLeftOut: "Not counted: {count} of {total} runs ({reasons}).",

  atLastEpoch: "At the last epoch",
  atLastEpochSoFar: "At the last epoch so far",
  atBestEpoch: "At the epoch of the lowest validation loss",
  whenStopped: "With early stopping (patience {patience})",
  afterEpoch: "After epoch {epoch}",
  beforeTraining: "Before training",
  withEvalForgotten: "with eval forgotten",
  fallingBoth: "; after {epochs} epochs both losses still fall: train longer before you judge",
  fallingOne: '; after {epochs} epochs the loss of "{variant}" still falls: train longer before you judge',
  fallingSome:
    "; after {epochs} epochs {count} of these {all} losses still fall: train longer before you judge",
  afterOneEpoch: "; one epoch is too few to judge by",
  ofSize: " with {rows} rows",
  ofWidth: " at width × {width}",
  ofSizeAndWidth: " with {rows} rows at width × {width}",
  interval: "(95% CI {low} to {high} over {over}{missing})",
  intervalCorrected: "(95% CI {low} to {high} over {over}{missing}; corrected for all comparisons p = {p})",
  inOneSeed: "({over}{missing}, not tested)",
  inTwoSeeds: "({over}{missing}, not tested)",
  overSeedsOfDraw: "{seeds} {seeds|seed|seeds} on this one draw",
  overSeedsOfSplit: "{seeds} {seeds|seed|seeds} on this one split",
  overDraws: "{seeds} {seeds|draw|draws} of the data",
  overSplits: "{seeds} random {seeds|split|splits}",
  overFolds: "{seeds} {seeds|fold|folds}",
  missingSeeds: ", of {planned}: {reasons}",
  lacking: " ({seeds})",
  seedsMissing: " ({count} of {planned} seeds missing: {reasons})",
  missingOf: '{count} of {planned} seeds of "{variant}" ({reasons})',
  seedOne: "1 seed",
  seedsAll: "{count} seeds",
  seedsOf: "{count} of {planned} seeds ({reasons})",
  countedSoFar: "counted so far: {reasons}",
  diverged: "{count} diverged",
  failed: "{count} failed",
  cancelled: "{count} stopped",
  interrupted: "{count} interrupted",
  queued: "{count} waiting",
  running: "{count} training",
  paused: "{count} paused",
  named: '"{variant}"{missing}',
  namedMore: "{more} more",
  atRate: "p = {rate}",
  ownRates: "dropout at the layers' own rates",
  atSize: "{difference} with {value} rows{lacking}",
  atSizeUnclear: "{difference} with {value} rows (within chance){lacking}",
  atSizeUntested: "{difference} with {value} rows (not tested){lacking}",
  atWidth: "{difference} at width × {value}{lacking}",
  atWidthUnclear: "{difference} at width × {value} (within chance){lacking}",
  atWidthUntested: "{difference} at width × {value} (not tested){lacking}",
  acrossFalling: "; still falling where training ended: {names}; train longer before you judge",
  namedOf: '"{variant}" of "{experiment}"',
  acrossDifferences: "Settings that differ: {differences}.{assumed}",
  acrossAlike: "No settings differ.{assumed}",
  acrossAssumed: " Assumed: {assumption}.",
  fileTakenUnchanged: "the file did not change between the experiments, since only its place is stored",
  otherTask: "classification and regression cannot be compared",
  otherLoss: "different loss functions",
  otherSource: "different data sources",
  otherResampling: "different data for each seed: {own} and {other}",
  otherTest: "different numbers of test rows, so that the folds are others: {own} and {other}",
  otherDataSeed: "different data seeds: {own} and {other}",
  otherValidation: "different numbers of validation rows: {own} and {other}",
  otherTrain: "different numbers of training rows: {own} and {other}",
  otherTargetScale: "targets standardised over different numbers of rows: {own} and {other}",
  otherFeatures: "different numbers of features: {own} and {other}",
  otherInformative: "different numbers of informative features: {own} and {other}",
  otherClasses: "different numbers of classes: {own} and {other}",
  otherSeparation: "different class separations: {own} and {other}",
  otherLabelNoise: "different label noise: {own} and {other}",
  otherNoise: "different noise: {own} and {other}",
  otherGap: "different widths of the gap: {own} and {other}",
  otherFile: "different files: {own} and {other}",
  otherTarget: "different target columns: {own} and {other}",
  otherInputs: "different inputs: {own} and {other}",
  otherTargets: "different targets: {own} and {other}",
  otherTransposed: "transposed images in one only",
  otherChannels: "grey and colour: {own} and {other} channels",
  otherChannelOrder: "values of colours in another order: {own} and {other}",
  otherHeight: "different heights of images: {own} and {other}",
  otherWidth: "different widths of images: {own} and {other}",
  otherHeader: "a header row in one only",
  otherColumns: "different kinds or roles of columns",
  otherGaps: "gaps treated differently",
  otherDivision: "rows divided into splits differently",
  otherGroup: "rows grouped differently",
  otherNotation: "files read in different ways",
  otherScaling: "features scaled differently",
  noCommonSeed: "no common seed",
  noCommonSeedMeasured: "no common seed that both have measured",
  differentNetwork: "network (units {own}; {other})",
  differentLayers: "layers",
  differentRates: "drop rate ({own}; {other})",
  differentDropoutScaling: "scaling of dropout ({own}; {other})",
  differentOptimizer: "optimizer ({own}; {other})",
  differentLearningRate: "learning rate ({own}; {other})",
  differentOptimizerSettings: "optimizer settings",
  differentEpochs: "epochs ({own}; {other})",
  differentBatchSize: "batch size ({own}; {other})",
  differentSchedule: "learning-rate schedule",
  differentRateOverTime: "drop rate over time",
  differentAugmentation: "augmentation of pictures",
  differentClassWeights: "class weights",
  differentClipping: "gradient clipping ({own}; {other})",
  differentMaxNorm: "max-norm ({own}; {other})",
  differentLabelSmoothing: "label smoothing ({own}; {other})",
  differentProducts: "products of wide layers ({own}; {other})",
  differentL2: "L2 ({own}; {other})",
  differentEarlyStopping: "early stopping ({own}; {other})",
  differentPatience: "patience ({own}; {other})",
  differentPasses: "forgotten-eval passes ({own}; {other})",
  differentVersion: "version of the lab ({own}; {other})",
  differentEnvironment: "environment ({own}; {other})",
  differentSeeds: "seeds ({own}; {other}; {common} in common)",
} as const;

export type SentenceCode = keyof typeof sentencesEn;
