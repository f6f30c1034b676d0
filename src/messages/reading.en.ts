/** What was found while a network was read from foreign code or files (src/interchange/read), in English, by code. */
export const readingEn = {
  readUnknownLayer: "{name}: the lab has no such layer, so it is left out.",
  readUnknownCall: "{name}: the lab has no such step, so it is left out.",
  readUnknownPart: "{name} cannot be followed without running it, so it is left out.",
  readArgumentLeftOut: "{name}: the lab has no such {argument}, so it is left out.",
  readArgumentUnread:
    "{name}: {argument} is no number or name that can be read, so the usual one stands in for it.",
  readNotSquare: "{name}: {argument} has two sides; the lab's are square, so the first one is taken.",
  readBiasAdded: "{name} has no bias, and the lab's layer has one: it is added.",
  readPadding:
    "{name}: the lab pads by what the window needs (same), not by {pads} pixels left, right, above and below: outputs differ at the border.",
  readChannelsFirst:
    "{name}: PyTorch has channels first, the lab last: the values of a row stand in another order.",
  readPreparation:
    "{name}: the lab prepares values by the settings of its data, not by a layer, so it is left out.",
  readKeepProb: "{name}: keep_prob = {kept} is the share that is kept, so the rate is {rate}.",
  readAlwaysOn:
    "{name} is on in eval mode too: training=self.training is missing, or it is called with True. The lab's layer is off there.",
  readSoftmax: "{name} at the end belongs to the lab's loss, so it is left out here.",
  readBinary: "{name}: one output with a sigmoid. The lab has an output for each class, so it gets two.",
  readWidthUnknown: "{name}: its width is no number that can be read, so the layer is left out.",
  readWidthOfData: "{name}: its width is no number that can be read, so it gets the data's {outputs}.",
  readRefused: "{name}: the lab does not take {reason}, so the layer is left out.",
  readShared: "{name} is used twice with the same weights. The lab's layers have weights of their own.",
  readBranch:
    "Two ways meet that are no shortcut around layers. The lab has none such, so the first is taken.",
  readProjection:
    "The shortcut has layers of its own. The lab puts a kernel on a shortcut where shapes differ, and nothing else.",
  readPrintedOrder:
    "A printed class shows its parts, not its forward: they are taken in their order, and functions such as F.relu are missing.",
  readSeveral: "The text has {count} networks. The largest is taken.",
  readTakesOthers: "{name} takes {expected} {expected|input|inputs}, but {found} come in.",
  readInputDiffers:
    "The code's inputs have {expected} {expected|value|values}, the data's {found}: the first layer gets {found}.",
  readSyntax: "Not Python here: the text is read around it.",
  readOptimizer: "{name}: the lab has no such optimizer, so the setup keeps its own.",
  readSetting: "{name}: the lab has no such {argument}, so it is left out.",
  readWeightDecay:
    "{name}: weight_decay = {value} is the training's L2 penalty of {l2} (PyTorch halves it), on kernels only.",
  readLoss: "{name}: the lab has no such loss, so the setup keeps its own.",
  readClassWeights:
    "{name}: the lab's class weights follow from how many rows a class has (balanced), so these are left out.",
  readAugmentation:
    "{name}: the lab moves pictures, mirrors them and adds noise, and nothing else, so it is left out.",
  readRateOverTime: "Rates that change like this are not read, so the layers keep theirs.",
  readEarlyStopping: "{name}: this early stopping is not read, so the setup keeps its own.",
  readSchedule: "{name}: this schedule of the learning rate is not read, so the setup keeps its own.",
  readShapesOnly:
    "Shapes tell of layers with weights only: activations, pools and dropout between them are not in the file.",

  readNoDropout:
    "This file has no dropout: an export for evaluation leaves it out. Put it back where the network had it to see what forgetting eval mode costs.",
  readFactors:
    "{name}: a factor and a summand for each channel, as of a batch normalisation that the export has folded. It stands as such a layer with these numbers; its means and deviations are not in the file, so only eval mode is as in the file.",

  readTensorMissing: "The weights have no {tensor}, which this network needs: give the file of this network.",
  readTensorShape:
    "{tensor} has shape {found} in the file and {expected} in this network: give the file of this network, or change its layers.",
  readTensorCount:
    "The file has weights for {found} {found|layer|layers}, this network {expected} with weights: give the file of this network.",
  readWeightsNone:
    "{file} holds no weights that the lab reads: give .safetensors, .keras, .onnx or .weights.h5.",
  readWeightsElsewhere:
    "The weights stand in {file}, which belongs to this file: give both, from one folder.",
  readNetworkFirst: "{file} holds weights and no network: give the network too, as code or as a document.",

  readNothing:
    "No network was found in this text: paste layers of PyTorch or Keras, a printed model, or Keras' JSON.",
  readTooLong:
    "This text has more than {limit} characters, more than any network needs: paste the part with the layers.",
  readTooDeep: "This text is nested or repeated more than any network: paste the part with the layers.",
  readTooManyLayers: "This network has more than {limit} layers, more than the lab takes.",
  readFileKind:
    "{file} holds no network that the lab reads: give .py, .txt, .json, .keras, .onnx or .safetensors.",
  readFileTooLarge: "{file} has more than {limit} MB: the lab reads no larger network.",
  readFileDamaged: "{file} cannot be read as {format} ({detail}): save it again.",
} as const;

export type ReadingCode = keyof typeof readingEn;
