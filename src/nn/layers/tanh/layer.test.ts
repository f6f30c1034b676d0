import { expectPyTorch } from "../testing";

expectPyTorch("tanh");
