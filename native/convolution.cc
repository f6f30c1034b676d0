// Compiled as compute.cc is: twice, without the standard library.
//
// In [rows, columns, channels] one row of a window is one run of size · channels numbers, the same for each filter. So a result is the product of
// `size` such runs with the kernel, whose filters fill a vector; dE/dinputs adds to the same runs.
#include "pictures.h"
#include "planes.h"
#include "vector.h"

namespace lab {
namespace LAB_LEVEL {
namespace {

/** Sums that are kept in registers, which AVX-512 has more of. */
constexpr int most_sums = lanes == 16 ? 14 : 12;

constexpr int64_t rounded(int64_t count) { return (count + lanes - 1) / lanes * lanes; }

inline void clear(float* numbers, int64_t count) {
  for (int64_t place = 0; place < count; place++) numbers[place] = 0;
}

/** The picture with its border, where it has one. */
const float* bordered(const Convolution& c, const float* picture, float* scratch) {
  const int64_t rows = c.bordered_rows(), row = c.bordered_columns() * c.channels, own = c.columns * c.channels;
  if (rows == c.rows && row == own) return picture;
  clear(scratch, rows * row);
  for (int64_t y = 0; y < c.rows; y++) {
    float* to = scratch + (y + c.above) * row + c.left * c.channels;
    for (int64_t place = 0; place < own; place++) to[place] = picture[y * own + place];
  }
  return scratch;
}

/** The loops over sums are unrolled, because the compiler would keep the sums in memory otherwise. */

/** The results of `pixels` windows side by side, for one vector of filters. `kernel` [size, run, lanes of all filters]. */
template <int pixels>
void windows(const float* from, int64_t row, int64_t step, int64_t size, int64_t run, const float* kernel, int64_t filters, Vector bias,
             float* to, int64_t to_step, Lanes here) {
  Vector sums[pixels];
#pragma GCC unroll 16
  for (int pixel = 0; pixel < pixels; pixel++) sums[pixel] = bias;
  for (int64_t y = 0; y < size; y++) {
    for (int64_t place = 0; place < run; place++) {
      const Vector weights = load(kernel);
      kernel += filters;
#pragma GCC unroll 16
  for (int pixel = 0; pixel < pixels; pixel++) sums[pixel] = multiply_add(all(from[pixel * step + place]), weights, sums[pixel]);
    }
    from += row;
  }
#pragma GCC unroll 16
  for (int pixel = 0; pixel < pixels; pixel++) store(here, to + pixel * to_step, sums[pixel]);
}

typedef void (*Windows)(const float*, int64_t, int64_t, int64_t, int64_t, const float*, int64_t, Vector, float*, int64_t, Lanes);
constexpr Windows windows_of[] = {nullptr,    windows<1>, windows<2>, windows<3>,  windows<4>,  windows<5>,  windows<6>, windows<7>,
                                  windows<8>, windows<9>, windows<10>, windows<11>, windows<12>, windows<13>, windows<14>};

void forward(const Convolution& c, const float* inputs, const float* kernel, const float* bias, float* outputs, const Items& pictures,
             float* scratch) {
  if (fills_planes(c)) return forward_by_planes(c, inputs, kernel, bias, outputs, pictures, scratch);
  const int64_t run = c.size * c.channels, filters = rounded(c.filters), step = c.stride * c.channels;
  const int64_t row = c.bordered_columns() * c.channels;
  float* packed = scratch;
  clear(packed, c.size * run * filters + filters);
  for (int64_t place = 0; place < c.size * run; place++)
    for (int64_t filter = 0; filter < c.filters; filter++) packed[place * filters + filter] = kernel[place * c.filters + filter];
  float* packed_bias = packed + c.size * run * filters;
  for (int64_t filter = 0; filter < c.filters; filter++) packed_bias[filter] = bias[filter];
  float* border = packed_bias + filters;
  // As many windows at once as divide a row into equal parts; the last part may begin earlier.
  const int64_t parts = (c.out_columns + most_sums - 1) / most_sums;
  const int64_t pixels = (c.out_columns + parts - 1) / parts;
  const Windows several = windows_of[pixels];
  for (int64_t index = pictures.next(pictures.of); index >= 0; index = pictures.next(pictures.of)) {
    const float* picture = bordered(c, inputs + index * c.rows * c.columns * c.channels, border);
    for (int64_t y = 0; y < c.out_rows; y++) {
      float* to = outputs + (index * c.out_rows + y) * c.out_columns * c.filters;
      for (int64_t part = 0; part < parts; part++) {
        const int64_t x = (part + 1) * pixels <= c.out_columns ? part * pixels : c.out_columns - pixels;
        for (int64_t filter = 0; filter < c.filters; filter += lanes)
          several(picture + y * c.stride * row + x * step, row, step, c.size, run, packed + filter, filters, load(packed_bias + filter),
                  to + x * c.filters + filter, c.filters, first(c.filters - filter));
      }
    }
  }
}

/** Sums of each of two results, which read a kernel's vector once. */
constexpr int most_shares = most_sums == 14 ? 12 : 6;

/**
 * Adds the shares of results, `between` numbers of the gradient apart, to the runs of their windows, which lie `apart` numbers apart: `tiles` vectors
 * of each. `kernel` [filters, tiles, lanes].
 */
template <int results, int tiles>
void shares(const float* gradient, int64_t between, int64_t filters, const float* kernel, float* to, int64_t apart, const int64_t* places) {
  Vector sums[results][tiles];
#pragma GCC unroll 2
  for (int result = 0; result < results; result++)
#pragma GCC unroll 16
    for (int tile = 0; tile < tiles; tile++) sums[result][tile] = zero();
  for (int64_t filter = 0; filter < filters; filter++) {
    Vector parts[results];
#pragma GCC unroll 2
    for (int result = 0; result < results; result++) parts[result] = all(gradient[result * between + filter]);
#pragma GCC unroll 16
    for (int tile = 0; tile < tiles; tile++) {
      const Vector weights = held(load(kernel + tile * lanes));
#pragma GCC unroll 2
      for (int result = 0; result < results; result++) sums[result][tile] = multiply_add(parts[result], weights, sums[result][tile]);
    }
    kernel += tiles * lanes;
  }
#pragma GCC unroll 2
  for (int result = 0; result < results; result++)
#pragma GCC unroll 16
    for (int tile = 0; tile < tiles; tile++) {
      float* here = to + result * apart + places[tile];
      store(here, add(load(here), sums[result][tile]));
    }
}

typedef void (*Shares)(const float*, int64_t, int64_t, const float*, float*, int64_t, const int64_t*);
template <int results>
constexpr Shares shares_of[] = {nullptr,           shares<results, 1>, shares<results, 2>, shares<results, 3>,  shares<results, 4>,
                                shares<results, 5>, shares<results, 6>, shares<results, 7>, shares<results, 8>,  shares<results, 9>,
                                shares<results, 10>, shares<results, 11>, shares<results, 12>};

void to_inputs(const Convolution& c, const float* kernel, const float* gradient, float* result, const Items& pictures, float* scratch) {
  const int64_t run = c.size * c.channels, vectors = rounded(run) / lanes, tiles = c.size * vectors;
  const int64_t rows = c.bordered_rows(), row = c.bordered_columns() * c.channels, step = c.stride * c.channels;
  const int64_t groups = (tiles + most_shares - 1) / most_shares, most = (tiles + groups - 1) / groups;
  // Tile t holds lanes of the window's row t / vectors. Groups of tiles, in each [filters, tiles of the group, lanes].
  float* packed = scratch;
  float* picture = packed + tiles * lanes * c.filters;
  int64_t places[most_shares];
  for (int64_t from = 0; from < tiles; from += most) {
    const int64_t here = tiles - from < most ? tiles - from : most;
    float* group = packed + from * lanes * c.filters;
    for (int64_t filter = 0; filter < c.filters; filter++)
      for (int64_t tile = 0; tile < here; tile++)
        for (int64_t lane = 0; lane < lanes; lane++) {
          const int64_t y = (from + tile) / vectors, place = (from + tile) % vectors * lanes + lane;
          group[(filter * here + tile) * lanes + lane] = place < run ? kernel[(y * run + place) * c.filters + filter] : 0;
        }
  }
  // Two results at once come from two rows that are half a picture apart: none waits for what was just added for the other.
  const int64_t half = c.out_rows / 2, half_gradient = half * c.out_columns * c.filters, half_picture = half * c.stride * row;
  for (int64_t index = pictures.next(pictures.of); index >= 0; index = pictures.next(pictures.of)) {
    clear(picture, rows * row + lanes);
    for (int64_t from = 0; from < tiles; from += most) {
      const int64_t here = tiles - from < most ? tiles - from : most;
      for (int64_t tile = 0; tile < here; tile++) places[tile] = (from + tile) / vectors * row + (from + tile) % vectors * lanes;
      const float* group = packed + from * lanes * c.filters;
      const auto add_row = [&](Shares add, int64_t y) {
        for (int64_t x = 0; x < c.out_columns; x++)
          add(gradient + ((index * c.out_rows + y) * c.out_columns + x) * c.filters, half_gradient, c.filters, group,
              picture + y * c.stride * row + x * step, half_picture, places);
      };
      for (int64_t y = 0; y < half; y++) add_row(shares_of<2>[here], y);
      if (2 * half < c.out_rows) add_row(shares_of<1>[here], 2 * half);
    }
    const int64_t own = c.columns * c.channels;
    for (int64_t y = 0; y < c.rows; y++) {
      const float* of = picture + (y + c.above) * row + c.left * c.channels;
      float* to = result + (index * c.rows + y) * own;
      for (int64_t place = 0; place < own; place++) to[place] = of[place];
    }
  }
}

/** Adds a picture's sums of products for `count` numbers of a window's row. */
template <int count>
void products(const float* from, int64_t row, int64_t step, const float* gradient, int64_t out_rows, int64_t out_columns, int64_t filters,
              Lanes here, float* sums_before, int64_t between) {
  Vector sums[count];
#pragma GCC unroll 16
  for (int place = 0; place < count; place++) sums[place] = zero();
  for (int64_t y = 0; y < out_rows; y++) {
    for (int64_t x = 0; x < out_columns; x++) {
      const Vector part = load(here, gradient);
      gradient += filters;
#pragma GCC unroll 16
  for (int place = 0; place < count; place++) sums[place] = multiply_add(all(from[x * step + place]), part, sums[place]);
    }
    from += row;
  }
#pragma GCC unroll 16
  for (int place = 0; place < count; place++) store(sums_before + place * between, add(load(sums_before + place * between), sums[place]));
}

typedef void (*Products)(const float*, int64_t, int64_t, const float*, int64_t, int64_t, int64_t, Lanes, float*, int64_t);
constexpr Products products_of[] = {nullptr,     products<1>, products<2>,  products<3>,  products<4>,  products<5>,  products<6>, products<7>,
                                    products<8>, products<9>, products<10>, products<11>, products<12>, products<13>, products<14>};

/** The sums of the gradients of all results. */
void to_bias(const Convolution& c, const float* gradient, float* result, int64_t begin, int64_t end) {
  const int64_t pixels = c.out_rows * c.out_columns;
  for (int64_t filter = 0; filter < c.filters; filter += lanes) {
    const Lanes here = first(c.filters - filter);
    Vector sum = zero();
    for (int64_t index = begin; index < end; index++) {
      Vector parts[4] = {zero(), zero(), zero(), zero()};
      const float* from = gradient + index * pixels * c.filters + filter;
      for (int64_t pixel = 0; pixel < pixels; pixel++) parts[pixel % 4] = add(parts[pixel % 4], load(here, from + pixel * c.filters));
      sum = add(sum, add(add(parts[0], parts[1]), add(parts[2], parts[3])));
    }
    store(here, result + filter, sum);
  }
}

void to_kernel(const Convolution& c, const float* inputs, const float* gradient, float* result, int64_t all, const Items& parts, float* scratch) {
  if (fills_planes(c)) return to_kernel_by_planes(c, inputs, gradient, result, all, parts, scratch);
  const int64_t run = c.size * c.channels, filters = rounded(c.filters), row = c.bordered_columns() * c.channels;
  float* sums = scratch;
  float* border = sums + c.size * run * filters;
  const int64_t groups = (run + most_sums - 1) / most_sums, most = (run + groups - 1) / groups;
  for (int64_t part = parts.next(parts.of); part >= 0; part = parts.next(parts.of)) {
    const int64_t begin = c.count * part / all, end = c.count * (part + 1) / all;
    float* of_part = result + part * (c.size * run + 1) * c.filters;
    clear(sums, c.size * run * filters);
    for (int64_t index = begin; index < end; index++) {
      const float* picture = bordered(c, inputs + index * c.rows * c.columns * c.channels, border);
      for (int64_t y = 0; y < c.size; y++)
        for (int64_t from = 0; from < run; from += most)
          for (int64_t filter = 0; filter < c.filters; filter += lanes)
            products_of[run - from < most ? run - from : most](
                picture + y * row + from, c.stride * row, c.stride * c.channels,
                gradient + index * c.out_rows * c.out_columns * c.filters + filter, c.out_rows, c.out_columns, c.filters,
                first(c.filters - filter), sums + (y * run + from) * filters + filter, filters);
    }
    for (int64_t place = 0; place < c.size * run; place++)
      for (int64_t filter = 0; filter < c.filters; filter++) of_part[place * c.filters + filter] = sums[place * filters + filter];
    to_bias(c, gradient, of_part + c.size * run * c.filters, begin, end);
  }
}

}  // namespace

const Convolve convolve = {forward, to_inputs, to_kernel};

}  // namespace LAB_LEVEL
}  // namespace lab
