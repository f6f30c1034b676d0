// Compiled as compute.cc is: once for each set of instructions, without the standard library.
#include "product.h"
#include "vector.h"

namespace lab {
namespace LAB_LEVEL {
namespace {

/** Rows and vectors of columns whose sums are in registers together. */
#if defined(__AVX512F__)
constexpr int most_rows = 14;
#else
constexpr int most_rows = 6;
#endif
constexpr int64_t width = 2 * lanes;
/** Numbers of depth that are multiplied before the next ones are packed. */
constexpr int64_t most_depth = 1024;

#if defined(__AVX512F__)

/** Rows become columns. */
inline void transpose(Vector (&v)[16]) {
  Vector t[16];
#pragma GCC unroll 8
  for (int i = 0; i < 8; i++) {
    t[2 * i] = _mm512_unpacklo_ps(v[2 * i], v[2 * i + 1]);
    t[2 * i + 1] = _mm512_unpackhi_ps(v[2 * i], v[2 * i + 1]);
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    v[4 * i] = _mm512_shuffle_ps(t[4 * i], t[4 * i + 2], 0x44);
    v[4 * i + 1] = _mm512_shuffle_ps(t[4 * i], t[4 * i + 2], 0xee);
    v[4 * i + 2] = _mm512_shuffle_ps(t[4 * i + 1], t[4 * i + 3], 0x44);
    v[4 * i + 3] = _mm512_shuffle_ps(t[4 * i + 1], t[4 * i + 3], 0xee);
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    t[i] = _mm512_shuffle_f32x4(v[i], v[4 + i], 0x88);
    t[4 + i] = _mm512_shuffle_f32x4(v[i], v[4 + i], 0xdd);
    t[8 + i] = _mm512_shuffle_f32x4(v[8 + i], v[12 + i], 0x88);
    t[12 + i] = _mm512_shuffle_f32x4(v[8 + i], v[12 + i], 0xdd);
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    v[i] = _mm512_shuffle_f32x4(t[i], t[8 + i], 0x88);
    v[4 + i] = _mm512_shuffle_f32x4(t[4 + i], t[12 + i], 0x88);
    v[8 + i] = _mm512_shuffle_f32x4(t[i], t[8 + i], 0xdd);
    v[12 + i] = _mm512_shuffle_f32x4(t[4 + i], t[12 + i], 0xdd);
  }
}

#else

inline void transpose(Vector (&v)[8]) {
  Vector t[8];
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    t[2 * i] = _mm256_unpacklo_ps(v[2 * i], v[2 * i + 1]);
    t[2 * i + 1] = _mm256_unpackhi_ps(v[2 * i], v[2 * i + 1]);
  }
#pragma GCC unroll 2
  for (int i = 0; i < 2; i++) {
    v[4 * i] = _mm256_shuffle_ps(t[4 * i], t[4 * i + 2], 0x44);
    v[4 * i + 1] = _mm256_shuffle_ps(t[4 * i], t[4 * i + 2], 0xee);
    v[4 * i + 2] = _mm256_shuffle_ps(t[4 * i + 1], t[4 * i + 3], 0x44);
    v[4 * i + 3] = _mm256_shuffle_ps(t[4 * i + 1], t[4 * i + 3], 0xee);
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    t[i] = _mm256_permute2f128_ps(v[i], v[4 + i], 0x20);
    t[4 + i] = _mm256_permute2f128_ps(v[i], v[4 + i], 0x31);
  }
#pragma GCC unroll 8
  for (int i = 0; i < 8; i++) v[i] = t[i];
}

#endif

inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/**
 * Puts `lines` lines, at most as many as there are lanes, into `packed`: for each place of depth the numbers of all lines, `stride` apart.
 * @param from line by line, each `step` after the last one
 */
void pack_runs(const float* from, int64_t step, int64_t lines, int64_t depth, float* packed, int64_t stride, Lanes kept) {
  for (int64_t at = 0; at < depth; at += lanes) {
    const int64_t count = least(lanes, depth - at);
    const Lanes here = first(count);
    Vector block[lanes];
#pragma GCC unroll 16
    for (int line = 0; line < lanes; line++) block[line] = line < lines ? load(here, from + line * step + at) : zero();
    transpose(block);
    float* to = packed + at * stride;
#pragma GCC unroll 16
    for (int place = 0; place < lanes; place++)
      if (place < count) store(kept, to + place * stride, block[place]);
  }
}

/** The same from lines that lie side by side: the next place of depth is `step` after the last one. */
void pack_across(const float* from, int64_t step, int64_t lines, int64_t depth, float* packed, int64_t stride, Lanes kept) {
  const Lanes here = first(lines);
  for (int64_t at = 0; at < depth; at++) store(kept, packed + at * stride, load(here, from + at * step));
}

/**
 * Sums of `count` rows and a panel's columns.
 * @param adds whether they go on from what `c` holds
 * @param soon what is read next from far away, each place of depth one line, `step` bytes after the last one
 */
template <int count, int vectors>
void tile(const float* a, const float* b, int64_t depth, float* c, int64_t stride, const Lanes* here, const float* bias, bool adds,
          const char* soon, int64_t step) {
  Vector sums[count][vectors];
#pragma GCC unroll 16
  for (int row = 0; row < count; row++)
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++)
      sums[row][v] = adds ? load(here[v], c + row * stride + v * lanes) : bias ? load(here[v], bias + v * lanes) : zero();
  for (int64_t at = 0; at < depth; at++) {
    Vector columns[vectors];
    _mm_prefetch(soon, _MM_HINT_T1);
    soon += step;
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++) columns[v] = load(b + v * lanes);
#pragma GCC unroll 16
    for (int row = 0; row < count; row++) {
      const Vector number = all(a[row]);
#pragma GCC unroll 2
      for (int v = 0; v < vectors; v++) sums[row][v] = multiply_add(number, columns[v], sums[row][v]);
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
void tile_of(int64_t rows, int vectors, const float* a, const float* b, int64_t depth, float* c, int64_t stride, const Lanes* here,
             const float* bias, bool adds, const char* soon, int64_t step) {
  if (rows == count) {
    if (vectors == 2) tile<count, 2>(a, b, depth, c, stride, here, bias, adds, soon, step);
    else tile<count, 1>(a, b, depth, c, stride, here, bias, adds, soon, step);
  } else if constexpr (count > 1) {
    tile_of<count - 1>(rows, vectors, a, b, depth, c, stride, here, bias, adds, soon, step);
  }
}

int64_t groups_of(int64_t rows) { return (rows + most_rows - 1) / most_rows; }

/** The first row of a group: all have as many, or one more. */
int64_t row_of(const Product& p, int64_t group) { return p.rows * group / groups_of(p.rows); }

int64_t groups(const Product& p) { return groups_of(p.rows); }

int64_t panels(const Product& p) { return (p.columns + width - 1) / width; }

int64_t packed(const Product& p) { return p.rows * p.depth; }

int64_t scratch(const Product& p) { return width * least(p.depth, most_depth); }

void pack(const Product& p, const float* a, float* packed, int64_t begin, int64_t end) {
  for (int64_t from = 0; from < p.depth; from += most_depth) {
    const int64_t depth = least(most_depth, p.depth - from);
    for (int64_t group = begin; group < end; group++) {
      const int64_t row = row_of(p, group), rows = row_of(p, group + 1) - row;
      float* to = packed + from * p.rows + row * depth;
      if (p.is_transposed_a) pack_across(a + from * p.rows + row, p.rows, rows, depth, to, rows, first(rows));
      else pack_runs(a + row * p.depth + from, p.depth, rows, depth, to, rows, first(rows));
    }
  }
}

void run(const Product& p, const float* packed, const float* b, const float* bias, float* c, int64_t begin, int64_t end, int64_t first_group,
         int64_t last_group, float* scratch) {
  for (int64_t panel = begin; panel < end; panel++) {
    const int64_t column = panel * width, columns = least(width, p.columns - column);
    const int vectors = columns > lanes ? 2 : 1;
    const Lanes here[2] = {first(columns), vectors == 2 ? first(columns - lanes) : none()};
    for (int64_t from = 0; from < p.depth; from += most_depth) {
      const int64_t depth = least(most_depth, p.depth - from);
      for (int v = 0; v < vectors; v++) {
        const int64_t at = column + v * lanes, lines = least(lanes, columns - v * lanes);
        if (p.is_transposed_b) pack_runs(b + at * p.depth + from, p.depth, lines, depth, scratch + v * lanes, width, first(lanes));
        else pack_across(b + from * p.columns + at, p.columns, lines, depth, scratch + v * lanes, width, first(lanes));
      }
      for (int64_t group = first_group; group < last_group; group++) {
        const int64_t row = row_of(p, group), rows = row_of(p, group + 1) - row;
        const float* of_group = packed + from * p.rows + row * depth;
        // What the next panel needs, while this one is in hand.
        const float* soon = scratch;
        int64_t step = 0;
        const int64_t turn = group - first_group;
        if (panel + 1 < end && depth == p.depth) {
          if (p.is_transposed_b) {
            const int64_t place = turn * depth * 16;
            if (place < width * p.depth) soon = b + (column + width) * p.depth + place, step = 64;
          } else if (turn < 2) {
            soon = b + column + width + turn * 16;
            step = 4 * p.columns;
          }
        }
        tile_of<most_rows>(rows, vectors, of_group, scratch, depth, c + row * p.columns + column, p.columns, here,
                           bias ? bias + column : nullptr, from > 0, reinterpret_cast<const char*>(soon), step);
      }
    }
  }
}

}  // namespace

const Multiply multiply_matrices = {groups, panels, packed, scratch, pack, run};

}  // namespace LAB_LEVEL
}  // namespace lab
