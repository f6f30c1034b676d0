import { cpus } from "node:os";

const training = ["run", "sweep", "resume"];

/** Help says nothing of a document; of the others, other machines train. */
const elsewhere = /^(?:-h|--help|--(?:queue|slurm)(?:=.*)?)$/;

/** An experiment compares two variants at least. How many runs it has is known only once it has been read. */
const usual = 2;

/** The number of trainers that the command will need on this machine if nothing is wrong with it, as far as its words tell. */
export function trainersFor(parameters: readonly string[], cores = cpus().length): number {
  if (!training.includes(parameters[0] ?? "") || parameters.some((word) => elsewhere.test(word))) return 0;
  const [, jobs = Infinity] = /(?:^| )--jobs[ =](\d+)(?: |$)/.exec(parameters.join(" ")) ?? [];
  return Math.min(usual, cores, Number(jobs));
}
