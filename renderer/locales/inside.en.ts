/** The texts of the section Inside, in English. */
export const insideEn = {
  title: "Inside",
  pageList: "What to look at",
  pages: { minibatch: "Minibatch by minibatch" },
  experiment: "Experiment",
  run: "Run",
  runName: "{variant}, seed {seed}",
  nothing: "Nothing to look into yet",
  nothingAbout: "This view shows the units, masks and weights of a run. Train an experiment first.",
  toLab: "To the lab",
};

export type InsideMessages = typeof insideEn;
