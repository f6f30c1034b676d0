import { expectPyTorch } from "../testing";

expectPyTorch("globalAveragePool2d");
