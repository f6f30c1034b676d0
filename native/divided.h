// Products and loops whose parts the threads of one operation share.
#pragma once

#include <cstdint>
#include <vector>

#include "compute.h"
#include "pool.h"

namespace lab {

/** A kernel of so many weights is wide, as src/nn/products.ts has it. */
constexpr int64_t wide_kernel = 1 << 18;

/** Operations on fewer numbers than this stay in one thread. */
constexpr int64_t few = 1 << 15;

/** Divides work whose items are `size` numbers each, if it is large. */
template <typename Function>
void spread(int64_t count, int64_t size, const Function& function) {
  if (count * size < few) function(0, count);
  else divided(count, function);
}

/** The same, item by item. */
template <typename Function>
void spread_items(int64_t count, int64_t size, const Function& function) {
  if (count * size >= few) return divided_items(count, function);
  All all = {0, count};
  function(items_of(all));
}

/** Working memory that each thread keeps for its part of one loop. */
float* of_thread(int64_t count);

/** Working memory that begins with a line of the cache. */
float* aligned(std::vector<float>& own, int64_t count);

/**
 * C = A · B.
 * @param rounded of factors rounded to bfloat16, if the product is
 * @param bias that each row begins with; null for zeros
 */
void multiply(const Compute& compute, const Multiply* rounded, const Product& product, const float* a, const float* b, const float* bias, float* c);

}  // namespace lab
