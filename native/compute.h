// The loops of the operations, compiled once for each set of instructions (compute.cc).
#pragma once

#include <cstdint>

#include "activation.h"
#include "narrow.h"
#include "pictures.h"
#include "product.h"

namespace lab {

/** A layer's random words: Philox4x32-10 with the key and the counter of src/random/random.ts. */
struct Stream {
  uint64_t key;
  uint64_t block;
  uint64_t address;
};

struct AdamRates {
  /** learning rate · sqrt(1 - beta2ᵗ) / (1 - beta1ᵗ) */
  float alpha;
  float beta1;
  float beta2;
  float epsilon;
  /** learning rate · weight decay, by which AdamW makes weights smaller first; 0 for Adam */
  float decay;
};

struct Compute {
  const char* name;
  /**
   * Rows `begin` to `end` of inputs [rows, units] times their multipliers, 0 or `kept`, and which units were kept, as 1 and 0. Units take
   * the halves of their row's words, the lower half first; one is dropped if its half is below `first_kept`.
   */
  void (*dropout)(const float* inputs, float* outputs, uint8_t* is_kept, int64_t units, int64_t begin, int64_t end, Stream stream,
                  uint16_t first_kept, float kept);
  /** gradient · kept where a unit was kept, elsewhere gradient · 0. */
  void (*dropped)(const float* gradient, const uint8_t* is_kept, float kept, float* result, int64_t count);
  /** A step of Adam on `count` parameters, in place. */
  void (*adam)(float* weights, float* mean, float* square, const float* gradient, int64_t count, AdamRates rates);
  const Activate* activate;
  const Convolve* convolve;
  const Pool* pool;
  const Multiply* multiply;
  const Narrow* narrow;
};

/** The best that this processor has; null if it has none of them. */
const Compute* best_compute(bool may_use_avx512);

/** Products of factors rounded to bfloat16 by the processor's own instructions; null if it has none. */
const Multiply* best_rounded(bool may_use_avx512);

}  // namespace lab
