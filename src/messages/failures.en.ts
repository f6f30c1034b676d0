/**
 * Every named fault, warning and failure in English, by code; {placeholders} are filled from its parameters.
 * One sentence: what happened and what to do next. The Korean twin is typed by this file, so none can be missing.
 */
export const failuresEn = {
  unexpected: "Something unexpected went wrong: {detail}",

  // Faults of an experiment document (src/experiment/faults.ts, semantics.ts).
  missingField: "This field is missing: add it.",
  missingChoice: "This field is missing: add it with one of {allowed}.",
  unknownField: "{field} is not known here: take it out, or use one of {allowed}.",
  unknownFieldNear: "{field} is not known here: did you mean {nearest}? The fields are {allowed}.",
  unknownChoice: "{value} is not known: use one of {allowed}.",
  unknownChoiceNear: "{value} is not known: did you mean {nearest}? The choices are {allowed}.",
  notNumber: "{value} is not a number: write a number, without quotes.",
  notWholeNumber: "{value} is not a whole number: write one without a fraction.",
  notText: "{value} is not a text: put it into quotes.",
  notBoolean: "{value} is neither true nor false: write one of the two, without quotes.",
  notList: "{value} is not a list: put its entries into square brackets.",
  notObject: "{value} is not a group of named fields: put them into braces.",
  notColumn: "{value} is not a column: give its name in quotes, or its number counted from 0.",
  notAllowed: "{value} is not allowed here ({detail}): change it.",
  rateNotBelowOne:
    "{value} is not below 1: a rate is the share of units to drop, so give 0 or more and less than 1.",
  numberTooBig: "{value} is above {limit}: give {limit} or less.",
  numberNotBelow: "{value} is not below {limit}: give less.",
  numberTooSmall: "{value} is below {limit}: give {limit} or more.",
  numberNotAbove: "{value} is not above {limit}: give more.",
  numberUnread: '"{value}" is not a number: write it as 0.01 or 1e-3.',
  numberGrouped:
    '"{value}" may mean thousands or a fraction: leave out separators, and write a decimal point.',
  numberTooLarge: '"{value}" is larger than any number that can be kept: give less.',
  numberTooFine: '"{value}" has more digits than can be kept: the nearest number is {nearest}.',
  numbersAmbiguous:
    '"{value}" can be read in several ways: write decimals with a point (0.1), and a semicolon between numbers.',
  fileNotChosen: "No file is given yet: choose one.",
  textEmpty: "This text is empty: write at least one character.",
  textTooLong: "This text has more than {limit} characters: shorten it.",
  listEmpty: "This list is empty: add at least one entry.",
  listTooLong: "This list has more than {limit} entries: take some out.",
  noDenseLayer:
    "The network has no dense layer, so it has nothing to train: add one with a unit for every output.",
  outputsNotClasses:
    "The last dense layer has {units} units, but the data has {classes} classes: set it to {classes}.",
  outputsNotOne: "The last dense layer has {units} units, but regression has one output: set it to 1.",
  lossForRegression: "meanSquaredError is for regression, but the data has classes: use softmaxCrossEntropy.",
  lossForClassification:
    "softmaxCrossEntropy needs classes, but the data is for regression: use meanSquaredError.",
  informativeAboveFeatures:
    "{informative} informative features are more than the {features} features in all: lower one or raise the other.",
  sameVariantName: "{value} names an earlier variant already: give this one a name of its own.",
  trainAboveData:
    "{train} training samples are more than the data's {limit}: give {limit} or fewer, or let the data have more.",
  widthTooLarge: "A width of {width} makes a layer of more than {units} units: give {limit} or less.",
  sameSeed: "{value} is in the list already, and would give the same run again: take it out or change it.",
  targetNameWithoutHeader:
    "{target} is a name, but the file is said to have no header: give the column's number counted from 0, or set header to true.",
  dataTooLarge:
    "{rows} samples of this many features take more than 1 GB of memory: use {limit} or fewer for training and validation together.",

  // Warnings of an experiment document: allowed but unwise (src/experiment/warnings.ts).
  variantMeant: 'Variant "{variant}": {sentence}',
  dropoutOnInputs:
    "A rate of {rate} before the first dense layer throws away inputs that no other unit can stand in for: 0.2 or less is usual there.",
  dropoutAfterOutput:
    "This drops the network's own answers, which nothing after it can make up for: move it before the last dense layer.",
  dropoutBeforeNothing:
    "This dropout layer is the last one, so it drops the network's own answers: move it before the last dense layer.",
  dropoutTwice: "Two dropout layers in a row act as one with rate {rate}: take one out.",
  dropoutAfterSelu:
    "selu keeps mean and variance steady from layer to layer, and ordinary dropout breaks that: use relu or leakyRelu with dropout.",
  dropoutOnFewUnits:
    "With only {units} units before it, this layer drops all of them for {percent} % of the samples: use more units or a lower rate.",
  denseWithoutActivation:
    "Without an activation since the dense layer before, the two act as one linear layer: add an activation between them.",
  activationBeforeSoftmax:
    "The loss applies softmax itself, and an activation after the last dense layer bends what it gets: take it out.",
  activationAfterRegression:
    "An activation after the last dense layer limits what the network can answer, and targets may be outside that: take it out.",
  noDropoutLayer:
    "The network has no dropout layer, so every variant trains the same: add a dropout layer, or keep one variant.",
  sameVariant:
    'This variant trains the same as "{twin}", so its runs come out the same: change it or take it out.',
  fewValidationSamples:
    "With {validation} validation samples, a single one is {points} points of accuracy, so chance hides what dropout does: use 100 or more.",
  batchAboveTraining:
    "A batch of {batchSize} is more than the {train} training samples, so an epoch is one single step: lower the batch size.",
  learningRateLarge:
    "This optimizer moves each weight by about the learning rate at every step, and {learningRate} is as large as the weights: try 0.001 to 0.01.",
  learningRateLargeSgd:
    "With its momentum this learning rate acts like {reach}, and above 1 training seldom settles: lower it.",
  nesterovAlone:
    "nesterov changes nothing while the momentum is 0: raise the momentum (0.9 is usual) or set nesterov to false.",
  networkLarge:
    "The network has {parameters} parameters, which take about {gigabytes} GB while training: use fewer units if that is too much.",

  // Data sources (src/data).
  fileMissing: "{file} is not there: check its name and folder, or choose it again.",
  fileIsNoFile: "{file} is not a file but a folder or a device: choose a file.",
  fileUnreadable: "{file} cannot be read ({detail}): check that you may open it.",
  fileDamaged: "{file} cannot be unpacked to its end ({detail}): get the file again.",
  tooFewRows:
    "The data holds {rows} samples, too few for {train} training and {validation} validation samples: ask for fewer.",
  oneClass:
    "{file} has only one class ({value}), so there is nothing to tell apart: choose another file or target column.",
  csvNotText: "{file} is not a text file: save the table as CSV, not as a spreadsheet.",
  csvSyntax: "{file} cannot be read as CSV at line {line} ({detail}): correct the quotes there.",
  csvEmpty: "{file} has no rows of data: choose a file with rows below the header.",
  csvTooLarge:
    "{file} has more than {limit} rows, which is more than the lab can divide into training and validation: take out rows.",
  fileChanged: "{file} changed while it was read: wait until nothing writes to it, then start again.",
  csvRowLength: "{file}, line {line} has {cells} fields, but the first line has {columns}: correct the line.",
  csvMissingValue:
    "{file}, line {line}: column {column} has no value: fill it in, or take the row or the column out.",
  csvTextValue:
    '{file}, line {line}: column {column} holds "{value}", which is not a number the lab can use: write categories as numbers (one column each, 0 or 1), or take the column out.',
  csvHeaderLine:
    '{file}, line {line}: column {column} holds "{value}", which is not a number: if this line names the columns, set header to true.',
  csvNoColumn:
    "{file} has no column {target}: its columns are {columns}. If the first line holds data already, set header to false and give the column's number.",
  csvNoColumnNear: "{file} has no column {target}: did you mean {nearest}?",
  csvNoColumnNumber: "{file} has no column {target}: columns are counted from 0, and the last one is {last}.",
  csvTargetTwice: "{file} has more than one column {target}: give the column's number, or rename one.",
  csvNoFeatures:
    "{file} has one column only, so nothing is left to predict it from: add columns, or check that they are separated by commas, semicolons or tabs.",
  csvTooManyClasses:
    "{file}: column {column} has more than {limit} different values, too many for classes: set the task to regression, or choose another target.",
  idxNotIdx: "{file} is not an IDX file: choose a file such as train-images-idx3-ubyte, gzipped or not.",
  idxNotBytes: "{file} is an IDX file, but its values are not unsigned bytes: the lab reads only these.",
  idxNotImages:
    "{file} has {dimensions} dimensions instead of the 3 of images: perhaps the image and label files are swapped.",
  idxNotLabels:
    "{file} has {dimensions} dimensions instead of the 1 of labels: perhaps the image and label files are swapped.",
  idxTooLarge:
    "{file} says that it holds {promised} bytes, more than the lab takes (1 GiB): the file is damaged, or needs to be cut down.",
  idxTooShort:
    "{file} ends too early: its header promises {promised} bytes, and {found} are there. Get the file again.",
  idxTooLong: "{file} goes on after the {promised} bytes that its header promises: get the file again.",
  idxEmpty: "{file} holds images without pixels: get the file again.",
  idxCountsDiffer:
    "{file} holds {images} images, but the label file {labels} labels: choose the two that belong together.",

  // Results made elsewhere (src/experiment/result-check.ts, src/lab/import-result.ts).
  resultFaults: "{file} was not taken in, and nothing has changed. These places are wrong:\n{faults}",
  resultThereAlready:
    'This very result is in the lab already, as "{name}": delete that first to take it in anew.',
  notDate: "{value} is not a point in time: write it as 2026-01-31T09:30:00.000Z.",
  resultVariantUnknown: "The experiment has no variant {variant}: correct the name, or add the variant.",
  resultRateDiffers:
    "The rate is {rate}, but that of the variant {variant} is {expected}: make them the same.",
  resultSeedUnknown: "The experiment has no seed {seed}: correct it, or add the seed.",
  resultRunTwice: "The run of {variant} with seed {seed} stands in the list before: take one out.",
  resultTooManyEpochs:
    "The run has {found} epochs, but the experiment only {epochs}: take out what is too much.",
  resultNotWhole:
    "The run is said to be done, but has {found} of {epochs} epochs: epochs were lost, so get the file again.",
  resultEpochOrder:
    "Epoch {epoch} stands where {expected} should: an epoch is missing, twice there or misplaced.",
  resultAccuracyOfRegression: "A regression has no accuracy: take it out.",
  resultWeightsName:
    "{value} is not the name of a .safetensors file beside this one: give the name without a folder.",
  weightsTooLarge:
    "The weights of this result have more than {limit} MB together: put result.json into a folder of its own, for its measures are whole without them.",
  weightsNotOfNetwork:
    "These weights do not belong to the network ({detail}): get the file again, or set weights to null.",

  // Loading TensorFlow (src/engine/backend.ts).
  backendUnknown: "DROPOUT_LAB_BACKEND is {name}: set it to tensorflow, wasm or cpu, or leave it out.",
  engineUnknown: "DROPOUT_LAB_ENGINE is {name}: set it to plain or graph, or leave it out.",
  engineNeedsNative:
    "DROPOUT_LAB_ENGINE is graph, which needs native TensorFlow, but here is the {backend} backend: leave it out, or run npm run setup.",
  backendUnavailable:
    "The backend {name} does not work here ({detail}): run npm run setup, or see lab doctor for what is missing.",

  // Training (src/engine/run.ts).
  lossNotFinite:
    "The loss became infinite or no number at all in epoch {epoch}: lower the learning rate, and see that no input or target is far out of range.",

  // The desktop shell (electron).
  senderRefused: "The request {verb} did not come from the lab's own page and was refused.",
  documentNotWritten: "{file} could not be written ({detail}): choose another folder, or make room there.",
  documentNotRead:
    "{file} could not be read as an experiment or a result ({detail}): choose a JSON document as docs/formats.md describes it.",
  documentTooLarge:
    "{file} has {megabytes} MB, and a document of this kind {limit} MB at most: see that it is the file that you meant.",
  documentTooManyValues:
    "{file} holds more than {limit} values, which is more than any document of the lab: see that it is the file that you meant.",
  chartRefused:
    "This is not a chart that the lab drew, and it was not written: draw it again, and report it if that happens twice.",

  // About the lab (src/lab/licences.ts).
  licencesNotRead: "{file} could not be read ({detail}): this copy of the lab is not whole, so get it again.",

  // Newer versions (electron/updates).
  updatesNotReached:
    "Whether there is a newer version could not be found out: {address} gave no usable answer ({detail}). See that this machine is online, and ask again.",
  updateNotDownloaded:
    "Version {version} could not be downloaded ({detail}) and nothing was changed: see that the connection holds and the disk has room, and ask again.",
  updateRefused:
    "What was downloaded as version {version} is not what its makers released ({detail}), so it was deleted and nothing was changed. Ask again; if it happens twice, do not install it by hand either, and tell them.",
  updateNotInstalled:
    "The new version could not be put in the place of this one ({detail}), which is as it was: see that its folder is yours to write to and has room, and ask again.",

  // The lab: store, trainer processes, the window's requests (src/runs, src/lab).
  databaseTooNew:
    "{file} was written by a newer Dropout Lab (tables {version}, this one knows {known}) and was left as it is: update this one, or begin a new store, which keeps the file under another name (in a terminal: lab store --help).",
  databaseDamaged:
    "{file} is damaged ({detail}) and was left as it is: restore a backup or begin a new store, which keeps the file under another name (in a terminal: lab store --help).",
  databaseUnusable:
    "The database {file} cannot be used ({detail}): see that the disk has room and that the folder is yours to write to.",
  databaseDiskFull:
    "The disk has no room left for {file} ({detail}): make room there. What was measured until now is kept.",
  databaseReadOnly:
    "{file} cannot be written to ({detail}): make it and its folder yours to write to, or let DROPOUT_LAB_HOME name another folder.",
  noBackup:
    "There is no backup of {file}: `lab store new` begins a new store and keeps the file under another name.",
  noSuchExperiment: "There is no experiment {id}: it may have been deleted; load the list again.",
  idNotUnique: "More than one experiment has an id that begins with {start} ({ids}): write more of it.",
  noSuchRun: "There is no run {id}: its experiment may have been deleted; load the list again.",
  experimentGoesOn: 'Runs of "{name}" have not ended yet: stop them first, then delete it.',
  experimentFaults: "The experiment cannot run as it is. Correct these places:\n{faults}",
  runNotRepeated:
    "Begun again, the run measured something else in epoch {epoch} than before, which was kept: its data files, the machine or the lab have changed since. Put them back as they were, or start the experiment as a new one.",
  checkpointDamaged:
    "The checkpoint {file} is damaged ({detail}) and was passed over. Nothing is lost: the run goes on from an older one, or trains anew what it had trained.",
  checkpointOfAnotherFormat:
    "The checkpoint {file} has the format {format}, of another version of the lab, and was passed over. Nothing is lost: the run trains anew what it had trained.",
  checkpointOfAnotherRun:
    "The checkpoint {file} was made with other data, on another machine or by another version of the lab, and was passed over: the run trains anew what it had trained, and compares it with what was measured.",
  checkpointAhead:
    "The checkpoint {file} is ahead of what the store holds and was passed over: the run goes on from an older one, or trains anew what it had trained.",
  checkpointsNotRead:
    "The checkpoints of a run could not be read ({detail}): it trains anew what it had trained. See that the lab's folder is yours to read.",
  checkpointNotWritten:
    "A checkpoint could not be written ({detail}). The run goes on, but after a crash it would train anew from its last one: see that the disk has room and that the lab's folder is yours to write to.",
  runOfAnotherProcess:
    'The run "{variant}" with seed {seed} belongs to another window or terminal of the lab: pause or stop it there.',
  trainerNotStarted:
    "The training process could not be started ({detail}): build the lab again with `npm run build`.",
  trainerKilled:
    "The training process was ended by {signal}. If nobody did that, memory ran out: use a smaller network or batch, or fewer runs at once. Its last words: {detail}",
  trainerOutOfMemory:
    "The training process ran out of memory ({detail}): use fewer units, a smaller batch or less data, or train fewer runs at once.",
  networkTooLarge:
    "The network has {parameters} parameters, and no more than {limit} can be trained in the memory of this machine: use fewer units.",
  trainerCrashed:
    "The training process crashed with {signal}. If the network is large, memory may have run out: use fewer units or a smaller batch. If not, run it again, and report it if that happens twice. Its last words: {detail}",
  trainerExited:
    "The training process ended by itself with exit code {exitCode}: run it again, and report it if that happens twice. Its last words: {detail}",
  previewGivenUp: "This preview was given up because another one was asked for: ask again to see it.",
  labClosed: "The lab was closed before there was an answer: open it and ask again.",
  weightsDamaged: "These weights are no safetensors file of 32-bit floats ({detail}): write them again.",
  resultNotWritten:
    "The result could not be written into {folder} ({detail}): choose another folder, or make room there.",
  tooManyRequests:
    "The window asks for more than {limit} things at once: wait a moment and try again, and report it if that happens twice.",
  dialogOpen: "A dialog of the lab is open already: answer or close that one first.",
  queueFull:
    "More than {limit} runs would be waiting for their turn: stop some of them, or start this when they are done.",
  fileNotGiven: "The lab was not given the file {file}: choose it again with the file dialog.",
  unknownVerb: "The lab has no verb {verb}: window and lab are of different versions; build both again.",
  badRequest:
    "The request {verb} has a wrong shape and was refused ({detail}): window and lab may be of different versions; build both again.",
} as const;

export type FailureCode = keyof typeof failuresEn;
