// Compiled as compute.cc is: twice, without the standard library.
#include "activation.h"
#include "vector.h"

namespace lab {
namespace LAB_LEVEL {
namespace {

/** The sum of factors[i] · x^i. */
template <int count>
inline Vector polynomial(const float (&factors)[count], Vector x) {
  Vector result = all(factors[count - 1]);
#pragma GCC unroll 8
  for (int power = count - 2; power >= 0; power--) result = multiply_add(result, x, all(factors[power]));
  return result;
}

/** Eigen's quotient of polynomials (ptanh_float): within 4 units of the last place. NaN stays NaN. */
inline Vector tanh(Vector x) {
  // From here on tanh is 1 in float32.
  const Vector most = all(7.99881172180175781f), least = all(-7.99881172180175781f);
  // The second operand is taken where one is NaN.
  const Vector bounded = larger(least, smaller(most, x));
  constexpr float numerator[] = {4.89352455891786e-03f, 6.37261928875436e-04f,  1.48572235717979e-05f, 5.12229709037114e-08f,
                                 -8.60467152213735e-11f, 2.00018790482477e-13f, -2.76076847742355e-16f};
  constexpr float denominator[] = {4.89352518554385e-03f, 2.26843463243900e-03f, 1.18534705686654e-04f, 1.19825839466702e-06f};
  const Vector square = multiply(bounded, bounded);
  return divide(multiply(bounded, polynomial(numerator, square)), polynomial(denominator, square));
}

/** Calls `each` for every vector of numbers, with its place and lanes. */
template <typename Each>
inline void walk(int64_t count, const Each& each) {
  const int64_t whole = count / lanes * lanes;
  for (int64_t place = 0; place < whole; place += lanes) each(place, first(lanes));
  if (whole < count) each(whole, first(count - whole));
}

void tanh_of(const float* inputs, float* outputs, int64_t count) {
  walk(count, [&](int64_t place, Lanes here) { store(here, outputs + place, tanh(load(here, inputs + place))); });
}

void tanh_to_inputs(const float* outputs, const float* gradient, float* result, int64_t count) {
  walk(count, [&](int64_t place, Lanes here) {
    const Vector y = load(here, outputs + place);
    store(here, result + place, multiply(load(here, gradient + place), subtract(all(1), multiply(y, y))));
  });
}

}  // namespace

extern const Activate activate;
const Activate activate = {tanh_of, tanh_to_inputs};

}  // namespace LAB_LEVEL
}  // namespace lab
