import { expectPyTorch } from "../testing";

expectPyTorch("plateau");
