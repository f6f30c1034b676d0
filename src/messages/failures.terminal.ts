import {
  type Failure,
  type Fault,
  isFailureCode,
  sayFailure,
  sentenceOf,
  sentenceWithPlace,
} from "./failure";
import { type FailureCode, failuresEn } from "./failures.en";

/** Sentences for the terminal, if the window's speak of things that only a window has: lists, boxes, buttons. */
export const failuresTerminal: Partial<Record<FailureCode, string>> = {
  noSuchExperiment: "There is no experiment {id}: lab runs lists those that are there.",
  noSuchRun: "There is no run {id}: lab runs lists the experiments that are there.",
  experimentGoesOn: 'Runs of "{name}" have not ended yet: stop them first (Ctrl-C where they train).',
  fileNotChosen: "No file is given yet: name one.",
  fileMissing: "{file} is not there: check its name and folder.",
  fileIsNoFile: "{file} is not a file but a folder or a device: name a file.",
  oneClass:
    "{file} has only one class ({value}), so there is nothing to tell apart: take another file or target column.",
  csvEmpty: "{file} has no rows of data: take a file with rows below the header.",
  csvTooManyClasses:
    "{file}: column {column} has more than {limit} different values, too many for classes: set the task to regression, or take another target.",
  tooManyClasses:
    "{file}: the labels have more than {limit} different values, too many for classes: take another file.",
  idxNotIdx: "{file} is not an IDX file: take a file such as train-images-idx3-ubyte, gzipped or not.",
  idxCountsDiffer:
    "{file} holds {images} images, but the label file {labels} labels: name the two that belong together.",
  picturesNone:
    "{file} holds no images in folders: name a folder, or a zip, with one folder of PNG or JPEG files for each class.",
  picturesSplit:
    "{file} has the folders {folders}, which are parts of a data set and no classes: name one of them; the lab divides its images into training and validation.",
  npzNotArrays: "{file} holds no arrays of NumPy: name a file that numpy.savez wrote.",
  npzNoPair: "{file} has the arrays {arrays}: name inputs and targets in the document.",
  npzCountsDiffer:
    "{file}: {inputs} has {samples} {samples|sample|samples}, but {targets} has {targetCount}: name two arrays that belong together.",
  npzNotClasses:
    "{file}: the array {array} holds values that are not whole numbers, so they are no classes: set the task to regression, or name other targets.",
  npzNotNumbers:
    "{file}: the array {array} holds texts: set the task to classification, or name other targets.",
  fileProtected:
    "{file} is a database or another file that the lab needs, and was not changed: name another file or folder.",
  documentNotRead:
    "{file} could not be read as an experiment or a result ({detail}): docs/formats.md describes both.",
  documentNotWritten: "{file} could not be written ({detail}): name another place, or make room there.",
  resultNotWritten:
    "The result could not be written into {folder} ({detail}): name another folder, or make room there.",
  resultThereAlready: 'This very result is in the lab already, as "{name}": lab runs {id} shows it.',
  resultTrainedHere: 'This result was trained in this lab, as "{name}": lab runs {id} shows it.',
  fileIsExperiment: "{file} is an experiment, not a result: lab run trains it.",
  fileIsResult: "{file} is a result: lab import takes it in.",
  fileIsRuns:
    "{file} is an export of runs, for other programs: import the result.json of each experiment instead.",
  fileIsData:
    "{file} is a data file: lab run trains on a table, with --target, on arrays, on a folder of images and on a folder or zip of IDX files; a document names its data.",
  fileIsCheckpoint: "{file} is a checkpoint: lab resume continues its run, and reads it by itself.",
  databaseTooNew:
    "{file} was written by a newer Dropout Lab (tables {version}, this one knows {known}) and is unchanged: update this one, or start a new store, which keeps the file under another name (lab store --help).",
  databaseDamaged:
    "{file} is damaged ({detail}) and is unchanged: restore a backup or start a new store, which keeps the file under another name (lab store --help).",
  databaseFolderUnfit:
    "The database {file} cannot be used ({detail}): files in this folder cannot be locked, which happens on network drives. Set the environment variable DROPOUT_LAB_HOME to a folder on a disk of this computer, and start the lab again.",
  noBackup:
    "There is no backup of {file}: `lab store new` starts a new store and keeps the file under another name.",
  backendUnavailable:
    "The backend {name} does not work here ({detail}): run npm run setup, or see lab doctor for what is missing.",
  labClosed: "The lab was closed before there was an answer: start it again.",
  queueNotReached:
    "The queue cannot be reached ({detail}): check --queue, its user and password (DROPOUT_LAB_QUEUE_PASSWORD may hold it), --ca, and that it runs.",
  queueNoShared: "Weights and data need a folder that all machines see: give it to --shared.",
  serveNeedsTls:
    "On {host} other people could read everything: give --cert and --key, or --behind-proxy with the address of a proxy that does TLS.",
  serveNoFolder: "{folder} is no folder that can be read: give another one to --data.",
  sharedFilesRefused:
    "The shared files are shut to this machine: put a token into DROPOUT_LAB_WORKER_TOKEN that lab serve tokens made and did not withdraw.",
  sharedFilesCertificate:
    "The shared files' server has a certificate that this machine does not trust ({detail}): give the authority that signed it to --ca.",
  noSuchWorkerToken: "There is no token {name}. lab serve tokens list shows those that there are.",
  slurmHalving:
    "The runs of successive halving wait for each other, and elements of a job array do not: leave --halving out.",
  slurmFolderName:
    "Slurm cannot write its logs into {folder}: give --shared a folder whose path has no %, \\ or line break.",
  slurmNoSweep:
    "{name} is no sweep that was submitted to Slurm from here, and no folder of one: lab collect lists them.",
  slurmNoElement: "The sweep has no element {name}: lab collect lists them, such as 1-0.",
  slurmTimedOut:
    "Slurm ended element {element} of job {job} at its time limit before this run was done: lab resume ID --slurm submits what is missing, perhaps with more --time.",
  slurmEnded:
    "Element {element} of job {job} ended ({state}) before this run was done: see its log, {log}; lab resume ID --slurm submits what is missing.",
  servePort: "The lab cannot listen on {host}, port {port} ({detail}): give another --port.",
};

const sentences = { ...failuresEn, ...failuresTerminal };

/** A failure as an English sentence for the terminal. */
export function sayInTerminal(failure: Failure): string {
  return isFailureCode(failure.code) ? sentenceOf(sentences, failure.code, failure) : sayFailure(failure);
}

/** A problem or warning of a document for the terminal, with its place. */
export function sayFaultInTerminal(fault: Fault): string {
  return sentenceWithPlace(sentences, fault);
}
