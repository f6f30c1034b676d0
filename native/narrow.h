// Loops over the rows of a chain of layers (chain.cc), and products of kernels that are not wide.
#pragma once

#include <cstdint>

#include "product.h"

namespace lab {

/** Of a product's result. */
struct Part {
  int64_t first_row, last_row, first_column, last_column;
};

struct Narrow {
  /** Rows and columns that are summed together: parts best begin with one of these. */
  int64_t rows, width;
  /**
   * A part of C = A · B. Nothing is put in order first but a transposed B: all is read from a near cache. A sum's order is that of depth.
   * @param bias that each row begins with; null for zeros
   */
  void (*multiply)(const Product&, const Part&, const float* a, const float* b, const float* bias, float* c, float* scratch);
  /** Floats that a part needs at most. */
  int64_t (*scratch)(const Product&);
  /** Each number that is not above 0, times `slope`. */
  void (*leak)(float* values, int64_t count, float slope);
  /** Each gradient whose value is not above 0, times `slope`. */
  void (*leak_back)(float* gradient, const float* values, int64_t count, float slope);
  void (*scale)(float* values, int64_t count, float factor);
  /** The sums of the columns `begin` to `end`, row after row. */
  void (*column_sums)(const float* values, int64_t rows, int64_t columns, int64_t begin, int64_t end, float* sums);
  /** sums + factor · values */
  void (*add_scaled)(float* sums, const float* values, int64_t count, float factor);
};

namespace avx512 {
extern const Narrow narrow;
}
namespace avx2 {
extern const Narrow narrow;
}

}  // namespace lab
