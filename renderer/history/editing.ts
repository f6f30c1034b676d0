/** The part of an experiment that is being edited in its row. */
export type Editing = "name" | "note" | "tags";
