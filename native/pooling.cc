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

void average(const Windows& w, const float* inputs, float* outputs, int64_t begin, int64_t end) {
  walk(w, begin, end, [&](const Place& place, int64_t out, int64_t picture, Lanes here) {
    Vector sum = zero();
    pixels(w, place, picture, [&](int64_t in) { sum = add(sum, load(here, inputs + in)); });
    store(here, outputs + out, multiply(sum, share(place)));
  });
}

/** What a pixel has of the windows before: nothing where they lie side by side, and no time to wait for what was stored beside it. */
inline Vector before(const Windows& w, Lanes here, const float* result) { return w.stride < w.size ? load(here, result) : zero(); }

void average_to_inputs(const Windows& w, const float* gradient, float* result, int64_t begin, int64_t end) {
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
