import { expectPyTorch } from "../testing";

expectPyTorch("leakyRelu");
