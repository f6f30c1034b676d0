import type { Definition } from "../../python";
import type { CodePlace } from "../layer-code";
import { isWideKernel } from "./wide";

/** Training's products of wide kernels whose factors are rounded to bfloat16, in PyTorch and in Keras. */

/** Whether a layer with so many units has them in training. */
export function roundsProducts({ products, input }: CodePlace, units: number): boolean {
  return products === "bfloat16" && isWideKernel(input, units);
}

const aboutProducts = `"""A linear layer; factors of its products are rounded to bfloat16, sums are not."""`;
/** By which a program's layer is known when it is read. */
export const saysRounded = "Training rounds the factors of its products to bfloat16";
export const aboutRounded = `"""${saysRounded}."""`;

export const roundedInPyTorch: Definition = {
  name: "RoundedProducts",
  source: `class RoundedProducts(torch.autograd.Function):
    ${aboutProducts}

    @staticmethod
    def forward(ctx, x, weight, bias):
        x, weight = x.bfloat16().float(), weight.bfloat16().float()
        ctx.save_for_backward(x, weight)
        return nn.functional.linear(x, weight, bias)

    @staticmethod
    def backward(ctx, gradient):
        x, weight = ctx.saved_tensors
        rounded = gradient.bfloat16().float()
        return rounded @ weight, rounded.T @ x, gradient.sum(0)`,
};

export const linearOfRounded: Definition = {
  name: "RoundedLinear",
  source: `class RoundedLinear(nn.Linear):
    ${aboutRounded}

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        return RoundedProducts.apply(x, self.weight, self.bias)`,
};

export const roundedInKeras: Definition = {
  name: "rounded_product",
  source: `@ops.custom_gradient
def rounded_product(x, kernel):
    """x @ kernel; factors of all its products are rounded to bfloat16, sums are not."""

    def rounded(values):
        return ops.cast(ops.cast(values, "bfloat16"), "float32")

    x, kernel = rounded(x), rounded(kernel)

    def backward(*args, upstream=None):
        gradient = rounded(args[0] if upstream is None else upstream)
        to_x = ops.matmul(gradient, ops.transpose(kernel))
        return to_x, ops.matmul(ops.transpose(x), gradient)

    return ops.matmul(x, kernel), backward`,
};

export const denseOfRounded: Definition = {
  name: "RoundedDense",
  source: `class RoundedDense(layers.Dense):
    ${aboutRounded}

    def call(self, x, training=False):
        if not training:
            return super().call(x)
        return rounded_product(x, ops.convert_to_tensor(self.kernel)) + self.bias`,
};
