import { expectPyTorch } from "../testing";

expectPyTorch("softplus");
