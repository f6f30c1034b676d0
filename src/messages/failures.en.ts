import { problemsEn } from "./problems.en";
import { readingEn } from "./reading.en";
import { tableEn } from "./table.en";
import { underTable } from "./under-table";

/**
 * Every named problem, warning and failure in English, by code; {placeholders} are filled from its parameters.
 * One sentence: what happened and what to do next. This file types its Korean twin, so none can be missing.
 */
export const failuresEn = {
  ...problemsEn,
  ...readingEn,
  // What is wrong with a table, as `tableNoRows`.
  ...underTable(tableEn),
  unexpected: "Something unexpected went wrong: {detail}",

  // How problems of a document are listed (failure.ts).
  wholeDocument: "the document",
  variantMeant: 'Variant "{variant}": {sentence}',
  moreProblems: "… and {more} more.",

  // Data sources (src/data).
  fileMissing: "{file} does not exist: check its name and folder, or choose it again.",
  fileIsNoFile: "{file} is a folder or a device: choose a file.",
  fileUnreadable: "{file} cannot be read ({detail}): check that you may open it.",
  fileDamaged: "{file} is damaged or cut off and cannot be unpacked to its end: get the file again.",
  tooFewRows:
    "The data has {rows} {rows|sample|samples}, too few for {train} training, {validation} validation and {test} test samples: use fewer.",
  groupsAboveTraining:
    "None of the {groups} groups fits into {count} training samples; the smallest has {least}. Ask for that many or more.",
  groupsAboveValidation:
    "None of the groups left fits into {count} validation samples; the smallest of them has {least} (of {groups} groups). Use other numbers of samples.",
  oneClass:
    "{file} has only one class ({value}), so there is nothing to classify: choose another file or target column.",
  tooManyClasses:
    "{file}: the labels have more than {limit} different values, too many for classes: choose another file.",
  dataIsPage:
    "{file} is a web page, not data: the download failed or asked for a login, so get the file again.",
  csvNotText: "{file} is not a text file: save the table as CSV, not as a spreadsheet.",
  csvSyntax:
    "{file}, line {line}, field {column}: a quotation mark stands inside the text. Put the whole field into quotation marks and double those inside.",
  csvQuoteOpen: "{file}, line {line}, field {column}: the quotation mark is never closed. Close it there.",
  csvRowTooLong:
    "{file}: the row that begins in line {line} has more than {limit} MB. See whether a quotation mark there is never closed.",
  csvEmpty: "{file} has no rows of data: choose a file with rows below the header.",
  csvTooLarge:
    "{file} has more than {limit} rows, more than the lab can split into training and validation: remove rows.",
  fileChanged: "{file} changed while it was being read: wait until nothing writes to it, then start again.",
  csvRowLength: "{file}, line {line} has {cells} fields, but the first line has {columns}: correct the line.",
  csvMissingValue:
    "{file}, line {line}: column {column} has no value: fill it in, or remove the row or the column.",
  csvTextValue:
    '{file}, line {line}: column {column} holds "{value}", which is not a number the lab can use: write categories as numbers (one column each, 0 or 1), or remove the column.',
  csvHeaderLine:
    '{file}, line {line}: column {column} holds "{value}", which is not a number: if this line names the columns, set header to true.',
  tableProblems: "{file} cannot be trained on as it stands:\n{faults}",
  tableWishesUnused:
    "{file} is no table: a target, a task and a claim are for tables. In a document, change them there.",
  csvNoColumn:
    "{file} has no column {target}: its columns are {columns}. If the first line holds data, set header to false and give the column's number.",
  csvNoColumnNear: "{file} has no column {target}: did you mean {nearest}?",
  csvNoColumnNumber: "{file} has no column {target}: columns are counted from 0, and the last one is {last}.",
  csvTargetTwice: "{file} has more than one column {target}: give the column's number, or rename one.",
  csvNoFeatures:
    "{file} has only one column, so there are no features: add columns, or check that commas, semicolons or tabs separate them.",
  csvTooManyClasses:
    "{file}: column {column} has more than {limit} different values, too many for classes: set the task to regression, or choose another target.",
  idxNotIdx: "{file} is not an IDX file: choose a file such as train-images-idx3-ubyte, gzipped or not.",
  idxNotBytes:
    "{file} is an IDX file, but its values are not unsigned bytes: the lab reads these, and integers (type 12) as labels.",
  idxNotImages:
    "{file} has {dimensions} dimensions instead of the 3 of images: perhaps the image and label files are swapped.",
  idxNotLabels:
    "{file} has {dimensions} dimensions instead of the 1 of labels: perhaps the image and label files are swapped.",
  idxTooLarge:
    "{file} has {promised} bytes by its header, more than the limit of 1 GiB: it is damaged or too large, so use a smaller file.",
  idxTooShort:
    "{file} ends too early: its header promises {promised} bytes, but it has {found}. Get the file again.",
  idxTooLong: "{file} is longer than the {promised} bytes that its header promises: get the file again.",
  idxEmpty: "{file} holds images without pixels: get the file again.",
  idxNoImages:
    "{file} holds no images in the format of MNIST (it has: {names}): take the file of the images by itself.",
  idxNoLabels:
    "{file} holds no labels in the format of MNIST (it has: {names}): take the file of the labels by itself.",
  idxSeveral:
    "{file} holds several data sets ({names}): unpack it and take the two files that belong together.",
  filesTooMany: "{file} holds more than {limit} files: take a folder with only those of the data.",
  idxCountsDiffer:
    "{file} has {images} images, but the label file has {labels} labels: choose two files that belong together.",
  npzNotArrays: "{file} holds no arrays of NumPy: choose a file that numpy.savez wrote.",
  npzTooManyArrays: "{file} has more than {limit} arrays: save only those that are needed.",
  npzTooManySamples: "{file}: the array {array} has more than {limit} samples: save fewer.",
  npzNoPair: "{file} has the arrays {arrays}: choose which are the inputs and which the targets.",
  npzOneArray: "{file} is one array, {array}: name the file of the targets too.",
  npzSeveral: "{file} holds several .npz files ({names}): take one of them by itself.",
  npzTooLarge: "{file} holds {name}, which is too large to unpack on the way: unpack it first.",
  arraysNoPair:
    'Which of {files} has the inputs and which the targets is not clear: call them x.npy and y.npy, or save them with numpy.savez("data.npz", x=x, y=y).',
  arraysLeftOut: "Left out, because two arrays are read, inputs and targets: {files}",
  npzNoArray: "{file} has no array {array}: its arrays are {arrays}.",
  npzType:
    '{file}: the array {array} has the type "{type}", which the lab does not read: save numbers, or labels as texts of a fixed length.',
  npzShape:
    "{file}: the array {array} has the shape {shape}: inputs are samples × features, or samples × height × width with or without channels.",
  npzTargetShape:
    "{file}: the array {array} has the shape {shape}: targets are one value for each sample, or a row with a single 1 for its class.",
  npzCountsDiffer:
    "{file}: {inputs} has {samples} {samples|sample|samples}, but {targets} has {targetCount}: choose two arrays that belong together.",
  npzNotFinite:
    "{file}: {count} {count|value|values} of the array {array} {count|is|are} missing (NaN), infinite or beyond 1e150: replace {count|it|them} first.",
  npzNotClasses:
    "{file}: the array {array} holds values that are not whole numbers, so they are no classes: set the task to regression, or choose other targets.",
  npzNotNumbers:
    "{file}: the array {array} holds texts: set the task to classification, or choose other targets.",
  picturesNone:
    "{file} holds no images in folders: choose a folder, or a zip, with one folder of PNG or JPEG files for each class.",
  picturesNoneUsable: "{file} holds no image that the lab can read ({files}): save them as PNG or JPEG.",
  picturesSplit:
    "{file} has the folders {folders}, which are parts of a data set and no classes: choose one of them; the lab divides its images into training and validation.",
  picturesTooMany:
    "{file} has more than {limit} files, too many for images of this size: take fewer, or make them smaller.",
  picturesBroken: "Left out as broken or no images: {count} ({files})",
  idxMayBeTransposed:
    "Images of 28 × 28 in {classes} classes may be EMNIST's, which are stored column by column. If they lie on their side, have them turned over.",
  picturesCmyk: "Left out as JPEG in the colours of print (CMYK): {count} ({files}). Save them as RGB.",
  picturesOther: "Left out as neither PNG nor JPEG: {count} ({files})",
  picturesLarge: "Left out as larger than 64 megapixels or 64 MiB: {count} ({files})",
  picturesBeside: "Left out because they lie in no class's folder: {count} ({files})",

  // Results made elsewhere (src/documents/read-result.ts).
  resultFaults: "{file} was not imported, and nothing has changed. It has these problems:\n{faults}",
  resultThereAlready:
    'This very result is in the lab already, as "{name}": open it in the history, or delete it there to take it in anew.',
  resultTrainedHere: 'This result was trained in this lab: open "{name}" in the history.',
  weightsTooLarge:
    "The weights of this result are more than {limit} MB in total: move result.json into another folder and import it without them.",

  // Loading TensorFlow (src/engine/backend.ts).
  backendUnknown: "DROPOUT_LAB_BACKEND is {name}: set it to tensorflow, wasm or cpu, or unset it.",
  engineUnknown: "DROPOUT_LAB_ENGINE is {name}: set it to plain or graph, or unset it.",
  engineNeedsNative:
    "DROPOUT_LAB_ENGINE is graph, which needs native TensorFlow, but the backend is {backend}: unset it, or run npm run setup.",
  backendUnavailable:
    "The backend {name} does not work here ({detail}): run npm run setup, or use another backend.",

  // Training (src/engine/run.ts).
  lossNotFinite:
    "The loss became infinite or NaN in epoch {epoch}: lower the learning rate, and check that no input or target is far out of range.",

  // The desktop shell (electron).
  senderRefused: "The request {verb} did not come from the lab's own page and was refused.",
  documentNotWritten: "{file} could not be written ({detail}): choose another folder, or make room there.",
  fileProtected:
    "{file} is a database or another file that the lab needs, and was not changed: choose another name or folder.",
  documentNotRead:
    "{file} could not be read as an experiment or a result ({detail}): choose a JSON document as docs/formats.md describes it.",
  documentSyntax:
    "{file} is not valid JSON: in line {line}, column {column}, {found} is not expected. Look there for a comma, quotation mark or bracket that is missing or too many.",
  documentEndsEarly:
    "{file} is not valid JSON: it ends in line {line}, before everything is closed. Get the whole file, or close what is open.",
  documentTooLarge:
    "{file} has {megabytes} MB, more than the limit of {limit} MB: check that it is the right file.",
  documentTooManyValues:
    "{file} holds more than {limit} values, more than any document of the lab: check that it is the right file.",
  chartRefused:
    "This is not a chart of the lab, so it was not saved: draw it again, and report it if that happens twice.",

  codeDataTooLarge:
    "The raw rows of the data take {gigabytes} GB. A program's data file holds at most 4 GB: use fewer rows.",

  // About the lab (src/lab/licences.ts).
  licencesNotRead:
    "{file} could not be read ({detail}): this copy of the lab is incomplete, so install it again.",

  // Newer versions (electron/updates).
  updatesNotReached:
    "The lab could not check for a newer version: {address} gave no usable answer ({detail}). Check that this machine is online, and try again.",
  updateNotDownloaded:
    "Version {version} could not be downloaded ({detail}), and nothing was changed: check the connection and the free disk space, and try again.",
  updateRefused:
    "The download of version {version} does not match the release ({detail}), so it was deleted and nothing was changed. Try again; if it happens twice, report it and do not install that version by hand.",
  updateNotInstalled:
    "The new version could not be installed ({detail}), and this one is unchanged: check that you may write to its folder and that it has room, and try again.",

  // The lab: store, trainer processes, the window's requests (src/store, src/execution, src/transport).
  databaseTooNew:
    "{file} was written by a newer Dropout Lab (tables {version}, this one knows {known}) and is unchanged: update this one, or start a new store, which keeps the file under another name.",
  databaseDamaged:
    "{file} is damaged ({detail}) and is unchanged: restore a backup or start a new store, which keeps the file under another name.",
  databaseUnusable:
    "The database {file} cannot be used ({detail}): check that the disk has room and that you may write to the folder.",
  databaseFolderUnfit:
    "The database {file} cannot be used ({detail}): files in this folder cannot be locked, which happens on network drives. Choose a folder on a disk of this computer, or set the environment variable DROPOUT_LAB_HOME to one.",
  databaseDiskFull:
    "The disk has no room left for {file} ({detail}): make room there. Everything measured so far is kept.",
  databaseReadOnly:
    "{file} cannot be written to ({detail}): make the file and its folder writable, or set DROPOUT_LAB_HOME to another folder.",
  noBackup:
    "There is no backup of {file}: a new store can be started, which keeps the file under another name.",
  noSuchExperiment: "There is no experiment {id}: it may have been deleted; load the list again.",
  noSuchVariant: '{experiment} has no variant "{variant}": its variants are {variants}.',
  noSuchVariantNear: '{experiment} has no variant "{variant}": did you mean {nearest}?',
  idNotUnique: "More than one id begins with {start} ({ids}): write more of it.",
  noSuchRun: "There is no run {id}: its experiment may have been deleted; load the list again.",
  experimentGoesOn: 'Runs of "{name}" have not ended yet: stop them first, then delete the experiment.',
  experimentFaults: "The experiment cannot run. Fix these problems:\n{faults}",
  runNotRepeated:
    "After its restart the run measured other values in epoch {epoch} than before; the old ones are kept. Its data files, the machine or the lab have changed: restore them, or start the experiment as a new one.",
  checkpointDamaged:
    "The checkpoint {file} is damaged ({detail}) and was skipped. Nothing is lost: the run continues from an older checkpoint, or trains those epochs again.",
  checkpointOfAnotherFormat:
    "The checkpoint {file} has the format {format} of another version of the lab and was skipped. Nothing is lost: the run trains those epochs again.",
  checkpointOfAnotherRun:
    "The checkpoint {file} was made with other data, on another machine or by another version of the lab, and was skipped: the run trains those epochs again and compares them with the measured ones.",
  checkpointAhead:
    "The checkpoint {file} is ahead of the epochs in the store and was skipped: the run continues from an older checkpoint, or trains those epochs again.",
  checkpointsNotRead:
    "The checkpoints of a run could not be read ({detail}): it trains those epochs again. Check that you may read the lab's folder.",
  checkpointNotWritten:
    "A checkpoint could not be written ({detail}). The run continues, but after a crash it would start from an older checkpoint: check that the disk has room and that you may write to the lab's folder.",
  runOfAnotherProcess:
    'The run "{variant}" with seed {seed} belongs to another window or terminal of the lab: pause or stop it there.',
  trainerNotStarted:
    "The training process could not be started ({detail}): build the lab again with `npm run build`.",
  trainerKilled:
    "The training process was killed by {signal}. If nobody did that, memory ran out: use a smaller network or batch, or fewer runs at once. Its last output: {detail}",
  trainerOutOfMemory:
    "The training process ran out of memory ({detail}): use fewer units, a smaller batch or less data, or train fewer runs at once.",
  batchTooLarge:
    "What the layers put out for a batch needs {gigabytes} GB, but the memory of this machine allows {limit} GB: use fewer filters or units, a pooling layer, or a smaller batch.",
  networkTooLarge:
    "The network has {parameters} parameters, but the memory of this machine allows at most {limit}: use fewer units.",
  trainerCrashed:
    "The training process crashed with {signal}. If the network is large, memory may have run out: use fewer units or a smaller batch. If not, run it again, and report it if that happens twice. Its last output: {detail}",
  trainerExited:
    "The training process exited with code {exitCode}: run it again, and report it if that happens twice. Its last output: {detail}",
  readerCrashed:
    "The process that read {file} crashed ({end}). The file may be damaged, or memory ran out: get the file again, or save it in another format, such as CSV. Its last output: {detail}",
  previewGivenUp: "This preview was cancelled because another one was requested: request it again to see it.",
  previewCancelled: "You stopped the reading of the data: read it again, or use other data.",
  noWeightsAfter:
    "The weights after epoch {epoch} are not kept, only those after {epochs}: take one of them.",
  stepNotTaken:
    "The run has taken {steps} {steps|step|steps}, and step {step} is none of them: take one from 1 to {steps}.",
  noPlane:
    "The data has no plane: that needs two numeric features, or one for a regression, and as many axes as features. Take a run of such data, for example of the preset moons.",
  inspectionOvertaken: "A newer request took the place of this one: ask again to see it.",
  noSuchRow: "The validation split has no sample {row}: take one from 1 to {rows}.",
  noSuchUnit:
    "The network has no layer {layer} that combines its inputs (dense, convolution or pool) and has a unit {unit}: both are counted from 0.",
  inputUnfit: "The run's network takes {wanted} values, not {given}: give one for each.",
  noSuchInput: "The run's data has no column {name}: its columns are {names}.",
  inputsArePictures: "The run's inputs are pictures: give the number of a validation sample.",
  valueNoNumber: "Column {column} holds numbers, and {value} is none: give a number.",
  valueNoCategory: "Column {column} has no value {value}: take one of {values}.",
  valueNoDate: "Column {column} holds dates, and {value} is none: give a date.",
  valueMissing: "Column {column} has no value here, and training filled none in: give a value.",
  newRowsLackColumns:
    "{file} lacks columns that the run was trained on: {columns}. It has: {found}. Name its columns as the run's own file does.",
  newRowsCounted:
    "{file} has {found} columns, and the run was trained on {expected}: give as many, in the same order.",
  newRowsEmpty: "{file} has no rows: give at least one.",
  newRowsTooMany:
    "{file} has {rows} rows, and {limit} can be predicted at once: divide it into several files.",
  newRowsNoTable:
    "{file} is no table, and the run was trained on the columns of one, such as {column}: give a table with them.",
  newRowsShape: "{file} holds {found}, and one sample of the run is {expected}: give samples of that shape.",
  newPicturesNone: "{file} holds no PNG or JPEG files: give a folder, a zip or a file of them.",
  newPicturesScaled:
    "{file} holds pictures, and the run was trained on numbers of another scale: give these as an array or a table.",
  newPictureSize: "This picture has {found} pixels, and those of the run {expected}: give it in that size.",
  newPictureUnread:
    "{file} cannot be read: it is broken, neither PNG nor JPEG, or larger than 64 megapixels or 64 MiB.",
  newRowsFilled: "Filled in as in training where a row has no value: {columns}.",
  newRowsDates: "Dates that can be read in two ways were read as the file's other dates suggest: {columns}.",
  labClosed: "The lab was closed before it could answer: open it and try again.",
  noWeights: "The run {variant}, seed {seed}, has no weights: let it train to its end, then export it.",
  noPreparation:
    "How the rows of the run {variant}, seed {seed}, were scaled is not known, because an older lab trained it: train it again, then export it.",
  folderInUse: "The folder {folder} holds other files and was not changed: take another name.",
  resultNotWritten:
    "The result could not be written to {folder} ({detail}): choose another folder, or make room there.",
  tooManyRequests:
    "The window made more than {limit} requests at once: wait a moment and try again, and report it if that happens twice.",
  dialogOpen: "A dialog of the lab is already open: answer or close it first.",
  queueFull: "More than {limit} runs would be waiting: stop some of them, or start this when they are done.",
  fileNotGiven: "{file} was not chosen in this lab: choose it with the file dialog.",
  unknownVerb:
    "The lab has no verb {verb}: the window and the lab have different versions; build both again.",
  badRequest:
    "The request {verb} has a wrong shape and was refused ({detail}): the window and the lab may have different versions; build both again.",

  // Runs on other machines (src/distributed).
  queueAddress: "The queue's address begins with redis:// or, for TLS, with rediss://: give such a one.",
  queueNotReached:
    "The queue cannot be reached ({detail}): check its address, user and password, and that it runs.",
  queueCertificate: "{file} could not be read as a certificate ({detail}).",
  queueNoShared: "Weights and data need a folder that all machines see: name one.",
  queueOtherFolder:
    "The shared folder is not the one that the run's lab uses: its files are not there. Give the folder that all machines see.",
  queueVariantFiles:
    'Variant "{variant}" has files of data of its own, which cannot travel to other machines: make it an experiment of its own.',
  queueForeignFile: "The run names a file of the worker's machine, which no lab may: it was refused.",
  queueJobDamaged: "The run came to its worker in a form that it cannot read ({detail}): it was refused.",
  workerOfAnotherVersion:
    "Worker of another version: the run is of lab {lab}, the worker of lab {version}. Install one version on all machines.",
  sharedFilesCertificate:
    "The shared files' server has a certificate that this machine does not trust ({detail}): name the authority that signed it.",
  workerDisk:
    "The worker's machine cannot write its files ({detail}): make room on its disk, or see who may write there.",
  workersLost:
    "{count} workers were lost one after another while they trained this run: see whether their machines have enough memory.",

  // The lab in a browser (src/serve).
  serveNeedsTls:
    "On {host} other people could read everything: give a certificate and its key, or the address of a proxy that does TLS.",
  serveNeedsNode:
    "The lab in a browser needs Node 20 or newer, or the Electron that is declared; this is Node {found}.",
  serveFile: "{file} could not be read ({detail}).",
  serveNoFolder: "{folder} is no folder that can be read: offer another one.",
  servePort: "The lab cannot listen on {host}, port {port} ({detail}): take another port.",
  fileNotServed:
    "{file} was not sent from a browser, and does not lie in a folder that the lab offers to browsers: upload it.",
  noSuchUpload: "This upload belongs to a lab that has ended: choose the files again.",
  uploadName: "{file} is no name that the lab can keep: rename it and choose it again.",
  uploadTooLarge:
    "Browsers may send {limit} GB to this lab, and this is more: ask whoever started it to allow more.",
  uploadTooMany: "An upload has {limit} files at most: put them into a zip.",
  uploadBroken: "{file} did not arrive ({detail}): choose it again.",
  connectionLost: "The connection to the lab is lost: it comes back by itself, then try again.",

  // Files that machines share (src/artifacts/shared-files.ts).
  sharedFilesNotReached:
    "The shared files cannot be read or written ({detail}): check that their folder or server is there and has room, and that you may write to it.",
  sharedFolderFull:
    "The disk of the shared folder has no room left ({detail}): make room there. Runs wait, or continue from their last checkpoints when they are started again.",
  sharedFileName: "{name} names no shared file.",
  sharedFileMissing: "The shared file {name} is gone: start the run again, which makes it anew.",
  sharedFileDamaged:
    "The shared file {name} is damaged and was not used: start the run again, which makes it anew.",
  sharedFileChanged: "{file} was written while it was copied: try again when it is whole.",
  sharedFilesFull:
    "The lab keeps {limit} GB of shared files, and this is more: ask whoever started it to allow more.",
  sharedFilesRefused:
    "The shared files are shut to this machine: it needs a worker's token that was not withdrawn, and no browser may use them.",
  sharedFilesAddress: "{address} is no address of a lab: it begins with https://.",
  sharedFilesNeedTls:
    "Other people could read the token on the way to {address}: take an address with https://.",
  workerTokenName: "{name} cannot name a token: take letters, digits, dots and dashes, 100 at most.",
  workerTokenThere: "There is a token {name} already: take another name, or withdraw that one first.",
  noSuchWorkerToken: "There is no token {name}.",
  tooManyWorkerTokens: "There are {limit} tokens: withdraw some first.",
  workerTokensNotRead:
    "{file} cannot be read as a list of tokens: restore it, or remove it and make new tokens.",

  // A sweep as a job array of Slurm (src/slurm).
  slurmMissing: "{program} is not there: this machine is no login node of a cluster with Slurm.",
  slurmRefused: "{program} of Slurm refused: {detail}",
  slurmHalving:
    "The runs of successive halving wait for each other, and elements of a job array do not: leave halving out.",
  slurmFolderName:
    "Slurm cannot write its logs into {folder}: choose a folder whose path has no %, \\ or line break.",
  slurmNoSweep: "{name} is no sweep that was submitted to Slurm from here, and no folder of one.",
  slurmNoElement: "The sweep has no element {name}: elements have names such as 1-0.",
  slurmOtherVersion:
    "The sweep was submitted by version {found} of the lab, and this is {known}: results are promised for one version only, so train it with the former, or start it as a new one.",
  slurmWaits: "The run waits in Slurm's queue ({reason}), as element {element} of job {job}.",
  slurmTrains: "The run belongs to element {element} of job {job}, which Slurm runs now.",
  slurmTimedOut:
    "Slurm ended element {element} of job {job} at its time limit before this run was done: submit what is missing again, perhaps with more time.",
  slurmEnded:
    "Element {element} of job {job} ended ({state}) before this run was done: see its log, {log}, then submit what is missing again.",

  // Files that are not what was asked for (src/documents/file-kind.ts).
  fileIsExperiment: "{file} is an experiment, not a result: use Open.",
  fileIsResult: "{file} is a result: use Import Result.",
  fileIsRuns: "{file} is an export of several experiments' runs: import the result.json of each instead.",
  fileIsData: "{file} is a data file: choose it under Data, or drop it onto the window.",
  fileIsAnalysis: "{file} is the lab's own analysis of a result: import the result.json beside it instead.",
  fileIsRunTable: "{file} is an export of runs as a table: import their result.json instead.",
  fileIsReport:
    "{file} is a report of the lab: open it in a browser, or import the result.json of its experiment.",
  fileIsEvents: "{file} holds events for TensorBoard: import the result.json of the experiment instead.",
  fileIsWeights: "{file} holds weights: import the result.json beside it, and they come with it.",
  fileIsCheckpoint:
    "{file} is a checkpoint: Resume in the history continues its run, and reads it by itself.",
  fileIsPreparedData:
    "{file} is prepared data: the lab reads it by itself when it trains on the file that it comes from.",
  fileIsReportPicture:
    "{file} is a picture that was added to a report: the report of its experiment holds it, and Inside lists it.",
  fileIsStore:
    "{file} is a store or part of one: to use it, start the lab with DROPOUT_LAB_HOME set to a folder that has it as lab.sqlite.",
  fileIsDiagnostics:
    "{file} describes this program and its errors, for people to read: there is nothing to open.",
  fileIsNewer: "{file} has a format that this version of the lab does not know: update the lab.",
  fileIsPicture:
    "{file} is a single image: drop the folder that has one folder of images for each class, or a zip of it.",
  fileIsJson: "{file} is JSON, but not from this lab: an experiment has data and network, a result has runs.",
  fileIsPage: "{file} is a web page: open it in a browser.",
  fileIsSpreadsheet: "{file} is a spreadsheet or an office document: save the table as CSV first.",
  fileIsArray:
    '{file} is one NumPy array, but samples and targets are needed: drop both .npy files at once, put them into one folder and take that, or save them with numpy.savez("data.npz", x=x, y=y).',
  folderOfOthers:
    "{file} holds no data that the lab reads, but {found}: it reads one folder of PNG or JPEG files for each class, IDX images with their labels, .npy or .npz arrays, or one table in a zip.",
  fileIsArchive: "{file} is an archive: unpack it first.",
  fileIsUnknown:
    "{file} is neither an experiment or a result (.json), a table (.csv), arrays (.npz), a folder or zip of images nor a file of the MNIST family.",
} as const;

export type FailureCode = keyof typeof failuresEn;
