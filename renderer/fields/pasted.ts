/**
 * The text that a paste or drop brings. An input of one line takes line ends out of it without a word, which would make
 * one number of a column of them.
 */
export function pastedText(event: ClipboardEvent | DragEvent): string {
  const transfer = "clipboardData" in event ? event.clipboardData : event.dataTransfer;
  return transfer?.getData("text/plain") ?? "";
}
