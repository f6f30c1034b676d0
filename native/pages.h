// Memory in large pages.
#pragma once

#include <cstdint>

namespace lab {

/**
 * Asks the system to hold numbers in pages of 2 MB, where it can: a wide kernel that is read across changes its page with each line, and the
 * processor knows the places of only so many pages. Nothing fails if the system does not.
 */
void use_large_pages(const float* numbers, int64_t count);

}  // namespace lab
