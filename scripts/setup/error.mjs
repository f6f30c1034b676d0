/** A failed step of set-up, explained for a person: no stack is shown. */
export class SetUpError extends Error {}
