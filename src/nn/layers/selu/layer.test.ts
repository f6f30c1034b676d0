import { expectPyTorch } from "../testing";

expectPyTorch("selu");
