import { planeKind } from "../plane-kind";

export const circles = planeKind("circles", 0.1);
