/**
 * Every problem and warning of a document in English, by code: each stands at a place of the document, or beside the
 * field of the window that shows it. This table types its Korean twin, so none can be missing.
 */
export const problemsEn = {
  // Problems of an experiment document (src/experiment/faults.ts, semantics.ts).
  missingField: "This field is missing: add it.",
  missingChoice: "This field is missing: add it with one of {allowed}.",
  unknownField: "{field} is not known here: remove it, or use one of {allowed}.",
  unknownFieldNear: "{field} is not known here: did you mean {nearest}? The fields are {allowed}.",
  unknownChoice: "{value} is not known: use one of {allowed}.",
  unknownChoiceNear: "{value} is not known: did you mean {nearest}? The choices are {allowed}.",
  blockInBlock:
    "A residual block cannot hold another one: put the layers of the inner one into the outer one, or put one block after the other.",
  notNumber: "{value} is not a number: write a number, without quotes.",
  notWholeNumber: "{value} is not a whole number: write one without a fraction.",
  notText: "{value} is not a text: put it in quotes.",
  notBoolean: "{value} is neither true nor false: write one of the two, without quotes.",
  notList: "{value} is not a list: put its entries in square brackets.",
  notObject: "{value} is not a group of named fields: put them in braces.",
  notColumn: "{value} is not a column: give its name in quotes, or its number.",
  notAllowed: "{value} is not allowed here: change it.",
  notTextOrNumber: "{value} is neither a text nor a number: write one of the two.",
  tooManyValues:
    "This part holds more than {limit} values, more than any document of the lab: check that it is the right file.",
  rateNotBelowOne:
    "{value} is not below 1: a rate is the share of units to drop, so give 0 or more and less than 1.",
  numberTooBig: "{value} is above {limit}: give {limit} or less.",
  numberNotBelow: "{value} is not below {limit}: give a smaller number.",
  numberTooSmall: "{value} is below {limit}: give {limit} or more.",
  numberNotAbove: "{value} is not above {limit}: give a larger number.",
  numberUnread: '"{value}" is not a number: write it as 0.01 or 1e-3.',
  numberGrouped:
    '"{value}" may mean thousands or a fraction: leave out separators, and write a decimal point.',
  numberTooLarge: '"{value}" is larger than any number that can be kept: give less.',
  numberTooFine: '"{value}" has more digits than can be kept: the nearest number is {nearest}.',
  numbersAmbiguous:
    '"{value}" can be read in several ways: write decimals with a point (0.1), and a semicolon between numbers.',
  fileNotChosen: "No file is chosen yet: choose one.",
  textEmpty: "This text is empty: write at least one character.",
  textTooLong: "This text has more than {limit} characters: shorten it.",
  listEmpty: "Add at least one entry.",
  layersEmpty: "Add at least one layer.",
  variantsEmpty: "Add at least one variant.",
  seedsEmpty: "Add at least one seed.",
  listTooLong: "This list has more than {limit} entries: remove some.",
  noDenseLayer:
    "The network has no dense or convolutional layer, so it has nothing to train: add one with one unit per output.",
  outputsNotClasses:
    "The last dense or convolutional layer has {units} {units|output|outputs}, but the data has {classes} classes: set it to {classes}.",
  outputsNotOne:
    "The last dense or convolutional layer has {units} outputs, but regression has one output: set it to 1.",
  lossForRegression: "meanSquaredError is for regression, but the data has classes: use softmaxCrossEntropy.",
  labelSmoothingWithoutClasses:
    "Label smoothing spreads targets over classes, and this loss has none: set it to 0 or use softmaxCrossEntropy.",
  classWeightsWithoutClasses:
    "Class weights need classes, and this loss has none: use none or softmaxCrossEntropy.",
  classicRateOverTime:
    "Classic scaling multiplies by 1 − p at inference, but p changes from epoch to epoch here: use inverted scaling or a constant rate.",
  lossForClassification:
    "softmaxCrossEntropy needs classes, but the data is for regression: use meanSquaredError.",
  informativeAboveFeatures:
    "{informative} informative features are more than the {features} features in total: lower one or raise the other.",
  sameVariantName: "An earlier variant is already named {value}: give this one another name.",
  trainAboveData:
    "{train} training samples are more than the data's {limit}: give {limit} or fewer, or raise the data's training samples.",
  widthTooLarge: "A width of {width} makes a layer of more than {units} units: give {limit} or less.",
  setUnknown: "{path} is no place in this experiment: correct it, or use a setting that the experiment has.",
  setShared:
    "{path} says which runs there are, or holds settings of several kinds, so a variant cannot set it: remove it here, and set one setting at a time.",
  setMeasured:
    "{path} decides on which rows or how all variants are measured, so it is the same for all of them: remove it here, and change it for the whole experiment.",
  setOtherData:
    "{path} makes other data of them, or another question, whose losses could not be compared: remove it here, and make an experiment of its own. Compare shows both.",
  setLoss:
    "{path} follows from what the data ask for, and values of two loss functions cannot be compared: remove it here.",
  setEpochsHalved:
    "Successive halving ranks variants after equal epochs: remove this, or turn successive halving off.",
  setTrain: 'A variant\'s number of training samples is its "train": move it there.',
  sameSeed: "{value} is already in the list and would repeat the same run: remove it or change it.",
  drawsOfFiles: "The rows of files cannot be drawn anew: use splits or folds, which divide them anew.",
  splitsOfDraws: "The lab draws this data itself, so there are no rows to divide anew: use draws.",
  resampleInOrder:
    "Rows in the order of time cannot be divided at random, because later ones would train for earlier ones: use none, or divide the rows at random.",
  foldsOfGroups:
    "Rows in groups cannot be divided into folds of equal size: use splits, which keep groups whole.",
  halvingWithEarlyStopping:
    "Successive halving ranks variants after equal epochs, and early stopping ends runs before: turn one of them off.",
  halvingTooLate:
    "All {epochs} epochs are over at the first ranking, after epoch {first}: rank earlier, train longer, or turn successive halving off.",
  oneFold:
    "{validation} validation rows are more than the {rest} others, so there are no two folds: lower the validation rows, or use splits.",
  targetNameWithoutHeader:
    "{target} is a name, but header is false: give the column's number counted from 0, or set header to true.",
  severalTargets: "More than one column has the role target ({columns}): leave it to one.",
  groupNotAmongColumns: "{group} is none of the columns listed: correct the group column or the columns.",
  groupIsTarget: "{group} is the target, so it cannot divide the rows into groups: name another column.",
  targetNotAmongColumns: "{target} is none of the columns listed: correct the target or the columns.",
  targetHasOtherRole: "{target} is the target, but has another role among the columns: make them agree.",
  sizeOfOthers:
    "Images of {size} values are no rows of {features} {features|feature|features}: change height, width or colours.",
  sizeOfWords:
    "Rows with other columns than numbers ({columns}) are no images: leave these out, or remove the size.",
  sizeOfScaled:
    "A size of images goes with the scaling by255 or none: change the scaling, or remove the size.",
  columnNoFeature: "Texts cannot be features ({columns}): make them categories, or leave them out.",
  dataTooLarge:
    "{rows} samples with this many features need more than 1 GB of memory: use {limit} or fewer for training and validation together.",

  // Warnings of an experiment document: allowed but unwise (src/experiment/warnings.ts).
  dropoutOnInputs:
    "A rate of {rate} before the first dense or convolutional layer drops inputs that no other unit can replace: 0.2 or less is usual there (Srivastava et al. 2014).",
  dropoutAfterOutput:
    "This drops the network's outputs, and no later layer can compensate: move it before the last dense or convolutional layer.",
  dropoutBeforeNothing:
    "This dropout layer is the last layer, so it drops the network's outputs: move it before the last dense or convolutional layer.",
  dropoutTwice: "Two dropout layers in a row act as one with rate {rate}: remove one.",
  dropoutAfterSelu:
    "selu keeps mean 0 and variance 1 from layer to layer, and dropping units to 0 breaks that: use alphaDropout here, or relu instead of selu (Klambauer et al. 2017).",
  alphaDropoutAlone:
    "alphaDropout is made for the layer right after selu: elsewhere units have another mean and variance, and it adds a shift to all of them (Klambauer et al. 2017): use dropout here, or put selu before it.",
  dropoutBeforeBatchNorm:
    "Batch normalization follows in layer {layer}: dropout gives its inputs more variance in training than in evaluation, which its running statistics then misjudge. Move dropout behind it (Li et al. 2018).",
  dropoutOnMaps:
    "Neighbouring values of a map are much alike, so the next layer still sees what single dropped values held: use spatialDropout, which drops whole maps (Tompson et al. 2015).",
  dropoutNotScaled:
    "Nothing makes up for dropped units here, so at a rate of {rate} the next layer gets {factor} times as much at inference as the mean in training: set scaling to inverted or classic.",
  dropoutOnFewUnits:
    "With only {units} {units|unit|units} before it, this layer drops all of them for {percent}% of the samples: use more units or a lower rate.",
  reshapeSize:
    "An image of this height, width and channels has {values} values, but {before} come in: make the product {before}.",
  batchOfOneRow:
    "Batch normalization needs two samples or more in each batch, but {train} training samples in batches of {batchSize} leave one in the last: change the batch size or the number of samples.",
  augmentNeedsPictures:
    "Augmentation needs images: this data has {features} {features|feature|features} in a row. Turn it off, or take data of images.",
  shiftBeyondPicture:
    "Shifted by up to {shift} pixels, an image of {height} × {width} could leave its frame: set shift below {limit}.",
  needsPictures:
    "This layer needs images, but {values} {values|value|values} in a row come in: put a reshape layer before it, or remove it.",
  outputsOfMaps:
    "The network puts out {values} values, and {outputs} are needed: end it with a dense layer, or with the global average of {outputs} {outputs|filter|filters}.",
  pictureTooSmall:
    "A window of {size} × {size} pixels is larger than the image of {height} × {width} that comes in: make it smaller, set padding to same, or remove a pooling layer before it.",
  shortcutShape:
    "The layers of this block turn {before} into {after}, and no stride of the shortcut leads there: set padding to same in the block.",
  stochasticDepthPlace:
    "This drops all values of a sample, and only the shortcut of a residual block makes up for that: make it the last layer of a block.",
  normOfOneValue:
    "Layer normalization over a single value gives the same for every sample: put it where a layer has more units, or add a flatten layer before it.",
  spatialDropoutOnRow:
    "A row of values has no maps, so each unit is dropped by itself: use dropout, or put this layer before the images become rows.",
  denseWithoutActivation:
    "Without an activation between them, this layer and the last one with weights before it act as one linear layer: add an activation.",
  activationBeforeSoftmax:
    "The loss applies softmax itself, and an activation after the last dense or convolutional layer distorts its input: remove it.",
  activationAfterRegression:
    "An activation after the last dense or convolutional layer limits the outputs, and targets may lie outside that range: remove it.",
  noDropoutLayer:
    "The network has no dropout layer, so every variant trains the same: add a dropout layer, or keep one variant.",
  sameVariant:
    'This variant is the same as "{twin}", so its runs give the same results: change it or remove it.',
  fewValidationSamples:
    "With {validation} validation {validation|sample|samples}, each one makes up {points}% of every measure, so chance hides the effect of dropout: use 100 or more.",
  batchAboveTraining:
    "A batch of {batchSize} is more than the {train} training {train|sample|samples}, so each epoch is a single step: lower the batch size.",
  learningRateLarge:
    "This optimizer changes each weight by about the learning rate in every step, and {learningRate} is as large as the weights: try 0.001 to 0.01.",
  learningRateLargeSgd:
    "With this momentum the learning rate acts like {reach}, and above 1 training rarely converges: lower it.",
  nesterovAlone:
    "nesterov has no effect while the momentum is 0: raise the momentum (0.9 is usual) or set nesterov to false.",
  rateOverTimeUnused:
    "The network has no layer that drops, so there is no rate to change: add a dropout layer.",
  warmupWholeRun:
    "A warm-up of {warmup} {warmup|epoch|epochs} leaves no epoch of {epochs} for the schedule, which never begins: shorten the warm-up or train longer.",
  scheduleWithoutEffect:
    "Within {epochs} {epochs|epoch|epochs} this schedule never changes the learning rate: let it act earlier, or train longer.",
  rateOverTimeConstant:
    "In all {epochs} {epochs|epoch|epochs} every rate is at {percent}% of its value, so it never changes: give fewer epochs here, or train longer.",
  earlyStoppingTooLate:
    "A run of {epochs} {epochs|epoch|epochs} ends before {patience} {patience|epoch|epochs} without a better one can stop it: lower the patience, or restore the best weights.",
  productsOfNarrowLayers:
    "No dense layer has {weights} weights or more, so bfloat16 changes nothing here: use float32, or wider layers.",
  batchLarge:
    "What the layers put out for a batch takes about {gigabytes} GB during training: use fewer filters or units, a stride, a pooling layer or a smaller batch if that is too much.",
  networkLarge:
    "The network has {parameters} parameters, which need about {gigabytes} GB during training: use fewer units if that is too much.",

  // Results made elsewhere (src/experiment/result-check.ts, src/documents/read-result.ts).
  notDate: "{value} is not a point in time: write it as 2026-01-31T09:30:00.000Z.",
  resultVariantUnknown: "The experiment has no variant {variant}: correct the name, or add the variant.",
  resultRateDiffers:
    "The rate is {rate}, but that of the variant {variant} is {expected}: make them the same.",
  resultSeedUnknown: "The experiment has no seed {seed}: correct it, or add the seed.",
  resultRunTwice: "The run of {variant} with seed {seed} is already in the list: remove one.",
  resultTooManyEpochs:
    "The run has {found} epochs, but the experiment has only {epochs}: remove the extra ones.",
  resultNotWhole:
    "The run is marked as done, but has {found} of {epochs} epochs: epochs were lost, so get the file again.",
  resultEpochOrder:
    "Epoch {epoch} stands where epoch {expected} should: an epoch is missing, repeated or misplaced.",
  resultAccuracyOfRegression: "A regression has no accuracy: remove it.",
  resultEndEpoch:
    "What was measured at the end is of epoch {epoch}, but the document chooses epoch {expected}: the file was changed, so get it again.",
  resultEndOfUnfinished: "Only a run that is done is measured at its end: remove this part.",
  resultMeasureOfOtherTask: "The data's task has no {measure}: remove it.",
  resultConfusion:
    "The confusion matrix does not fit: it needs {classes} rows of {classes} numbers that add up to {rows}.",
  resultWeightsName:
    "{value} is not the name of a .safetensors file beside this one: give the name without a folder.",

  // The weights beside a result (src/artifacts/safetensors.ts, weights-check.ts).
  weightsDamaged: "These weights are not a safetensors file of 32-bit floats: save them again.",
  weightsHeaderField:
    "These weights are not a safetensors file of 32-bit floats: {field} is wrong in their header. Save them again.",
  weightsTensorPlace:
    "These weights are not a safetensors file of 32-bit floats: the tensor {tensor} does not have the bytes of its shape, or they stand in the wrong place. Save them again.",
  weightsLength:
    "These weights are not a safetensors file of 32-bit floats: the file has {found} bytes of tensors, but its header promises {promised}. Save them again.",
  weightsTensorMissing:
    "These weights do not belong to the network, because {tensor} is missing: get the file again, or set weights to null.",
  weightsTensorShape:
    "These weights do not belong to the network, because {tensor} has shape {found} in place of {expected}: get the file again, or set weights to null.",
  weightsTensorNotFinite:
    "These weights cannot be used, because {tensor} has values that are not finite: get the file again, or set weights to null.",
  weightsTensorUnknown:
    "These weights do not belong to the network, because {tensor} is of no layer: get the file again, or set weights to null.",
} as const;

export type ProblemCode = keyof typeof problemsEn;
