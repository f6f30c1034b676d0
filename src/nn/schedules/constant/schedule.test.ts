import { expectPyTorch } from "../testing";

expectPyTorch("constant");
