/**
 * Connects a field's notes with its control, because Element Plus cannot set `aria-describedby` on the input inside.
 * `notes` is the id of the element with the notes, null if there are none.
 */
export function describeControl(field: HTMLElement, notes: string | null, invalid: boolean): void {
  for (const control of field.querySelectorAll("input, textarea, [role=slider]")) {
    if (notes) control.setAttribute("aria-describedby", notes);
    else control.removeAttribute("aria-describedby");
    if (invalid) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}
