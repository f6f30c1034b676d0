import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
} from "chart.js";
import zoomPlugin from "chartjs-plugin-zoom";

// Only the parts in use, so that the rest of Chart.js stays out of the bundle.
Chart.register(
  LineController,
  ScatterController,
  LineElement,
  PointElement,
  LinearScale,
  LogarithmicScale,
  zoomPlugin,
);

export { Chart };
