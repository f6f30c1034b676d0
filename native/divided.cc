#include "divided.h"

#include <cstddef>
#include <vector>

namespace lab {
namespace {

/** By panels that are put in order first. */
void multiply_wide(const Multiply& multiply, const Product& p, const float* a, const float* b, const float* bias, float* c) {
  static thread_local std::vector<float> own;
  float* packed = aligned(own, multiply.packed(p));
  const int64_t groups = multiply.groups(p), panels = multiply.panels(p);
  spread(groups, multiply.packed(p) / groups, [&](int64_t begin, int64_t end) { multiply.pack(p, a, packed, begin, end); });
  const int64_t size = p.rows * p.columns * p.depth;
  if (panels >= 2 * threads()) {
    return spread_items(panels, size, [&](const Items& items) { multiply.run(p, packed, b, bias, c, items, 0, groups, of_thread(multiply.scratch(p))); });
  }
  spread(groups, size, [&](int64_t begin, int64_t end) {
    All all = {0, panels};
    multiply.run(p, packed, b, bias, c, items_of(all), begin, end, of_thread(multiply.scratch(p)));
  });
}

/** As A and B lie in memory. */
void multiply_narrow(const Narrow& narrow, const Product& p, const float* a, const float* b, const float* bias, float* c) {
  const int64_t panels = (p.columns + narrow.width - 1) / narrow.width;
  const bool by_panels = panels >= 2 * threads();
  const int64_t count = by_panels ? panels : p.rows;
  spread(count, p.rows * p.columns * p.depth / count, [&](int64_t begin, int64_t end) {
    const int64_t last = end * narrow.width;
    const Part part = by_panels ? Part{0, p.rows, begin * narrow.width, last < p.columns ? last : p.columns} : Part{begin, end, 0, p.columns};
    narrow.multiply(p, part, a, b, bias, c, of_thread(narrow.scratch(p)));
  });
}

}  // namespace

float* aligned(std::vector<float>& own, int64_t count) {
  constexpr size_t line = 64;
  const size_t size = static_cast<size_t>(count) + line / sizeof(float);
  if (own.size() < size) own.resize(size);
  return reinterpret_cast<float*>((reinterpret_cast<uintptr_t>(own.data()) + line - 1) / line * line);
}

float* of_thread(int64_t count) {
  static thread_local std::vector<float> own;
  return aligned(own, count);
}

void multiply(const Compute& compute, const Multiply* rounded, const Product& product, const float* a, const float* b, const float* bias, float* c) {
  if (product.is_rounded) return multiply_wide(*rounded, product, a, b, bias, c);
  // For a kernel's gradient, summed over the rows of a minibatch, A and B are small enough as they are.
  if (!product.is_transposed_a && product.depth * product.columns >= wide_kernel) return multiply_wide(*compute.multiply, product, a, b, bias, c);
  multiply_narrow(*compute.narrow, product, a, b, bias, c);
}

}  // namespace lab
