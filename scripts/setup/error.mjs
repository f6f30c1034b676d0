/** A step of set-up that cannot go on, said for a person: no stack is shown. */
export class SetUpError extends Error {}
