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

/** What is read from far away while a tile is summed: a line after each `every` places of depth, `step` numbers after the last one. */
struct Meanwhile {
  /** The first is put in order; or all are only fetched. */
  const float* from[3];
  int64_t step, count, every;
  /** Where the next panel is put in order; null if lines are only fetched. */
  float* to;
  Columns columns;
};

/** Lines of a panel that are on their way. */
constexpr int64_t ahead = 4;

/**
 * Sums of `count` rows and a panel's columns.
 * @param adds whether they go on from what `c` holds
 * @param places of depth
 */
template <int count, int vectors>
void tile(const float* a, const float* b, int64_t places, float* c, int64_t stride, const Lanes* here, const float* bias, bool adds,
          Meanwhile next) {
  Vector sums[count][vectors];
#pragma GCC unroll 16
  for (int row = 0; row < count; row++)
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++)
      sums[row][v] = adds ? load(here[v], c + row * stride + v * lanes) : bias ? load(here[v], bias + v * lanes) : zero();
  const auto add_place = [&] {
    Vector columns[vectors];
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
  };
  int64_t at = 0;
  for (int64_t line = 0; line < next.count; line++) {
    if (next.to) {
      const float* soon = next.from[0] + ahead * next.step;
      _mm_prefetch(reinterpret_cast<const char*>(soon), _MM_HINT_T0);
      _mm_prefetch(reinterpret_cast<const char*>(soon + lanes), _MM_HINT_T0);
      for (int v = 0; v < 2; v++) store(next.to + v * lanes, load(next.columns.here[v], next.from[0] + v * lanes));
      next.to += width;
    } else {
#pragma GCC unroll 3
      for (const float* from : next.from) _mm_prefetch(reinterpret_cast<const char*>(from), _MM_HINT_T1);
    }
#pragma GCC unroll 3
    for (const float*& from : next.from) from += next.step;
    for (int64_t end = at + next.every; at < end; at++) add_place();
  }
  for (; at < places; at++) add_place();
#pragma GCC unroll 16
  for (int row = 0; row < count; row++)
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++) store(here[v], c + row * stride + v * lanes, sums[row][v]);
}

template <int count>
void tile_of(int64_t rows, const Columns& columns, const float* a, const float* b, int64_t places, float* c, int64_t stride, const float* bias,
             bool adds, const Meanwhile& next) {
  if (rows == count) {
    if (columns.vectors == 2) tile<count, 2>(a, b, places, c, stride, columns.here, bias, adds, next);
    else tile<count, 1>(a, b, places, c, stride, columns.here, bias, adds, next);
  } else if constexpr (count > 1) {
    tile_of<count - 1>(rows, columns, a, b, places, c, stride, bias, adds, next);
  }
}

int64_t groups_of(int64_t rows) { return (rows + most_rows - 1) / most_rows; }

/** The first row of a group: all have as many, or one more. */
int64_t row_of(const Product& p, int64_t group) { return p.rows * group / groups_of(p.rows); }

int64_t groups(const Product& p) { return groups_of(p.rows); }

int64_t panels(const Product& p) { return (p.columns + width - 1) / width; }

int64_t packed(const Product& p) { return p.rows * places_of(p.depth); }

/** Two panels: while one is in use the next one is put in order. */
int64_t scratch(const Product& p) { return 2 * width * places_of(least(p.depth, most_depth)); }

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

/** Some depth of some columns of B. */
struct Panel {
  int64_t column, columns, from, depth;
};

Panel panel_of(const Product& p, int64_t panel, int64_t from) {
  const int64_t column = panel * width;
  return {column, least(width, p.columns - column), from, least(most_depth, p.depth - from)};
}

template <bool is_rounded>
void pack_panel(const Product& p, const float* b, const Panel& panel, float* to) {
  for (int64_t column = 0; column < panel.columns; column += lanes) {
    const int64_t at = panel.column + column, lines = least(lanes, panel.columns - column);
    if (p.is_transposed_b) pack_runs<is_rounded>(b + at * p.depth + panel.from, p.depth, lines, panel.depth, to + column, width, first(lanes));
    else pack_across<is_rounded>(b + panel.from * p.columns + at, p.columns, lines, panel.depth, to + column, width, first(lanes));
  }
}

/** A group's share of putting the next panel in order: `turn` of `turns` groups with as many places of depth. */
Meanwhile packing(const Product& p, const float* b, const Panel& next, float* to, int64_t turn, int64_t turns, int64_t places) {
  const int64_t each = (next.depth + turns - 1) / turns, begin = least(turn * each, next.depth), count = least(each, next.depth - begin);
  return {{b + (next.from + begin) * p.columns + next.column}, p.columns, count, places / each, to + begin * width, first_columns(next.columns)};
}

template <bool is_rounded>
void run_as(const Product& p, const float* packed, const float* b, const float* bias, float* c, const Items& items,
            int64_t first_group, int64_t last_group, float* scratch) {
  float* now = scratch;
  float* then = scratch + width * places_of(least(p.depth, most_depth));
  bool is_packed = false;
  const int64_t turns = last_group - first_group;
  int64_t index = items.next(items.of);
  while (index >= 0) {
    const int64_t after = items.next(items.of);
    for (int64_t from = 0; from < p.depth; from += most_depth) {
      const Panel panel = panel_of(p, index, from);
      const int64_t places = places_of(panel.depth);
      const bool is_last = from + most_depth >= p.depth, has_next = !is_last || after >= 0;
      const Panel next = has_next ? panel_of(p, is_last ? after : index, is_last ? 0 : from + most_depth) : Panel{};
      // Numbers that are neither rounded nor transposed are put in order while this panel is in hand.
      const bool packs = in_lane == 1 && !is_rounded && !p.is_transposed_b && has_next && turns * places >= next.depth;
      if (!is_packed) pack_panel<is_rounded>(p, b, panel, now);
      const Columns columns = first_columns(panel.columns);
      for (int64_t group = first_group; group < last_group; group++) {
        const int64_t row = row_of(p, group), rows = row_of(p, group + 1) - row;
        const float* of_group = packed + from / in_lane * p.rows + row * places;
        const Meanwhile soon = packs ? packing(p, b, next, then, group - first_group, turns, places) : Meanwhile{};
        tile_of<most_rows>(rows, columns, of_group, now, places, c + row * p.columns + panel.column, p.columns,
                           bias ? bias + panel.column : nullptr, from > 0, soon);
      }
      is_packed = packs;
      if (packs) {
        float* used = now;
        now = then;
        then = used;
      }
    }
    index = after;
  }
}

void run(const Product& p, const float* packed, const float* b, const float* bias, float* c, const Items& items, int64_t first_group,
         int64_t last_group, float* scratch) {
  if (p.is_rounded) run_as<true>(p, packed, b, bias, c, items, first_group, last_group, scratch);
  else run_as<false>(p, packed, b, bias, c, items, first_group, last_group, scratch);
}

int64_t packed_panels(const Product& p) { return panels(p) * width * places_of(p.depth); }

/** Where a panel begins whose depth begins at `from`. */
int64_t place_of(const Product& p, const Panel& panel) {
  return panel.from / in_lane * panels(p) * width + panel.column * places_of(panel.depth);
}

void pack_panels(const Product& p, const float* b, float* packed, int64_t begin, int64_t end) {
  for (int64_t index = begin; index < end; index++) {
    for (int64_t from = 0; from < p.depth; from += most_depth) {
      const Panel panel = panel_of(p, index, from);
      if (p.is_rounded) pack_panel<true>(p, b, panel, packed + place_of(p, panel));
      else pack_panel<false>(p, b, panel, packed + place_of(p, panel));
    }
  }
}

void run_packed(const Product& p, const float* packed, const float* of_panels, float* c, int64_t stride, int64_t first_group, int64_t last_group,
                const Soon& soon) {
  const int64_t top = row_of(p, first_group), tiles = panels(p) * (last_group - first_group);
  // Each tile fetches as many lines of the cache.
  const int64_t lines = (soon.count / in_line + tiles - 1) / tiles;
  int64_t fetched = 0;
  for (int64_t index = 0; index < panels(p); index++) {
    for (int64_t group = first_group; group < last_group; group++) {
      const int64_t row = row_of(p, group), rows = row_of(p, group + 1) - row;
      for (int64_t from = 0; from < p.depth; from += most_depth) {
        const Panel panel = panel_of(p, index, from);
        const int64_t places = places_of(panel.depth), count = least(least(lines, places), soon.count / in_line - fetched);
        Meanwhile next = {{}, in_line, count, count > 0 ? places / count : 0, nullptr, {}};
        for (int place = 0; place < 3; place++) next.from[place] = soon.places[place] + fetched * in_line;
        fetched += count;
        tile_of<most_rows>(rows, first_columns(panel.columns), packed + from / in_lane * p.rows + row * places, of_panels + place_of(p, panel),
                           places, c + (row - top) * stride + panel.column, stride, nullptr, from > 0, next);
      }
    }
  }
}

}  // namespace

const Multiply multiply_matrices = {groups, panels, packed, scratch, pack, run, packed_panels, pack_panels, row_of, run_packed};

}  // namespace LAB_LEVEL
}  // namespace lab
