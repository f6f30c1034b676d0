/** What of an experiment is being written in its row. */
export type Editing = "name" | "note" | "tags";
