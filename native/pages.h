// Memory of the system's: in large pages, and of files.
#pragma once

#include <cstdint>

namespace lab {

/**
 * Asks the system to hold numbers in pages of 2 MB, where it can: a wide kernel that is read across changes its page with each line, and the
 * processor knows the places of only so many pages. Nothing fails if the system does not.
 */
void use_large_pages(const float* numbers, int64_t count);

/**
 * The bytes of an open file from this place on, to be read only: memory that all processes share which have the same file. It stays when the file
 * is closed or removed. Who reads what another program has cut off dies of it (SIGBUS).
 * @returns null if the system does not map this file
 */
void* map_file(int descriptor, int64_t offset, int64_t bytes);

/** @param from of `map_file` */
void unmap_file(void* from, int64_t bytes);

}  // namespace lab
