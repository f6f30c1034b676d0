import { expectPyTorch } from "../testing";

expectPyTorch("layerNorm");
