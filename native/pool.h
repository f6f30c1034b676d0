// Threads that share the items of one operation.
#pragma once

#include <cstdint>

namespace lab {

/** Work on the items from `begin` up to and without `end`. */
typedef void (*Work)(const void* what, int64_t begin, int64_t end);

/** Items that a thread takes one after another: first those of its own part, in their order, then what is left of others' parts, from their ends. */
struct Items {
  /** @returns the next item; -1 when none is left */
  int64_t (*next)(const void* of);
  const void* of;
};
typedef void (*WorkOnItems)(const void* what, const Items& items);

/** The number of threads that an operation may use, the calling one included. */
void set_threads(int count);
int threads();

/**
 * Divides `count` items among the threads and returns when all are done. A thread that gets no processor meanwhile is not waited for: the
 * others do its part. What a thread computes must not depend on the division.
 */
void divide(int64_t count, Work work, const void* what);

/** The same with items that are large enough to be taken one by one. */
void divide_items(int64_t count, WorkOnItems work, const void* what);

/** The items for one thread alone. */
struct All {
  int64_t at, count;
};
Items items_of(All& all);

/** Divides for a function object that takes `begin` and `end`. */
template <typename Function>
void divided(int64_t count, const Function& function) {
  divide(
      count, [](const void* what, int64_t begin, int64_t end) { (*static_cast<const Function*>(what))(begin, end); },
      &function);
}

/** The same for one that takes items. */
template <typename Function>
void divided_items(int64_t count, const Function& function) {
  divide_items(
      count, [](const void* what, const Items& items) { (*static_cast<const Function*>(what))(items); }, &function);
}

}  // namespace lab
