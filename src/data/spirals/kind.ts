import { planeKind } from "../plane-kind";

export const spirals = planeKind("spirals", 0.1);
