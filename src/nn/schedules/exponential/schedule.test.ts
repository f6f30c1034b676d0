import { expectPyTorch } from "../testing";

expectPyTorch("exponential");
