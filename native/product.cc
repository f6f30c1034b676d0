// Compiled as compute.cc is: once for each set of instructions, without the standard library.
#include "product.h"
#include "tile.h"

namespace lab {
namespace LAB_LEVEL {
namespace {

/** Numbers of depth in a lane: one, or two bfloat16. */
#if defined(__AVX512BF16__)
constexpr int64_t in_lane = 2;
#else
constexpr int64_t in_lane = 1;
#endif
/** Numbers of depth that are multiplied before the next ones are packed. */
constexpr int64_t most_depth = 1024 * in_lane;

inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/** The lanes of a packed matrix that so many numbers of depth take. */
inline int64_t places_of(int64_t depth) { return (depth + in_lane - 1) / in_lane; }

#if defined(__AVX512BF16__)

/** Lane by lane a number of each, as bfloat16; the lower half is the first one's. */
template <bool is_rounded>
inline Vector lanes_of(Vector first, Vector second) {
  const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2,
                                         17, 1, 16, 0);
  return (Vector)_mm512_permutexvar_epi16(order, (__m512i)_mm512_cvtne2ps_pbh(second, first));
}

/** As many places as a vector has, of a line of which `count` numbers are left. */
template <bool is_rounded>
inline Vector line_of(const float* from, int64_t count) {
  const Vector second = load(count > lanes ? first(count - lanes) : none(), from + lanes);
  return (Vector)_mm512_cvtne2ps_pbh(second, load(first(count), from));
}

inline Vector add_products(Vector a, Vector b, Vector sums) { return _mm512_dpbf16_ps(sums, (__m512bh)a, (__m512bh)b); }

#else

template <bool is_rounded>
inline Vector lanes_of(Vector first, Vector) {
  return is_rounded ? rounded(first) : first;
}

template <bool is_rounded>
inline Vector line_of(const float* from, int64_t count) {
  const Vector line = load(first(count), from);
  return is_rounded ? rounded(line) : line;
}

inline Vector add_products(Vector a, Vector b, Vector sums) { return multiply_add(a, b, sums); }

#endif

/**
 * Puts `lines` lines, at most as many as there are lanes, into `packed`: for each place of depth the numbers of all lines, `stride` apart.
 * @param from line by line, each `step` after the last one
 */
template <bool is_rounded>
void pack_runs(const float* from, int64_t step, int64_t lines, int64_t depth, float* packed, int64_t stride, Lanes kept) {
  for (int64_t at = 0; at < depth; at += lanes * in_lane) {
    const int64_t count = least(lanes * in_lane, depth - at);
    Vector block[lanes];
#pragma GCC unroll 16
    for (int line = 0; line < lanes; line++) block[line] = line < lines ? line_of<is_rounded>(from + line * step + at, count) : zero();
    transpose(block);
    float* to = packed + at / in_lane * stride;
    const int64_t places = places_of(count);
#pragma GCC unroll 16
    for (int place = 0; place < lanes; place++)
      if (place < places) store(kept, to + place * stride, block[place]);
  }
}

/** The same from lines that lie side by side: the next place of depth is `step` after the last one. */
template <bool is_rounded>
void pack_across(const float* from, int64_t step, int64_t lines, int64_t depth, float* packed, int64_t stride, Lanes kept) {
  const Lanes here = first(lines);
  for (int64_t at = 0; at < depth; at += in_lane) {
    const Vector second = in_lane == 2 && at + 1 < depth ? load(here, from + (at + 1) * step) : zero();
    store(kept, packed + at / in_lane * stride, lanes_of<is_rounded>(load(here, from + at * step), second));
  }
}

/**
 * Sums of `count` rows and a panel's columns.
 * @param adds whether they go on from what `c` holds
 * @param places of depth
 * @param soon what is read next from far away, for each place one line, `step` bytes after the last one
 */
template <int count, int vectors>
void tile(const float* a, const float* b, int64_t places, float* c, int64_t stride, const Lanes* here, const float* bias, bool adds,
          const char* soon, int64_t step) {
  Vector sums[count][vectors];
#pragma GCC unroll 16
  for (int row = 0; row < count; row++)
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++)
      sums[row][v] = adds ? load(here[v], c + row * stride + v * lanes) : bias ? load(here[v], bias + v * lanes) : zero();
  for (int64_t at = 0; at < places; at++) {
    Vector columns[vectors];
    _mm_prefetch(soon, _MM_HINT_T1);
    soon += step;
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++) columns[v] = load(b + v * lanes);
#pragma GCC unroll 16
    for (int row = 0; row < count; row++) {
      const Vector number = all(a[row]);
#pragma GCC unroll 2
      for (int v = 0; v < vectors; v++) sums[row][v] = add_products(number, columns[v], sums[row][v]);
    }
    a += count;
    b += width;
  }
#pragma GCC unroll 16
  for (int row = 0; row < count; row++)
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++) store(here[v], c + row * stride + v * lanes, sums[row][v]);
}

template <int count>
void tile_of(int64_t rows, int vectors, const float* a, const float* b, int64_t places, float* c, int64_t stride, const Lanes* here,
             const float* bias, bool adds, const char* soon, int64_t step) {
  if (rows == count) {
    if (vectors == 2) tile<count, 2>(a, b, places, c, stride, here, bias, adds, soon, step);
    else tile<count, 1>(a, b, places, c, stride, here, bias, adds, soon, step);
  } else if constexpr (count > 1) {
    tile_of<count - 1>(rows, vectors, a, b, places, c, stride, here, bias, adds, soon, step);
  }
}

int64_t groups_of(int64_t rows) { return (rows + most_rows - 1) / most_rows; }

/** The first row of a group: all have as many, or one more. */
int64_t row_of(const Product& p, int64_t group) { return p.rows * group / groups_of(p.rows); }

int64_t groups(const Product& p) { return groups_of(p.rows); }

int64_t panels(const Product& p) { return (p.columns + width - 1) / width; }

int64_t packed(const Product& p) { return p.rows * places_of(p.depth); }

int64_t scratch(const Product& p) { return width * places_of(least(p.depth, most_depth)); }

template <bool is_rounded>
void pack_as(const Product& p, const float* a, float* packed, int64_t begin, int64_t end) {
  for (int64_t from = 0; from < p.depth; from += most_depth) {
    const int64_t depth = least(most_depth, p.depth - from);
    for (int64_t group = begin; group < end; group++) {
      const int64_t row = row_of(p, group), rows = row_of(p, group + 1) - row;
      float* to = packed + from / in_lane * p.rows + row * places_of(depth);
      if (p.is_transposed_a) pack_across<is_rounded>(a + from * p.rows + row, p.rows, rows, depth, to, rows, first(rows));
      else pack_runs<is_rounded>(a + row * p.depth + from, p.depth, rows, depth, to, rows, first(rows));
    }
  }
}

void pack(const Product& p, const float* a, float* packed, int64_t begin, int64_t end) {
  if (p.is_rounded) pack_as<true>(p, a, packed, begin, end);
  else pack_as<false>(p, a, packed, begin, end);
}

template <bool is_rounded>
void run_as(const Product& p, const float* packed, const float* b, const float* bias, float* c, int64_t begin, int64_t end,
            int64_t first_group, int64_t last_group, float* scratch) {
  for (int64_t panel = begin; panel < end; panel++) {
    const int64_t column = panel * width, columns = least(width, p.columns - column);
    const int vectors = columns > lanes ? 2 : 1;
    const Lanes here[2] = {first(columns), vectors == 2 ? first(columns - lanes) : none()};
    for (int64_t from = 0; from < p.depth; from += most_depth) {
      const int64_t depth = least(most_depth, p.depth - from), places = places_of(depth);
      for (int v = 0; v < vectors; v++) {
        const int64_t at = column + v * lanes, lines = least(lanes, columns - v * lanes);
        float* to = scratch + v * lanes;
        if (p.is_transposed_b) pack_runs<is_rounded>(b + at * p.depth + from, p.depth, lines, depth, to, width, first(lanes));
        else pack_across<is_rounded>(b + from * p.columns + at, p.columns, lines, depth, to, width, first(lanes));
      }
      for (int64_t group = first_group; group < last_group; group++) {
        const int64_t row = row_of(p, group), rows = row_of(p, group + 1) - row;
        const float* of_group = packed + from / in_lane * p.rows + row * places;
        // What the next panel needs, while this one is in hand.
        const float* soon = scratch;
        int64_t step = 0;
        const int64_t turn = group - first_group;
        if (panel + 1 < end && depth == p.depth) {
          if (p.is_transposed_b) {
            const int64_t place = turn * places * 16;
            if (place < width * p.depth) soon = b + (column + width) * p.depth + place, step = 64;
          } else if (turn < 2 * in_lane) {
            soon = b + turn / 2 * places * p.columns + column + width + turn % 2 * 16;
            step = 4 * p.columns;
          }
        }
        tile_of<most_rows>(rows, vectors, of_group, scratch, places, c + row * p.columns + column, p.columns, here,
                           bias ? bias + column : nullptr, from > 0, reinterpret_cast<const char*>(soon), step);
      }
    }
  }
}

void run(const Product& p, const float* packed, const float* b, const float* bias, float* c, int64_t begin, int64_t end, int64_t first_group,
         int64_t last_group, float* scratch) {
  if (p.is_rounded) run_as<true>(p, packed, b, bias, c, begin, end, first_group, last_group, scratch);
  else run_as<false>(p, packed, b, bias, c, begin, end, first_group, last_group, scratch);
}

}  // namespace

const Multiply multiply_matrices = {groups, panels, packed, scratch, pack, run};

}  // namespace LAB_LEVEL
}  // namespace lab
