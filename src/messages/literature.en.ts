/** Claims of the literature (src/literature): what each says, how the lab reduced it, and what is read of it. */
export const literatureEn = {
  dataSize: {
    title: "Gain against data size",
    claim:
      "On MNIST, dropout gains nothing with 100 training images; the gain grows with more images and then shrinks again.",
    reduced:
      "The lab's digits for MNIST, the textbook's network for 784-1024-1024-2048, up to 16,000 images, 40 epochs.",
    readings: {
      few: "Gain of accuracy with 100 images",
      grows: "Gain with 1,000 images minus gain with 100",
      shrinks: "Gain with 16,000 images minus gain with 1,000",
    },
  },
  rate: {
    title: "Rate against error",
    claim:
      "On MNIST, test error is flat for rates of 0.2 to 0.6 and rises above. With as many kept units at each rate, it rises less.",
    reduced: "The lab's digits for MNIST, 1,000 of them, the textbook's network, 40 epochs.",
    readings: {
      helps: "Accuracy at p = 0.5 minus accuracy without dropout",
      flat: "Accuracy at p = 0.6 minus accuracy at p = 0.3",
      tooMuch: "Accuracy at p = 0.8 minus accuracy at p = 0.5",
      wider: "At p = 0.8: accuracy of a network 2.5 times as wide minus that of the network",
    },
  },
  plentyOfData: {
    title: "Plenty of data, no gain",
    claim: "With so much data that the network does not overfit, dropout gains nothing.",
    reduced: "30,000 of the lab's digits, the textbook's network with p = 0.3, 10 epochs.",
    readings: { noGain: "Accuracy with dropout minus accuracy without" },
  },
  maxNorm: {
    title: "Max-norm with dropout",
    claim: "On MNIST, dropout together with a max-norm constraint has a lower test error than either alone.",
    reduced:
      "1,000 of the lab's digits, the textbook's network with p = 0.5, norms of at most 1, Adam, 40 epochs.",
    readings: {
      overDropout: "Accuracy with both minus accuracy with dropout alone",
      overMaxNorm: "Accuracy with both minus accuracy with max-norm alone",
    },
  },
  gaussian: {
    title: "Gaussian against Bernoulli dropout",
    claim:
      "Gaussian multipliers of the same mean and variance do as well as Bernoulli dropout, or slightly better.",
    reduced:
      "1,000 of the lab's digits for MNIST and CIFAR-10, the textbook's network with p = 0.5, 40 epochs.",
    readings: {
      bernoulli: "Accuracy with Bernoulli dropout minus accuracy without dropout",
      gaussian: "Accuracy with Gaussian dropout minus accuracy without dropout",
      equal: "Accuracy with Gaussian minus accuracy with Bernoulli dropout",
    },
  },
  selu: {
    title: "SELU with plain and alpha dropout",
    claim:
      "Plain dropout moves the mean and variance that SELUs keep, and harms deep networks of them. Alpha dropout keeps both.",
    reduced:
      "8 hidden layers of 100 SELUs, 1,000 of the lab's digits for 121 UCI tables, p = 0.1, 40 epochs.",
    readings: {
      alpha: "Validation loss with alpha dropout minus loss without dropout",
      plain: "Training loss (eval mode) with plain dropout minus loss with alpha dropout",
    },
  },
  early: {
    title: "Early dropout against underfitting",
    claim: "Dropout in the first epochs only lowers the final training loss of a network that underfits.",
    reduced:
      "16,000 of the lab's digits and the textbook's network for ImageNet and a vision transformer, p = 0.1, 12 epochs, of which the first 4 with dropout.",
    readings: {
      early: "Training loss (eval mode) with early dropout minus loss without dropout",
      always: "Training loss (eval mode) with dropout in all epochs minus loss with early dropout",
    },
  },
  spatial: {
    title: "Spatial against plain dropout",
    claim:
      "Neighbouring pixels of a map resemble each other, so that plain dropout after a convolution hardly regularises. Dropping whole maps does, most of all with few training images (FLIC).",
    reduced:
      "500 of the lab's digits, two convolutions of 16 and 32 filters with p = 0.2 after each, 30 epochs.",
    readings: {
      helps: "Accuracy with spatial dropout minus accuracy without dropout",
      overPlain: "Accuracy with spatial dropout minus accuracy with plain dropout",
    },
  },
  dropConnect: {
    title: "DropConnect against dropout",
    claim:
      "Dropping weights instead of units has a lower test error: on MNIST 0.21% against 0.27% of the best networks.",
    reduced:
      "1,000 of the lab's digits, the textbook's dense network with ReLU and p = 0.5, one mask for each minibatch and mean weights in eval mode, 40 epochs.",
    readings: {
      helps: "Accuracy with DropConnect minus accuracy without dropout",
      overDropout: "Accuracy with DropConnect minus accuracy with dropout",
    },
  },
  shrinkage: {
    title: "Dropout shrinks a regression",
    claim:
      "Dropout on the input of y = x moves the weight to 1 - p, so that in eval mode all predictions are too small: an error of p². Two layers of p = 0.5 leave 0.25 of each prediction and an error of 0.5625.",
    reduced:
      "4,000 points of y = x, two weights one after the other with dropout before each, 100 epochs. The closed forms are for the training split.",
    readings: {
      none: "Training loss (eval mode) without dropout",
      fifth: "Training loss (eval mode) with p = 0.2 before the first weight, minus 0.04",
      half: "Training loss (eval mode) with p = 0.5 before the first weight, minus 0.25",
      twice: "Training loss (eval mode) with p = 0.5 before both weights, minus 0.5625",
    },
  },
  fisher: {
    title: "Dropout as an L2 penalty",
    claim:
      "Dropout on the inputs of a logistic regression adds to the loss, to first order, an L2 penalty scaled by the Fisher information: ½ p/(1-p) times the sum over inputs of x² and the variance of their weights under the predicted probabilities.",
    reduced:
      "1,000 of the lab's digits, a softmax regression with ten classes, 40 epochs; what dropout adds is the mean over 20 passes with masks, on the training images, with the weights at the end.",
    readings: {
      tenth: "p = 0.1: quadratic penalty divided by what the masks add, minus 1",
      third: "p = 0.3: quadratic penalty divided by what the masks add, minus 1",
      half: "p = 0.5: quadratic penalty divided by what the masks add, minus 1",
    },
  },
  varianceShift: {
    title: "Dropout before batch normalisation",
    claim:
      "Dropout changes the variance that batch normalisation sees in training, but not in eval mode. On CIFAR-100, p = 0.5 in each block of DenseNet lowers the accuracy from 77.4% to 68.6%. New statistics without dropout help, and so does dropout only after the last batch normalisation.",
    reduced:
      "1,000 of the lab's digits for CIFAR-100, three dense hidden layers with batch normalisation and ReLU for convolutions, p = 0.5, 40 epochs.",
    readings: {
      shift:
        "Dropout before: variance in training divided by variance in eval mode, last batch normalisation, minus 1",
      harm: "Accuracy with dropout before batch normalisation minus accuracy without dropout",
      cure: "Dropout before: accuracy with new statistics minus accuracy with those of training",
      after: "Accuracy with dropout after the last batch normalisation minus accuracy without dropout",
    },
  },
  mcRegression: {
    title: "MC dropout on regression",
    claim:
      "The averaged prediction of passes with dropout on has a lower RMSE and a higher log likelihood than other methods: on Boston housing 2.97 and −2.46, against 3.01 and −2.57 of probabilistic backpropagation.",
    reduced:
      "Friedman's first problem (300 rows) or a table of your own, for ten UCI tables; one hidden layer of 50, p = 0.05, 50 passes, 150 epochs; against the same network without dropout. 1/τ comes from the validation split.",
    readings: {
      rmse: "RMSE of the averaged prediction minus RMSE without dropout",
      likelihood: "Log likelihood of the passes minus log likelihood without dropout",
      mixture: "With dropout: log likelihood of the passes minus that of eval mode",
    },
  },
};

export const literatureWordsEn = {
  claims: "Claims of the literature",
  claim: "Claim",
  here: "Here",
  source: "Source",
  reading: "Reading",
  expected: "Expected",
  found: "Found (95% CI)",
  verdict: "Verdict",
  below: "below 0",
  above: "above 0",
  within: (most: string) => `within ±${most}`,
  verdicts: {
    seen: "seen here",
    notSeen: "not seen here",
    opposite: "the opposite is seen here",
    tooFewSeeds: "too few seeds to tell",
  },
};
