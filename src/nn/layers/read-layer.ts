/** A layer as foreign code has it, before the document's schema: a width that the code leaves open is null. */
export type ReadLayer = { readonly type: string } & Readonly<Record<string, unknown>>;
