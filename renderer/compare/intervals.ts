import type { Chart, Plugin } from "chart.js";
import type { PlotPoint } from "./plot";

/** Pixels between the two modes, so that their intervals do not overlap. */
const apart = 3;
const capHalf = 4;
/** Pixels from the interval to its seeds, on the side away from the other mode. */
const seedsBeside = 8;

/** Position and extras of the plot's lines, in the order of the datasets. */
export interface IntervalLook {
  readonly colour: string;
  readonly faint: string;
  /** -1 left of the position, 1 right of it, 0 on it. */
  readonly side: -1 | 0 | 1;
}

/** Draws the 95 % interval of each point and, faint behind, the single seeds. */
export function intervals(looks: () => readonly IntervalLook[]): Plugin<"line"> {
  const shifted = (index: number) => apart * (looks()[index]?.side ?? 0);
  return {
    id: "intervals",
    afterDatasetUpdate(_chart, { index, meta }) {
      for (const element of meta.data) element.x += shifted(index);
    },
    beforeDatasetsDraw(chart) {
      eachPoint(chart, (context, point, x, index) => {
        context.fillStyle = looks()[index]!.faint;
        for (const seed of point.seeds) {
          context.beginPath();
          context.arc(
            x + seedsBeside * looks()[index]!.side,
            chart.scales["y"]!.getPixelForValue(seed),
            2.2,
            0,
            2 * Math.PI,
          );
          context.fill();
        }
      });
    },
    afterDatasetsDraw(chart) {
      eachPoint(chart, (context, { low, high }, x, index) => {
        if (low === null || high === null) return;
        const [bottom, top] = [low, high].map((value) => chart.scales["y"]!.getPixelForValue(value));
        context.strokeStyle = looks()[index]!.colour;
        context.lineWidth = 1.4;
        context.beginPath();
        context.moveTo(x, bottom!);
        context.lineTo(x, top!);
        for (const end of [bottom!, top!]) {
          context.moveTo(x - capHalf, end);
          context.lineTo(x + capHalf, end);
        }
        context.stroke();
      });
    },
  };
}

function eachPoint(
  chart: Chart<"line">,
  draw: (context: CanvasRenderingContext2D, point: PlotPoint, x: number, dataset: number) => void,
): void {
  const { ctx, chartArea } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
  ctx.clip();
  chart.data.datasets.forEach(({ data }, dataset) => {
    chart.getDatasetMeta(dataset).data.forEach((element, index) => {
      draw(ctx, data[index] as unknown as PlotPoint, element.x, dataset);
    });
  });
  ctx.restore();
}
