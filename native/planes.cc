// Compiled as compute.cc is: twice, without the standard library.
//
// A plane is one channel of a picture with its border, row after row. The results lie in planes of rows as long as those: then a tap of the
// kernel finds the numbers for 16 results in a row as 16 numbers in a row, also across the ends of rows. What lies behind a row's last result is
// computed and thrown away.
#include "planes.h"
#include "vector.h"

namespace lab {
namespace LAB_LEVEL {
namespace {

constexpr bool is_widest = lanes == widest;

inline void clear(float* numbers, int64_t count) {
  for (int64_t place = 0; place < count; place++) numbers[place] = 0;
}

/** How pixels [count, channels] and planes [channels, count] turn into each other, a vector of pixels at a time. */
struct Turn {
  /** Of plane `channel`: the lanes of pixels' vectors, and which of them vector `vector` has. */
  Places in_pixels[most_planes];
  Lanes of_vector[most_planes][most_planes];
  /** Of pixels' vector `vector`: the lanes of planes, and which of them plane `channel` has. */
  Places in_planes[most_planes];
  Lanes of_plane[most_planes][most_planes];
};

Turn turn_of(int64_t channels) {
  Turn turn;
  for (int64_t one = 0; one < channels; one++) {
    int32_t in_pixels[lanes], in_planes[lanes];
    for (int64_t lane = 0; lane < lanes; lane++) {
      in_pixels[lane] = static_cast<int32_t>((lane * channels + one) % lanes);
      in_planes[lane] = static_cast<int32_t>((one * lanes + lane) / channels);
    }
    turn.in_pixels[one] = places(in_pixels);
    turn.in_planes[one] = places(in_planes);
    for (int64_t other = 0; other < channels; other++) {
      int32_t of_vector[lanes], of_plane[lanes];
      for (int64_t lane = 0; lane < lanes; lane++) {
        of_vector[lane] = (lane * channels + one) / lanes == other;
        of_plane[lane] = (one * lanes + lane) % channels == other;
      }
      turn.of_vector[one][other] = some(of_vector);
      turn.of_plane[one][other] = some(of_plane);
    }
  }
  return turn;
}

/** `count` pixels side by side into their planes, which are `plane` numbers apart. */
template <int channels>
void to_planes(const Turn& turn, const float* pixels, int64_t count, float* planes, int64_t plane) {
  for (int64_t x = 0; x < count; x += lanes) {
    Vector given[channels];
#pragma GCC unroll 8
    for (int vector = 0; vector < channels; vector++) {
      const int64_t place = x * channels + vector * lanes;
      given[vector] = load(first(count * channels - place), pixels + place);
    }
    const Lanes here = first(count - x);
#pragma GCC unroll 8
    for (int channel = 0; channel < channels; channel++) {
      Vector result = zero();
#pragma GCC unroll 8
      for (int vector = 0; vector < channels; vector++)
        result = moved(turn.of_vector[channel][vector], result, turn.in_pixels[channel], given[vector]);
      store(here, planes + channel * plane + x, result);
    }
  }
}

/** The other way round. */
template <int channels>
void to_pixels(const Turn& turn, const float* planes, int64_t plane, int64_t count, float* pixels) {
  for (int64_t x = 0; x < count; x += lanes) {
    Vector given[channels];
#pragma GCC unroll 8
    for (int channel = 0; channel < channels; channel++) given[channel] = load(planes + channel * plane + x);
#pragma GCC unroll 8
    for (int vector = 0; vector < channels; vector++) {
      Vector result = zero();
#pragma GCC unroll 8
      for (int channel = 0; channel < channels; channel++)
        result = moved(turn.of_plane[vector][channel], result, turn.in_planes[vector], given[channel]);
      const int64_t place = x * channels + vector * lanes;
      store(first(count * channels - place), pixels + place, result);
    }
  }
}

typedef void (*ToPlanes)(const Turn&, const float*, int64_t, float*, int64_t);
constexpr ToPlanes to_planes_of[] = {nullptr,      to_planes<1>, to_planes<2>, to_planes<3>, to_planes<4>,
                                     to_planes<5>, to_planes<6>, to_planes<7>, to_planes<8>};
typedef void (*ToPixels)(const Turn&, const float*, int64_t, int64_t, float*);
constexpr ToPixels to_pixels_of[] = {nullptr,      to_pixels<1>, to_pixels<2>, to_pixels<3>, to_pixels<4>,
                                     to_pixels<5>, to_pixels<6>, to_pixels<7>, to_pixels<8>};

/** Vectors of results at once: as many sums as registers hold beside the numbers that they need. */
constexpr int vectors_of(int filters) {
  const int most = (is_widest ? 24 : 12) / filters;
  return most > 4 ? 4 : most;
}

/** Some results of each filter, summed in the order of the kernel [size, size, channels, filters]. */
template <int filters>
void results(const Convolution& c, const float* planes, int64_t plane, const float* kernel, const float* bias, float* to) {
  constexpr int vectors = vectors_of(filters);
  const int64_t row = c.bordered_columns();
  Vector sums[filters][vectors];
#pragma GCC unroll 8
  for (int filter = 0; filter < filters; filter++)
#pragma GCC unroll 4
    for (int vector = 0; vector < vectors; vector++) sums[filter][vector] = all(bias[filter]);
  for (int64_t y = 0; y < c.size; y++)
    for (int64_t x = 0; x < c.size; x++)
      for (int64_t channel = 0; channel < c.channels; channel++) {
        const float* from = planes + channel * plane + y * row + x;
        Vector numbers[vectors];
#pragma GCC unroll 4
        for (int vector = 0; vector < vectors; vector++) numbers[vector] = held(load(from + vector * lanes));
#pragma GCC unroll 8
        for (int filter = 0; filter < filters; filter++) {
          const Vector weight = all(kernel[filter]);
#pragma GCC unroll 4
          for (int vector = 0; vector < vectors; vector++) sums[filter][vector] = multiply_add(numbers[vector], weight, sums[filter][vector]);
        }
        kernel += filters;
      }
#pragma GCC unroll 8
  for (int filter = 0; filter < filters; filter++)
#pragma GCC unroll 4
    for (int vector = 0; vector < vectors; vector++) store(to + filter * plane + vector * lanes, sums[filter][vector]);
}

typedef void (*Results)(const Convolution&, const float*, int64_t, const float*, const float*, float*);
constexpr Results results_of[] = {nullptr, results<1>, results<2>, results<3>, results<4>, results<5>, results<6>, results<7>, results<8>};

/** Numbers from the first result of a picture to its last one, in a plane. */
inline int64_t length(const Convolution& c) { return (c.out_rows - 1) * c.bordered_columns() + c.out_columns; }

/** The picture's channels into planes whose border is clear. */
void fill(const Convolution& c, const Turn& turn, const float* picture, float* planes, int64_t plane) {
  for (int64_t y = 0; y < c.rows; y++)
    to_planes_of[c.channels](turn, picture + y * c.columns * c.channels, c.columns, planes + (y + c.above) * c.bordered_columns() + c.left, plane);
}

/** Taps of the kernel's row at once. */
constexpr int taps_of(int64_t filters) {
  const int most = static_cast<int>((is_widest ? 21 : 10) / filters);
  return most > 4 ? 4 : most;
}

/** Adds one picture's products of `taps` numbers side by side and the results' gradients, a vector for each tap and filter. */
template <int filters, int taps>
void products(const float* numbers, const float* gradients, int64_t plane, int64_t count, float* sums_before) {
  Vector sums[taps][filters];
#pragma GCC unroll 4
  for (int tap = 0; tap < taps; tap++)
#pragma GCC unroll 8
    for (int filter = 0; filter < filters; filter++) sums[tap][filter] = zero();
  for (int64_t place = 0; place < count; place += lanes) {
    Vector parts[filters];
#pragma GCC unroll 8
    for (int filter = 0; filter < filters; filter++) parts[filter] = held(load(gradients + filter * plane + place));
#pragma GCC unroll 4
    for (int tap = 0; tap < taps; tap++) {
      const Vector here = load(numbers + place + tap);
#pragma GCC unroll 8
      for (int filter = 0; filter < filters; filter++) sums[tap][filter] = multiply_add(here, parts[filter], sums[tap][filter]);
    }
  }
#pragma GCC unroll 4
  for (int tap = 0; tap < taps; tap++)
#pragma GCC unroll 8
    for (int filter = 0; filter < filters; filter++) {
      float* to = sums_before + (tap * filters + filter) * lanes;
      store(to, add(load(to), sums[tap][filter]));
    }
}

typedef void (*Products)(const float*, const float*, int64_t, int64_t, float*);
#define LAB_TAPS(filters) {nullptr, products<filters, 1>, products<filters, 2>, products<filters, 3>, products<filters, 4>}
constexpr Products products_of[][5] = {{},          LAB_TAPS(1), LAB_TAPS(2), LAB_TAPS(3), LAB_TAPS(4),
                                       LAB_TAPS(5), LAB_TAPS(6), LAB_TAPS(7), LAB_TAPS(8)};

}  // namespace

bool fills_planes(const Convolution& c) {
  // Filters fill `filters` of a vector's lanes, pixels as many as there are results in a plane's row. Turning planes into pixels costs a part.
  return c.stride == 1 && c.channels <= most_planes && 2 * c.filters <= lanes &&
         4 * c.filters * c.bordered_columns() <= 3 * lanes * c.out_columns;
}

void forward_by_planes(const Convolution& c, const float* inputs, const float* kernel, const float* bias, float* outputs, const Items& pictures,
                       float* scratch) {
  const int64_t plane = plane_of(c), count = length(c), step = vectors_of(static_cast<int>(c.filters)) * lanes;
  float* made = scratch + c.channels * plane;
  const Turn of_inputs = turn_of(c.channels), of_results = turn_of(c.filters);
  clear(scratch, c.channels * plane);
  for (int64_t index = pictures.next(pictures.of); index >= 0; index = pictures.next(pictures.of)) {
    fill(c, of_inputs, inputs + index * c.rows * c.columns * c.channels, scratch, plane);
    for (int64_t place = 0; place < count; place += step) results_of[c.filters](c, scratch + place, plane, kernel, bias, made + place);
    for (int64_t y = 0; y < c.out_rows; y++)
      to_pixels_of[c.filters](of_results, made + y * c.bordered_columns(), plane, c.out_columns,
                              outputs + (index * c.out_rows + y) * c.out_columns * c.filters);
  }
}

void to_kernel_by_planes(const Convolution& c, const float* inputs, const float* gradient, float* result, int64_t all, const Items& parts,
                         float* scratch) {
  const int64_t plane = plane_of(c), row = c.bordered_columns(), count = length(c), taps = c.size * c.size * c.channels;
  float* gradients = scratch + c.channels * plane;
  /** [channels, size, size, filters, lanes], and of the bias [filters, lanes]. */
  float* sums = gradients + c.filters * plane;
  float* of_bias = sums + taps * c.filters * lanes;
  const Turn of_inputs = turn_of(c.channels), of_results = turn_of(c.filters);
  // Around the pictures there stay zeros, and behind the ends of the gradients' rows.
  clear(scratch, (c.channels + c.filters) * plane);
  const int64_t several = taps_of(c.filters), groups = (c.size + several - 1) / several, most = (c.size + groups - 1) / groups;
  for (int64_t part = parts.next(parts.of); part >= 0; part = parts.next(parts.of)) {
    float* of_part = result + part * (taps + 1) * c.filters;
    clear(sums, (taps + 1) * c.filters * lanes);
    for (int64_t index = c.count * part / all; index < c.count * (part + 1) / all; index++) {
      fill(c, of_inputs, inputs + index * c.rows * c.columns * c.channels, scratch, plane);
      for (int64_t y = 0; y < c.out_rows; y++)
        to_planes_of[c.filters](of_results, gradient + (index * c.out_rows + y) * c.out_columns * c.filters, c.out_columns, gradients + y * row, plane);
      float* to = sums;
      for (int64_t channel = 0; channel < c.channels; channel++)
        for (int64_t y = 0; y < c.size; y++)
          for (int64_t x = 0; x < c.size; x += most) {
            const int64_t here = c.size - x < most ? c.size - x : most;
            products_of[c.filters][here](scratch + channel * plane + y * row + x, gradients, plane, count, to);
            to += here * c.filters * lanes;
          }
      for (int64_t filter = 0; filter < c.filters; filter++) {
        Vector sum = load(of_bias + filter * lanes);
        for (int64_t place = 0; place < count; place += lanes) sum = add(sum, load(gradients + filter * plane + place));
        store(of_bias + filter * lanes, sum);
      }
    }
    for (int64_t channel = 0; channel < c.channels; channel++)
      for (int64_t tap = 0; tap < c.size * c.size; tap++)
        for (int64_t filter = 0; filter < c.filters; filter++)
          of_part[(tap * c.channels + channel) * c.filters + filter] = sum(load(sums + ((channel * c.size * c.size + tap) * c.filters + filter) * lanes));
    for (int64_t filter = 0; filter < c.filters; filter++) of_part[taps * c.filters + filter] = sum(load(of_bias + filter * lanes));
  }
}

}  // namespace LAB_LEVEL
}  // namespace lab
