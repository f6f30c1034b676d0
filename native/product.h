// Matrix products of wide layers: C [rows, columns] = A [rows, depth] · B [depth, columns], all row by row in memory.
#pragma once

#include <cstdint>

#include "pool.h"

namespace lab {

/** Numbers in a line of the cache. */
constexpr int64_t in_line = 16;

struct Product {
  int64_t rows, columns, depth;
  /** Whether A is there as [depth, rows], or B as [columns, depth]. */
  bool is_transposed_a, is_transposed_b;
  /** Whether A's and B's numbers are rounded to bfloat16, ties to even; sums stay in float32. */
  bool is_rounded;
};

/** What a thread needs next: `count` numbers in each of three places. */
struct Soon {
  const float* places[3];
  int64_t count;
};

/**
 * A's rows are put in order in groups; B's columns are so in panels, each by the thread that computes the result's columns. A sum's order is
 * that of depth, whatever the division.
 */
struct Multiply {
  int64_t (*groups)(const Product&);
  int64_t (*panels)(const Product&);
  /** Floats that all groups take. */
  int64_t (*packed)(const Product&);
  /** Floats that a panel takes. */
  int64_t (*scratch)(const Product&);
  /** Puts the groups `begin` to `end` in order. */
  void (*pack)(const Product&, const float* a, float* packed, int64_t begin, int64_t end);
  /**
   * The result of some panels and the groups `first` to `last`.
   * @param bias that each row begins with; null for zeros
   */
  void (*run)(const Product&, const float* packed, const float* b, const float* bias, float* c, const Items& panels, int64_t first,
              int64_t last, float* scratch);
  /** Floats that all panels take. */
  int64_t (*packed_panels)(const Product&);
  /** Puts the panels `begin` to `end` in order. */
  void (*pack_panels)(const Product&, const float* b, float* packed, int64_t begin, int64_t end);
  /** The first row of a group; of the number of groups, that of all rows. */
  int64_t (*row)(const Product&, int64_t group);
  /**
   * The rows of the groups `first` to `last`, from groups and panels in order.
   * @param c where the first of these rows begins @param stride from a row to the next
   * @param soon is fetched from far away meanwhile
   */
  void (*run_packed)(const Product&, const float* packed, const float* panels, float* c, int64_t stride, int64_t first, int64_t last,
                     const Soon& soon);
};

/** Of rounded products only. */
namespace avx512bf16 {
extern const Multiply multiply_matrices;
}
namespace avx512 {
extern const Multiply multiply_matrices;
}
namespace avx2 {
extern const Multiply multiply_matrices;
}

}  // namespace lab
