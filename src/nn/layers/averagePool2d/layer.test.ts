import { expectPyTorch } from "../testing";

expectPyTorch("averagePool2d");
