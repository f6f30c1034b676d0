/** Rates are below 1; at the limit 1/(1 - p) is 100. */
export const highestRate = 0.99;
/** Inputs and weights within this stay readable in the drawing. */
export const largestNumber = 100;
