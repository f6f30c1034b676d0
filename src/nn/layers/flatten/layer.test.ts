import { expectPyTorch } from "../testing";

expectPyTorch("flatten");
