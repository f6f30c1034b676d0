import { expectPyTorch } from "../testing";

expectPyTorch("sigmoid");
