// Convolutions whose lanes are pixels side by side, where there are too few filters to fill a vector.
#pragma once

#include "pictures.h"

namespace lab {
namespace LAB_LEVEL {

/** Whether pixels fill the lanes better than filters do. */
bool fills_planes(const Convolution&);

/** As Convolve has them. */
void forward_by_planes(const Convolution&, const float* inputs, const float* kernel, const float* bias, float* outputs, const Items& pictures,
                       float* scratch);
void to_kernel_by_planes(const Convolution&, const float* inputs, const float* gradient, float* result, int64_t all, const Items& parts,
                         float* scratch);

}  // namespace LAB_LEVEL
}  // namespace lab
