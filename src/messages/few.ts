/** The first of many names: "width, height, depth …" */
export function fewOf(names: readonly string[], most = 5): string {
  return names.slice(0, most).join(", ") + (names.length > most ? " …" : "");
}
