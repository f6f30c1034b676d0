/** Folds texts for comparison in a search, also as a function in SQL: SQLite's own lower() knows ASCII only. */
export function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
