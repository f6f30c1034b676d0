import { planeKind } from "../plane-kind";

export const moons = planeKind("moons", 0.2);
