import { expectPyTorch } from "../testing";

expectPyTorch("maxPool2d");
