import { expectPyTorch } from "../testing";

expectPyTorch("silu");
