import { previewData, loadDataset } from "../src/data/load";
import { dataSchema } from "../src/experiment/schema";
const [file, target, train, validation, what, n] = process.argv.slice(2);
const source = file!.endsWith(".npz")
  ? { source: "npz", arrays: file, inputs: "x", targets: "y" }
  : file!.includes("idx")
    ? { source: "idx", images: file, labels: target }
    : { source: "table", path: file, target, task: "classification" };
const config = dataSchema.parse({
  ...source,
  train: Number(train),
  validation: Number(validation),
  ...(process.argv[8] === "division" && { division: "stratified" }),
});
for (let i = 0; i < Number(n ?? 1); i++) {
  const t = performance.now(),
    c = process.cpuUsage();
  if (what === "preview") {
    const p = await previewData(config);
    if (p.failure) console.log(p.failure);
  } else await loadDataset(config);
  const d = process.cpuUsage(c);
  console.log(
    what,
    ((performance.now() - t) / 1000).toFixed(2),
    ((d.user + d.system) / 1e6).toFixed(2),
    Math.round(process.resourceUsage().maxRSS / 1e3),
    "MB",
  );
}
