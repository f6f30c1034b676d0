import { expectPyTorch } from "../testing";

expectPyTorch("step");
