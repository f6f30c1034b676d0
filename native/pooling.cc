// Compiled as compute.cc is: twice, without the standard library.
#include "pictures.h"
#include "vector.h"

namespace lab {
namespace LAB_LEVEL {
namespace {

/** The window's place over the picture, without what hangs over the border. */
struct Place {
  int64_t top, bottom, left, right;
};

inline Place place_of(const Windows& w, int64_t y, int64_t x) {
  const int64_t top = y * w.stride - w.above, left = x * w.stride - w.left;
  return {top < 0 ? 0 : top, top + w.size < w.rows ? top + w.size : w.rows, left < 0 ? 0 : left,
          left + w.size < w.columns ? left + w.size : w.columns};
}

/** Calls `each` for every place of the window and every vector of channels, with the place of the result and that of the picture. */
template <typename Each>
inline void walk(const Windows& w, int64_t begin, int64_t end, const Each& each) {
  for (int64_t index = begin; index < end; index++)
    for (int64_t y = 0; y < w.out_rows; y++)
      for (int64_t x = 0; x < w.out_columns; x++) {
        const Place place = place_of(w, y, x);
        for (int64_t channel = 0; channel < w.channels; channel += lanes)
          each(place, ((index * w.out_rows + y) * w.out_columns + x) * w.channels + channel, index * w.rows * w.columns * w.channels + channel,
               first(w.channels - channel));
      }
}

/** Calls `each` with the place of every pixel below the window. */
template <typename Each>
inline void pixels(const Windows& w, const Place& place, int64_t picture, const Each& each) {
  for (int64_t y = place.top; y < place.bottom; y++)
    for (int64_t x = place.left; x < place.right; x++) each(picture + (y * w.columns + x) * w.channels);
}

inline Vector share(const Place& place) {
  return all(1 / static_cast<float>((place.bottom - place.top) * (place.right - place.left)));
}

void clear(const Windows& w, float* result, int64_t begin, int64_t end) {
  const int64_t picture = w.rows * w.columns * w.channels;
  for (int64_t at = begin * picture; at < end * picture; at++) result[at] = 0;
}

/** Windows of 2 × 2 side by side over pictures with few channels: some fill a vector together. */
struct Pairs {
  /** Windows at once. */
  int64_t several;
  /** Of two vectors of a row, the left pixels and the right ones of these windows. */
  Places left, right;
  /** The windows of the first and of the second of these vectors. */
  Places windows[2];
};

inline bool in_pairs(const Windows& w) {
  return w.size == 2 && w.stride == 2 && 2 * w.channels <= lanes && 2 * w.out_rows <= w.rows && 2 * w.out_columns <= w.columns;
}

Pairs pairs_of(int64_t channels) {
  int32_t left[lanes], right[lanes], windows[2][lanes];
  for (int64_t lane = 0; lane < lanes; lane++) {
    left[lane] = static_cast<int32_t>((lane / channels * 2 * channels + lane % channels) % (2 * lanes));
    right[lane] = static_cast<int32_t>((left[lane] + channels) % (2 * lanes));
    for (int64_t vector = 0; vector < 2; vector++) {
      const int64_t place = vector * lanes + lane;
      windows[vector][lane] = static_cast<int32_t>((place / (2 * channels) * channels + place % channels) % lanes);
    }
  }
  return {lanes / channels, places(left), places(right), {places(windows[0]), places(windows[1])}};
}

/** Calls `each` for some windows side by side, with the place of their results, that of their upper pixels, and the number of results. */
template <typename Each>
inline void walk_pairs(const Windows& w, int64_t several, int64_t begin, int64_t end, const Each& each) {
  const int64_t most = several * w.channels, row = w.out_columns * w.channels;
  for (int64_t index = begin; index < end; index++)
    for (int64_t y = 0; y < w.out_rows; y++) {
      const int64_t out = (index * w.out_rows + y) * row, in = (index * w.rows + 2 * y) * w.columns * w.channels;
      for (int64_t place = 0; place < row; place += most) each(out + place, in + 2 * place, row - place < most ? row - place : most);
    }
}

void average_pairs(const Windows& w, const float* inputs, float* outputs, int64_t begin, int64_t end) {
  const Pairs pairs = pairs_of(w.channels);
  const int64_t row = w.columns * w.channels;
  walk_pairs(w, pairs.several, begin, end, [&](int64_t out, int64_t in, int64_t count) {
    const Lanes first_half = first(2 * count), second_half = first(2 * count - lanes);
    const float *upper = inputs + in, *lower = upper + row;
    const Vector one = add(load(first_half, upper), load(first_half, lower));
    const Vector other = add(load(second_half, upper + lanes), load(second_half, lower + lanes));
    const Vector sum = add(moved(pairs.left, one, other), moved(pairs.right, one, other));
    store(first(count), outputs + out, multiply(sum, all(0.25f)));
  });
}

void average_pairs_to_inputs(const Windows& w, const float* gradient, float* result, int64_t begin, int64_t end) {
  const Pairs pairs = pairs_of(w.channels);
  const int64_t row = w.columns * w.channels;
  if (2 * w.out_rows < w.rows || 2 * w.out_columns < w.columns) clear(w, result, begin, end);
  walk_pairs(w, pairs.several, begin, end, [&](int64_t out, int64_t in, int64_t count) {
    const Vector parts = multiply(load(first(count), gradient + out), all(0.25f));
    for (int64_t vector = 0; vector < 2; vector++) {
      const Lanes here = first(2 * count - vector * lanes);
      const Vector spread = moved(pairs.windows[vector], parts);
      store(here, result + in + vector * lanes, spread);
      store(here, result + in + row + vector * lanes, spread);
    }
  });
}

void average(const Windows& w, const float* inputs, float* outputs, int64_t begin, int64_t end) {
  if (in_pairs(w)) return average_pairs(w, inputs, outputs, begin, end);
  walk(w, begin, end, [&](const Place& place, int64_t out, int64_t picture, Lanes here) {
    Vector sum = zero();
    pixels(w, place, picture, [&](int64_t in) { sum = add(sum, load(here, inputs + in)); });
    store(here, outputs + out, multiply(sum, share(place)));
  });
}

/** What a pixel has of the windows before: nothing where they lie side by side, and no time to wait for what was stored beside it. */
inline Vector before(const Windows& w, Lanes here, const float* result) { return w.stride < w.size ? load(here, result) : zero(); }

void average_to_inputs(const Windows& w, const float* gradient, float* result, int64_t begin, int64_t end) {
  if (in_pairs(w)) return average_pairs_to_inputs(w, gradient, result, begin, end);
  clear(w, result, begin, end);
  walk(w, begin, end, [&](const Place& place, int64_t out, int64_t picture, Lanes here) {
    const Vector part = multiply(load(here, gradient + out), share(place));
    pixels(w, place, picture, [&](int64_t in) { store(here, result + in, add(before(w, here, result + in), part)); });
  });
}

void largest(const Windows& w, const float* inputs, float* outputs, int64_t begin, int64_t end) {
  walk(w, begin, end, [&](const Place& place, int64_t out, int64_t picture, Lanes here) {
    Vector most = all(-__builtin_inff());
    pixels(w, place, picture, [&](int64_t in) { most = larger(load(here, inputs + in), most); });
    store(here, outputs + out, most);
  });
}

void largest_to_inputs(const Windows& w, const float* inputs, const float* outputs, const float* gradient, float* result, int64_t begin,
                       int64_t end) {
  clear(w, result, begin, end);
  walk(w, begin, end, [&](const Place& place, int64_t out, int64_t picture, Lanes here) {
    const Vector most = load(here, outputs + out), part = load(here, gradient + out);
    Lanes done = none();
    pixels(w, place, picture, [&](int64_t in) {
      const Lanes found = equal(load(here, inputs + in), most, done);
      done = either(done, found);
      store(here, result + in, add(found, before(w, here, result + in), part));
    });
  });
}

}  // namespace

const Pool pool = {average, largest, average_to_inputs, largest_to_inputs};

}  // namespace LAB_LEVEL
}  // namespace lab
