// Activations whose formulas TensorFlow computes on threads of its own. Compiled once for each set of instructions.
#pragma once

#include <cstdint>

namespace lab {

struct Activate {
  void (*tanh)(const float* inputs, float* outputs, int64_t count);
  /** gradient · (1 - outputs²) */
  void (*tanh_to_inputs)(const float* outputs, const float* gradient, float* result, int64_t count);
};

namespace avx512 {
extern const Activate activate;
}
namespace avx2 {
extern const Activate activate;
}

}  // namespace lab
