#include "pages.h"

#include <sys/mman.h>
#include <unistd.h>

namespace lab {

void use_large_pages(const float* numbers, int64_t count) {
  constexpr uintptr_t page = 1 << 21;
  // Linux since 6.1; the C library's headers may be older.
  constexpr int collapse = 25;
  const uintptr_t begin = (reinterpret_cast<uintptr_t>(numbers) + page - 1) / page * page;
  const uintptr_t end = reinterpret_cast<uintptr_t>(numbers + count) / page * page;
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, collapse);
}

namespace {

/** Files are mapped from the beginning of a page. @returns how many bytes of it lie before this address or place in a file */
int64_t before(int64_t place) {
  static const int64_t page = sysconf(_SC_PAGESIZE);
  return place % page;
}

}  // namespace

void* map_file(int descriptor, int64_t offset, int64_t bytes) {
  const int64_t unasked = before(offset);
  void* page = mmap(nullptr, static_cast<size_t>(unasked + bytes), PROT_READ, MAP_SHARED, descriptor, offset - unasked);
  return page == MAP_FAILED ? nullptr : static_cast<char*>(page) + unasked;
}

void unmap_file(void* from, int64_t bytes) {
  const int64_t unasked = before(reinterpret_cast<intptr_t>(from));
  munmap(static_cast<char*>(from) - unasked, static_cast<size_t>(unasked + bytes));
}

}  // namespace lab
