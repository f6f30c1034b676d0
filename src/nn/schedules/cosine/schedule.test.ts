import { expectPyTorch } from "../testing";

expectPyTorch("cosine");
