import { expectPyTorch } from "../testing";

expectPyTorch("reshape");
