import { previewData } from "../data/load";
import { readingOrderSchema } from "../execution/reading-orders";
import type { ToTrainer } from "../execution/trainer-protocol";
import type { Preview } from "../fields/preview";
import { keepScansIn } from "../platform/kept-scan";
import { faultsInFile } from "../store/integrity";
import type { ParentPort } from "./parent-port";
import type { Task } from "./task";

/** Looks at files. @throws what the schema does */
export function taskOf(message: unknown, port: ParentPort): Task {
  const order = readingOrderSchema.parse(message);
  return async () =>
    order.type === "check"
      ? { type: "checked", faults: await faultsInFile(order.file) }
      : { type: "preview", preview: await previewOf(order, port) };
}

function previewOf(
  { data, early, prepared }: Extract<ToTrainer, { type: "preview" }>,
  port: ParentPort,
): Promise<Preview> {
  if (prepared !== undefined) keepScansIn(prepared);
  const showEarly = (preview: Preview): void => port.send({ type: "early", preview });
  return previewData(data, tellReading(port), early ? showEarly : undefined);
}

/** Milliseconds between two reports. */
const reportMs = 250;

/** A small file is read before there is anything to report. */
function tellReading(port: ParentPort): (share: number) => void {
  let last = performance.now();
  return (share) => {
    const now = performance.now();
    if (now - last < reportMs) return;
    last = now;
    port.send({ type: "reading", share });
  };
}
