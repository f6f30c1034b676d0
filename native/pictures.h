// Windows that move over pictures, compiled once for each set of instructions: convolutions with few channels, for which oneDNN's blocks of 16
// channels are too large (convolution.cc, planes.cc), and pooling, in which TensorFlow walks pixel by pixel (pooling.cc).
#pragma once

#include <cstdint>

#include "pool.h"

/** Never a function of its own, which might be the one that was compiled for other instructions. */
#define LAB_INLINE __attribute__((always_inline)) inline

namespace lab {

/** A square window over pictures [count, rows, columns, channels]. It has out_rows × out_columns places. */
struct Windows {
  int64_t count, rows, columns, channels;
  int64_t size, stride;
  int64_t out_rows, out_columns;
  /** Pixels of 0 above and on the left; below and on the right as many as the last window needs. */
  int64_t above, left;
};

/** Its kernel is [size, size, channels, filters], its results [count, out_rows, out_columns, filters]. */
struct Convolution : Windows {
  int64_t filters;

  LAB_INLINE int64_t bordered_rows() const { return (out_rows - 1) * stride + size > rows + above ? (out_rows - 1) * stride + size : rows + above; }
  LAB_INLINE int64_t bordered_columns() const {
    return (out_columns - 1) * stride + size > columns + left ? (out_columns - 1) * stride + size : columns + left;
  }
};

/** Numbers that a vector of the widest instructions holds. */
constexpr int64_t widest = 16;

/** Channels, and filters, that are held as planes at most (planes.cc). */
constexpr int64_t most_planes = 8;

/** Numbers from one plane to the next: a channel with its border, and space for the lanes behind it. */
LAB_INLINE int64_t plane_of(const Convolution& c) {
  return (c.bordered_rows() * c.bordered_columns() + widest - 1) / widest * widest + 4 * widest;
}

/** Floats of working memory that one thread needs for any of the three functions. */
LAB_INLINE int64_t scratch_of(const Convolution& c) {
  const int64_t window = c.size * c.size * c.channels;
  const int64_t picture = c.bordered_rows() * c.bordered_columns() * c.channels + 4 * widest;
  const int64_t by_filters = window * (c.filters + widest) + c.filters + widest;
  const int64_t by_window = c.size * (c.size * c.channels + widest) * c.filters;
  const int64_t numbers = picture + (by_filters > by_window ? by_filters : by_window);
  if (c.filters > most_planes || c.channels > most_planes) return numbers;
  const int64_t in_planes = (c.channels + c.filters) * plane_of(c) + (window + 1) * c.filters * widest;
  return numbers > in_planes ? numbers : in_planes;
}

struct Convolve {
  /** Results of these pictures. */
  void (*forward)(const Convolution&, const float* inputs, const float* kernel, const float* bias, float* outputs, const Items& pictures,
                  float* scratch);
  /** dE/dinputs of these pictures. */
  void (*to_inputs)(const Convolution&, const float* kernel, const float* gradient, float* result, const Items& pictures, float* scratch);
  /**
   * Of these parts of `all` parts of the pictures, what each adds to dE/dkernel, and behind it to dE/dbias.
   * @param result [all, weights of the kernel and filters]
   */
  void (*to_kernel)(const Convolution&, const float* inputs, const float* gradient, float* result, int64_t all, const Items& parts,
                    float* scratch);
};

/** Results are [count, out_rows, out_columns, channels]. What hangs over the border does not count. */
struct Pool {
  /** Of the pictures `begin` to `end`. */
  void (*average)(const Windows&, const float* inputs, float* outputs, int64_t begin, int64_t end);
  void (*largest)(const Windows&, const float* inputs, float* outputs, int64_t begin, int64_t end);
  /** dE/dinputs of the pictures `begin` to `end`. */
  void (*average_to_inputs)(const Windows&, const float* gradient, float* result, int64_t begin, int64_t end);
  /** The first of several equal ones, row by row, gets the gradient. */
  void (*largest_to_inputs)(const Windows&, const float* inputs, const float* outputs, const float* gradient, float* result, int64_t begin,
                            int64_t end);
};

namespace avx512 {
extern const Convolve convolve;
extern const Pool pool;
}
namespace avx2 {
extern const Convolve convolve;
extern const Pool pool;
}

}  // namespace lab
