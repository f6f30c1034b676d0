// Threads that share the rows of one operation.
#pragma once

#include <cstdint>

namespace lab {

/** Work on the items from `begin` up to and without `end`. */
typedef void (*Work)(const void* what, int64_t begin, int64_t end);

/** The number of threads that an operation may use, the calling one included. */
void set_threads(int count);
int threads();

/** Divides `count` items among the threads and returns when all are done. What a thread computes must not depend on the division. */
void divide(int64_t count, Work work, const void* what);

/** The same for a function object that takes `begin` and `end`. */
template <typename Function>
void divided(int64_t count, const Function& function) {
  divide(
      count, [](const void* what, int64_t begin, int64_t end) { (*static_cast<const Function*>(what))(begin, end); },
      &function);
}

}  // namespace lab
