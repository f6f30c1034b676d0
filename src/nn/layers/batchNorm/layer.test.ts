import { expectPyTorch } from "../testing";

expectPyTorch("batchNorm");
