import { expectPyTorch } from "../testing";

expectPyTorch("relu");
