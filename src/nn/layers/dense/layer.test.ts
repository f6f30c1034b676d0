import { expectPyTorch } from "../testing";

expectPyTorch("dense");
