import { planeKind } from "../plane-kind";

export const xor = planeKind("xor", 0.2);
