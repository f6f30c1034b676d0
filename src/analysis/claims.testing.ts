import type { Fact } from "../messages/sentence";
import type { MetricName } from "./names";
import type { Analysis, Comparison, Paired, Planned, VariantAnalysis } from "./schema";
import type { View } from "./view";

/**
 * Checks what each sentence claims a second time: from the tests in the analysis alone, without the code that chose
 * the sentence. Each check throws if the numbers do not support the sentence.
 */
export interface Said {
  readonly fact: Fact;
  readonly analysis: Analysis;
  readonly view: View;
}

function must(holds: boolean, why: string): void {
  if (!holds) throw new Error(why);
}

const textOf = (fact: Fact, name: string) => fact.parameters[name] as string;
const factsIn = (fact: Fact, name: string) => (fact.parameters[name] ?? []) as readonly Fact[];

/**
 * Whether a corrected test supports it, or, without a test, all seeds do; with one or two seeds, what was seen
 * counts.
 */
function bears(one: Paired, sign: number): boolean {
  if (Math.sign(one.difference.mean) !== sign) return false;
  if (one.difference.n < 3) return true;
  return one.untested === "noSpread" || (one.tTest !== null && one.tTest.holm < 0.05);
}
const isTested = (one: Paired, sign: number) => one.difference.n >= 3 && bears(one, sign);
const isOpen = (one: Paired) => !bears(one, 1) && !bears(one, -1);

/** Checks that a printed number is this value, to the printed digits. */
function mustBe(text: string, value: number, what: string): void {
  const written = Number(text.replace("−", "-").replace("+", ""));
  const digits = text.split(".")[1]?.length ?? 0;
  must(Math.abs(written - value) <= 0.5 * 10 ** -digits + 1e-9, `${what}: ${text} is not ${value}`);
}

function mustCount(text: string | number, values: readonly number[], what: string): void {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  must(String(text) === (least === most ? String(least) : `${least}–${most}`), `${what}: ${text}`);
}

/** Checks the difference, its interval and its seeds, and that a test is mentioned only if there is one. */
function mustTell(fact: Fact, { difference, tTest }: Paired, scale = 1): void {
  mustBe(textOf(fact, "difference"), scale * difference.mean, "difference");
  const [evidence] = factsIn(fact, "evidence");
  const { n, low, high } = difference;
  if (n < 3) {
    must(evidence!.code === (n === 1 ? "inOneSeed" : "inTwoSeeds"), `${n} seeds: ${evidence!.code}`);
    return;
  }
  const [from, to] = [scale * low!, scale * high!].sort((one, other) => one - other);
  mustBe(textOf(evidence!, "low"), from!, "low");
  mustBe(textOf(evidence!, "high"), to!, "high");
  const [over] = factsIn(evidence!, "over");
  must(over!.code === "overSeedsOfDraw" && over!.parameters["seeds"] === n, "seeds");
  if (evidence!.code === "intervalCorrected") mustBe(textOf(evidence!, "p"), tTest!.holm, "p");
}

function comparison(
  { analysis, view }: Said,
  names: Pick<Comparison, "variant" | "against">,
  measure: MetricName,
) {
  return analysis.comparisons.filter(
    (one) =>
      one.moment === view.moment &&
      one.mode === view.mode &&
      one.measure === measure &&
      one.variant === names.variant &&
      one.against === names.against,
  );
}

function named(said: Said, measure: MetricName = "loss"): Comparison {
  const names = { variant: textOf(said.fact, "variant"), against: textOf(said.fact, "baseline") };
  const [found] = comparison(said, names, measure).filter(({ family }) => family === "baseline");
  must(found !== undefined, "compared with its baseline");
  return found!;
}

const at = ({ analysis, view }: Said, name: string) =>
  analysis.variants.find(({ variant }) => variant === name)![view.moment]!;
const groupOf = ({ variants }: Analysis, name: string): VariantAnalysis[] => {
  const own = variants.find(({ variant }) => variant === name)!;
  return variants.filter(({ train, width }) => train === own.train && width === own.width);
};

/** Checks that the size and width of the compared variants are named if there are others. */
function mustName(said: Said, name: string): void {
  const { variants } = said.analysis;
  const own = variants.find(({ variant }) => variant === name)!;
  const [set] = factsIn(said.fact, "set");
  const sizes = new Set(variants.map(({ train }) => train)).size > 1;
  const widths = new Set(variants.map(({ width }) => width)).size > 1;
  const code = sizes && widths ? "ofSizeAndWidth" : sizes ? "ofSize" : widths ? "ofWidth" : undefined;
  must(set?.code === code, `the set: ${set?.code}, not ${code}`);
  if (sizes) must(textOf(set!, "rows") === own.train.toLocaleString("en"), "rows");
  if (widths) must(set!.parameters["width"] === own.width, "width");
}

const drops = ({ analysis }: Said, name: string) =>
  analysis.variants.find(({ variant }) => variant === name)!.drops;

/** Every variant with dropout of this size and width against the baseline; all others if that has dropout too. */
function ofGroup(said: Said): Comparison[] {
  const { variant, against } = named(said);
  return groupOf(said.analysis, variant)
    .filter((one) => one.drops || drops(said, against))
    .flatMap((one) => comparison(said, { variant: one.variant, against }, "loss"))
    .filter(({ family }) => family === "baseline");
}

/** Checks that every loss that is said to fall does fall, and that no verdict omits one. */
function mustSayFalling(said: Said, names: readonly string[]): void {
  const falls = (name: string) => at(said, name).trend?.[said.view.mode].falls === true;
  const isShort = names.some((name) => at(said, name).trained.includes(1));
  const falling = [...new Set(names)].filter(falls);
  const [tail] = factsIn(said.fact, "falling");
  const all = new Set(names).size;
  const code = isShort
    ? "afterOneEpoch"
    : falling.length === 0
      ? undefined
      : falling.length === 1
        ? "fallingOne"
        : all === 2
          ? "fallingBoth"
          : "fallingSome";
  must(tail?.code === code, `falling: ${tail?.code}, not ${code}`);
  if (code === "fallingOne") must(textOf(tail!, "variant") === falling[0], "which falls");
  if (code === "fallingSome") {
    must(tail!.parameters["count"] === falling.length && tail!.parameters["all"] === all, "how many fall");
  }
  if (tail && code !== "afterOneEpoch") {
    mustCount(
      textOf(tail, "epochs"),
      falling.flatMap((name) => at(said, name).trained),
      "epochs",
    );
  }
}

/** One variant against its baseline, with this sign (0: open), in a measure. */
const change =
  (sign: number, { measure = "loss" as MetricName, scale = sign || 1, tested = false } = {}) =>
  (said: Said): void => {
    const one = named(said, measure);
    must(sign === 0 ? isOpen(one) : (tested ? isTested : bears)(one, sign), `sign ${sign}`);
    mustTell(said.fact, one, measure === "accuracy" ? 100 * scale : scale);
  };

const verdict =
  (sign: number) =>
  (said: Said): void => {
    change(sign)(said);
    const { variant, against } = named(said);
    mustSayFalling(said, [variant, against]);
  };

function harm(said: Said): void {
  change(1, { tested: true })(said);
  must(!drops(said, named(said).against), "against no dropout");
  const all = ofGroup(said);
  must(
    all.every(({ difference }) => difference.mean >= 0 && difference.n >= 3),
    "none lowers it",
  );
  const falls = all.flatMap(({ variant, against }) => [at(said, variant), at(said, against)]);
  must(!falls.some(({ trend }) => trend?.[said.view.mode].falls), "no verdict while losses fall");
  must(!falls.some(({ trained }) => trained.includes(1)), "no verdict after one epoch");
  if (said.fact.code === "dropoutHarms") must(all.length === 1, "the only one");
  else {
    must(said.fact.parameters["compared"] === all.length, "compared");
    mustName(said, named(said).variant);
  }
}

const cost =
  (sign: number, measure: MetricName) =>
  (said: Said): void => {
    const { fact } = said;
    const { cost: costs, correct, forgotten } = at(said, textOf(fact, "variant"));
    const one = costs[measure]!;
    must(sign === 0 ? isOpen(one) : bears(one, sign), `cost ${sign}`);
    mustTell(fact, one, (measure === "accuracy" ? 100 : 1) * (sign || 1));
    if (measure === "loss") return;
    mustBe(textOf(fact, "from"), 100 * correct.accuracy!.mean, "from");
    mustBe(textOf(fact, "to"), 100 * forgotten.accuracy!.mean, "to");
  };

/** The other variants that a sentence about rates names, each with its pair and the sign as seen from the first. */
function pairsOf(said: Said): { name: string; one: Comparison; sign: number }[] {
  const variant = textOf(said.fact, "variant");
  return groupOf(said.analysis, variant).flatMap(({ variant: name }) =>
    [
      ...comparison(said, { variant, against: name }, "loss").map((one) => ({ name, one, sign: 1 })),
      ...comparison(said, { variant: name, against: variant }, "loss").map((one) => ({
        name,
        one,
        sign: -1,
      })),
    ].filter(({ one }) => one.family === "others"),
  );
}

/** Checks that a name or number says how many seeds it lacks, of how many. */
function mustTellMissing(fact: Fact, { planned, missing }: Planned): void {
  const [told] = factsIn(fact, "missing");
  must((told?.parameters["count"] ?? 0) === missing.length, "missing seeds");
  must(told === undefined || told.parameters["planned"] === planned, "planned seeds");
}

const rates =
  (holds: (one: Comparison, sign: number) => boolean) =>
  (said: Said): void => {
    const listed = factsIn(said.fact, "names");
    const shown = listed.filter(({ code }) => code === "named");
    const names = shown.map(({ parameters }) => parameters["variant"]);
    const more = listed.flatMap(({ code, parameters }) =>
      code === "namedMore" ? [Number(parameters["more"])] : [],
    );
    const such = pairsOf(said).filter(({ one, sign }) => one.difference.n >= 3 && holds(one, sign));
    for (const name of names)
      must(
        such.some((pair) => pair.name === name),
        `${String(name)} is none of them`,
      );
    for (const each of shown) {
      const { one } = such.find(({ name }) => name === each.parameters["variant"])!;
      mustTellMissing(each, one);
    }
    must(such.length === names.length + (more[0] ?? 0), "all of them, or how many more");
    if (said.fact.code === "ratesAlike") {
      mustCount(
        textOf(factsIn(said.fact, "over")[0]!, "seeds"),
        such.map(({ one }) => one.difference.n),
        "seeds",
      );
    }
  };

function best(said: Said): void {
  const variant = textOf(said.fact, "variant");
  const group = groupOf(said.analysis, variant);
  const others = group.filter((one) => one.variant !== variant);
  must(said.fact.parameters["others"] === others.length, "others");
  for (const other of others) {
    const found = [
      ...comparison(said, { variant, against: other.variant }, "loss").map((one) => isTested(one, -1)),
      ...comparison(said, { variant: other.variant, against: variant }, "loss").map((one) =>
        isTested(one, 1),
      ),
    ];
    must(found.length === 1 && found[0]!, `lower than ${other.variant}`);
  }
  mustName(said, variant);
}

/** A remark on an epoch other than the chosen one is checked against that epoch's tests. */
const elsewhere =
  (check: (then: Said, now: Comparison | null) => void) =>
  (said: Said): void => {
    const [where] = factsIn(said.fact, "where");
    const moment =
      where!.code === "whenStopped" ? "stopped" : where!.code === "atBestEpoch" ? "best" : "last";
    must(moment !== said.view.moment, "another epoch");
    check({ ...said, view: { ...said.view, moment } }, named(said));
  };

const remaining = (sign: number) =>
  elsewhere((then, now) => {
    change(sign, { tested: true })(then);
    must(isTested(now!, sign), "there is one now");
    const sizes = ({ difference }: Paired) => [difference.low!, difference.high!].map(Math.abs);
    must(Math.max(...sizes(named(then))) < Math.min(...sizes(now!)) / 2, "less than half");
  });

function along(said: Said, field: "train" | "width"): void {
  const { variants } = said.analysis;
  must(
    variants.every(({ baseline }) => baseline === null || !drops(said, baseline)),
    "against no dropout",
  );
  const [rate] = factsIn(said.fact, "rate");
  for (const place of factsIn(said.fact, "places")) {
    const value = Number(textOf(place, "value").replaceAll(",", ""));
    const wanted = rate!.code === "ownRates" ? null : rate!.parameters["rate"];
    const found = said.analysis.variants
      .filter((one) => one.drops && one.rate === wanted && one[field] === value)
      .flatMap(({ variant, baseline }) => comparison(said, { variant, against: baseline! }, "loss"));
    const fits = found.some((one) => {
      const kind = one.difference.n < 3 ? "Untested" : isTested(one, 1) || isTested(one, -1) ? "" : "Unclear";
      try {
        mustBe(textOf(place, "difference"), one.difference.mean, "difference");
      } catch {
        return false;
      }
      return place.code.replace(/^at(Size|Width)/, "") === kind;
    });
    must(fits, `${place.code} at ${value}`);
  }
}

const training =
  (sign: number) =>
  ({ fact, analysis, view }: Said): void => {
    const found = analysis.training.find(
      (one) =>
        one.moment === view.moment &&
        one.measure === "loss" &&
        one.variant === textOf(fact, "variant") &&
        one.against === textOf(fact, "baseline"),
    )!;
    must(sign === 0 ? isOpen(found) : bears(found, sign), `training ${sign}`);
    mustTell(fact, found, sign || 1);
  };

function convergenceOf({ fact, analysis }: Said) {
  const of = fact.code.startsWith("learning") ? "trainingConvergence" : "convergence";
  return analysis[of].find(
    (one) => one.variant === textOf(fact, "variant") && one.against === textOf(fact, "baseline"),
  )!;
}

const convergence =
  (sign: number) =>
  (said: Said): void => {
    const { epochs, paired } = convergenceOf(said);
    must(!epochs.includes(null) && paired !== null, "every seed reaches it");
    must(sign === 0 ? isOpen(paired!) : bears(paired!, sign), `convergence ${sign}`);
    mustTell(said.fact, paired!, sign || 1);
  };

function unreached(said: Said): void {
  const { parameters, code } = said.fact;
  const found = convergenceOf(said);
  const { epochs, baselineEpochs, limits } = found;
  mustTellMissing(said.fact, found);
  const reached = epochs.filter((epoch) => epoch !== null);
  must(parameters["seeds"] === epochs.length, "seeds");
  must(parameters["missed"] === epochs.length - reached.length, "missed");
  must(code.endsWith("Never") === (reached.length === 0), "some or none");
  mustCount(textOf(said.fact, "limit"), limits, "limit");
  mustCount(textOf(said.fact, "baselineEpochs"), baselineEpochs, "baseline");
  if (reached.length > 0) mustCount(textOf(said.fact, "reached"), reached, "reached");
}

function noneDiffers(said: Said, fromOneWithDropout: boolean): void {
  change(0)(said);
  must(drops(said, named(said).against) === fromOneWithDropout, "whether the baseline drops");
  const all = ofGroup(said);
  const most = all.some(({ difference }) => difference.n >= 3) ? 3 : 1;
  const tested = all.filter(({ difference }) => difference.n >= most);
  must(tested.every(isOpen), "none differs");
  must(said.fact.parameters["compared"] === tested.length, "compared");
  mustName(said, named(said).variant);
  mustSayFalling(
    said,
    all.flatMap(({ variant, against }) => [variant, against]),
  );
}

/** The checks by code, for every sentence that stands alone. */
export const claimOf: Readonly<Partial<Record<Fact["code"], (said: Said) => void>>> = {
  dropoutLowersLoss: verdict(-1),
  dropoutRaisesLoss: verdict(1),
  dropoutHarms: harm,
  dropoutHarmsAll: harm,
  dropoutPerhaps: (said) => {
    verdict(0)(said);
    const { view, analysis } = said;
    const family = analysis.comparisons.filter(
      ({ moment, mode, measure, family, tTest }) =>
        moment === view.moment && mode === view.mode && measure === "loss" && family === "baseline" && tTest,
    );
    must(said.fact.parameters["compared"] === family.length, "compared");
  },
  dropoutUnclear: verdict(0),
  dropoutUnclearAll: (said) => noneDiffers(said, false),
  othersUnclearAll: (said) => noneDiffers(said, true),
  forgottenLosesPoints: cost(-1, "accuracy"),
  forgottenGainsPoints: cost(1, "accuracy"),
  forgottenRaisesLoss: cost(1, "loss"),
  forgottenLowersLoss: cost(-1, "loss"),
  forgottenUnclear: cost(0, "loss"),
  forgottenWithoutDropout: ({ analysis }) =>
    must(!analysis.variants.some(({ forgetsEval }) => forgetsEval), "nothing forgets eval"),
  fewerThan3Seeds: () => undefined,
  missingFromNumbers: ({ fact, analysis }) => {
    for (const { code, parameters } of fact.parameters["variants"] as Fact[]) {
      if (code === "namedMore") continue;
      const one = analysis.variants.find(({ variant }) => variant === parameters["variant"])!;
      must(one.planned === parameters["planned"], "as many seeds as were planned");
      const missing = one.notDone.filter(({ counts, why }) => !counts && why === "failed").length;
      must(missing === parameters["count"], "as many as are missing");
      must(one.planned - missing >= (one.last?.seeds.length ?? 0), "no more than the numbers hold");
    }
  },
  ratesAlike: rates((one) => isOpen(one)),
  rateLower: rates((one, sign) => isTested(one, -sign)),
  rateBeaten: rates((one, sign) => isTested(one, sign)),
  rateBest: best,
  gainGone: elsewhere((then, now) => {
    change(0)(then);
    must(isTested(now!, Math.sign(now!.difference.mean)), "there is one now");
  }),
  gainOnly: elsewhere((then) => change(-1, { tested: true })(then)),
  gainSmaller: remaining(-1),
  harmSmaller: remaining(1),
  gainTurnsGood: elsewhere((then, now) => {
    change(-1, { tested: true })(then);
    must(isTested(now!, 1), "raised now");
  }),
  gainTurnsBad: elsewhere((then, now) => {
    change(1, { tested: true })(then);
    must(isTested(now!, -1), "lowered now");
  }),
  accuracyRises: change(1, { measure: "accuracy", tested: true }),
  accuracyFalls: change(-1, { measure: "accuracy", tested: true }),
  accuracyUnclear: change(0, { measure: "accuracy" }),
  trainingHigher: training(1),
  trainingLower: training(-1),
  trainingUnclear: training(0),
  convergenceSlower: convergence(1),
  convergenceFaster: convergence(-1),
  convergenceUnclear: convergence(0),
  convergencePartly: unreached,
  convergenceNever: unreached,
  learningSlower: convergence(1),
  learningFaster: convergence(-1),
  learningUnclear: convergence(0),
  learningPartly: unreached,
  learningNever: unreached,
  gainBySize: (said) => along(said, "train"),
  gainByWidth: (said) => along(said, "width"),
};
