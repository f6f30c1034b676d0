#include "pages.h"

#include <sys/mman.h>

namespace lab {

void use_large_pages(const float* numbers, int64_t count) {
  constexpr uintptr_t page = 1 << 21;
  // Linux since 6.1; the C library's headers may be older.
  constexpr int collapse = 25;
  const uintptr_t begin = (reinterpret_cast<uintptr_t>(numbers) + page - 1) / page * page;
  const uintptr_t end = reinterpret_cast<uintptr_t>(numbers + count) / page * page;
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, collapse);
}

}  // namespace lab
