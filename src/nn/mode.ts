/** What a forward pass is for. With eval forgotten, layers do what they do in training, and nothing changes. */
export type Mode = "train" | "eval" | "evalForgotten";
