import { chartVariables } from "./chart-theme";
import type { Ink } from "./palette";

/** Light, dark if the reader's system is, and always light on paper. */
export function reportStyle(inks: readonly Ink[]): string {
  return `
:root { color-scheme: light dark; ${chartVariables("light", inks)} --line: #d3d7de; --soft: #f6f7f9; }
@media (prefers-color-scheme: dark) { :root { ${chartVariables("dark", inks)} --line: #3a414d; --soft: #1b1e24; } }
@media print { :root { color-scheme: light; ${chartVariables("light", inks)} --line: #d3d7de; --soft: #f6f7f9; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1080px; padding: 24px; background: var(--background); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", sans-serif; }
h1, h2, h3 { line-height: 1.25; overflow-wrap: anywhere; break-after: avoid; }
h1 { margin: 0; font-size: 26px; }
h2 { margin: 40px 0 4px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 22px; }
h3 { margin: 28px 0 8px; font-size: 17px; }
p { margin: 4px 0 8px; }
a { color: inherit; }
.quiet { color: var(--quiet); }
.findings { margin: 0; padding: 12px 16px 12px 34px; background: var(--soft); border-radius: 8px; }
figure { margin: 0 0 16px; break-inside: avoid; }
figure svg { display: block; width: 100%; max-width: 860px; height: auto; }
figure.picture svg { width: auto; max-width: 100%; border-radius: 8px; }
.wide { margin: 0 0 20px; overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
caption { padding: 4px 0; text-align: left; font-weight: 600; }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--quiet); font-weight: 500; vertical-align: bottom; }
thead th, tbody th { word-break: keep-all; }
tbody th { min-width: 8em; max-width: 28em; font-weight: 500; overflow-wrap: break-word; }
td { overflow-wrap: anywhere; }
.number { text-align: right; padding: 5px 0 5px 14px; }
td.number { white-space: nowrap; }
@media print { body { max-width: none; padding: 0; font-size: 11px; } table { font-size: 8px; } .number { padding-left: 8px; } }
tr { break-inside: avoid; }
pre { margin: 8px 0; padding: 12px; background: var(--soft); border-radius: 8px; font-size: 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
summary { cursor: pointer; }
`;
}
