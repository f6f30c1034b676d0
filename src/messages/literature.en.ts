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
