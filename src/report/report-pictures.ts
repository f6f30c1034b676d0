import type { Picture } from "../contract/pictures";
import { withMinus } from "../messages/minus";
import { attributes, element, escapeText } from "./markup";
import { tableMarkup } from "./report-tables";
import type { ReportTexts } from "./texts";

/** The most rows of numbers below a picture. */
const mostRows = 500;

/** Pictures of Inside, each with its numbers. Their SVG has been checked (chart-check.ts), so it stands as it is. */
export function pictureMarkup({ title, note, svg, rows }: Picture, texts: ReportTexts): string {
  const named = svg.replace("<svg", `<svg${attributes({ role: "img", "aria-label": `${title}. ${note}` })}`);
  const [heads = [], ...body] = rows;
  const shown = body
    .slice(0, mostRows)
    .map((row) => row.map((value) => (value === null ? "–" : textOf(value))));
  const about =
    body.length > mostRows
      ? `<p class="quiet">${escapeText(texts.firstRows(mostRows, body.length))}</p>`
      : "";
  const table = tableMarkup(
    title,
    heads.map((head) => String(head ?? "")),
    shown,
  );
  const numbers =
    rows.length === 0
      ? ""
      : element("details", {}, `<summary>${escapeText(texts.numbers)}</summary>${about}${table}`);
  return `<figure class="picture">${named}${numbers}</figure>`;
}

/** Six digits are enough to read; a CSV has all. */
function textOf(value: string | number): string {
  return typeof value === "number" ? withMinus(String(Number(value.toPrecision(6)))) : value;
}
