import { expectPyTorch } from "../testing";

expectPyTorch("gelu");
