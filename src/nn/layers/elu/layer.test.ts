import { expectPyTorch } from "../testing";

expectPyTorch("elu");
