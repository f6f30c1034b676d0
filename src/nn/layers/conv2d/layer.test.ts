import { expectPyTorch } from "../testing";

expectPyTorch("conv2d");
