/**
 * The text of a paste or drop. A one-line input silently removes line ends, which would join a column of numbers into
 * one number.
 */
export function pastedText(event: ClipboardEvent | DragEvent): string {
  const transfer = "clipboardData" in event ? event.clipboardData : event.dataTransfer;
  return transfer?.getData("text/plain") ?? "";
}
