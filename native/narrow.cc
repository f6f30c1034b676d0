// Compiled as compute.cc is: once for each set of instructions, without the standard library.
#include "narrow.h"
#include "tile.h"

namespace lab {
namespace LAB_LEVEL {
namespace {

/**
 * Sums of `count` rows and some vectors of columns.
 * @param step from a row of A to the next; of a transposed A from a place of depth to the next
 * @param line from a row of B to the next
 */
template <int count, int vectors, bool is_transposed_a>
void tile(const float* a, int64_t step, const float* b, int64_t line, int64_t depth, float* c, int64_t stride, const Lanes* here,
          const float* bias) {
  Vector sums[count][vectors];
#pragma GCC unroll 16
  for (int row = 0; row < count; row++)
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++) sums[row][v] = bias ? load(here[v], bias + v * lanes) : zero();
  // An address holds a pointer and up to twice a step: three rows for each pointer. A transposed A needs one for all.
  constexpr int pointers = is_transposed_a ? 1 : (count + 2) / 3;
  const float* from[pointers];
#pragma GCC unroll 5
  for (int each = 0; each < pointers; each++) from[each] = a + 3 * each * step;
  for (int64_t at = 0; at < depth; at++) {
    Vector columns[vectors];
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++) columns[v] = load(here[v], b + v * lanes);
    b += line;
#pragma GCC unroll 16
    for (int row = 0; row < count; row++) {
      const Vector number = all(is_transposed_a ? from[0][row] : from[row / 3][row % 3 * step]);
#pragma GCC unroll 2
      for (int v = 0; v < vectors; v++) sums[row][v] = multiply_add(number, columns[v], sums[row][v]);
    }
#pragma GCC unroll 5
    for (int each = 0; each < pointers; each++) from[each] += is_transposed_a ? step : 1;
  }
#pragma GCC unroll 16
  for (int row = 0; row < count; row++)
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++) store(here[v], c + row * stride + v * lanes, sums[row][v]);
}

template <int count, bool is_transposed_a>
void tile_of(int64_t rows, const Columns& columns, const float* a, int64_t step, const float* b, int64_t line, int64_t depth, float* c,
             int64_t stride, const float* bias) {
  if (rows == count) {
    if (columns.vectors == 2) tile<count, 2, is_transposed_a>(a, step, b, line, depth, c, stride, columns.here, bias);
    else tile<count, 1, is_transposed_a>(a, step, b, line, depth, c, stride, columns.here, bias);
  } else if constexpr (count > 1) {
    tile_of<count - 1, is_transposed_a>(rows, columns, a, step, b, line, depth, c, stride, bias);
  }
}

/** Lines of `from`, each `depth` numbers, become columns of `to`. */
void transpose_lines(const float* from, int64_t lines, int64_t depth, float* to) {
  for (int64_t column = 0; column < depth; column += lanes) {
    const int64_t places = depth - column < lanes ? depth - column : lanes;
    for (int64_t row = 0; row < lines; row += lanes) {
      const int64_t count = lines - row < lanes ? lines - row : lanes;
      Vector block[lanes];
#pragma GCC unroll 16
      for (int line = 0; line < lanes; line++)
        block[line] = line < count ? load(first(places), from + (row + line) * depth + column) : zero();
      transpose(block);
#pragma GCC unroll 16
      for (int place = 0; place < lanes; place++)
        if (place < places) store(first(count), to + (column + place) * lines + row, block[place]);
    }
  }
}

template <bool is_transposed_a>
void multiply_as(const Product& p, const Part& part, const float* a, const float* b, const float* bias, float* c, float* scratch) {
  const int64_t count = part.last_row - part.first_row, wide = part.last_column - part.first_column;
  const int64_t step = is_transposed_a ? p.rows : p.depth, line = p.is_transposed_b ? wide : p.columns;
  if (p.is_transposed_b) transpose_lines(b + part.first_column * p.depth, wide, p.depth, scratch);
  const float* lines = p.is_transposed_b ? scratch - part.first_column : b;
  // All groups have as many rows, or one more.
  const int64_t groups = (count + most_rows - 1) / most_rows;
  for (int64_t column = part.first_column; column < part.last_column; column += width) {
    const Columns columns = first_columns(part.last_column - column);
    for (int64_t group = 0; group < groups; group++) {
      const int64_t row = part.first_row + count * group / groups, rows = part.first_row + count * (group + 1) / groups - row;
      tile_of<most_rows, is_transposed_a>(rows, columns, is_transposed_a ? a + row : a + row * step, step, lines + column, line, p.depth,
                                          c + row * p.columns + column, p.columns, bias ? bias + column : nullptr);
    }
  }
}

void multiply_part(const Product& p, const Part& part, const float* a, const float* b, const float* bias, float* c, float* scratch) {
  if (p.is_transposed_a) multiply_as<true>(p, part, a, b, bias, c, scratch);
  else multiply_as<false>(p, part, a, b, bias, c, scratch);
}

int64_t scratch_of(const Product& p) { return p.is_transposed_b ? p.depth * p.columns : 0; }

void leak(float* values, int64_t count, float slope) {
  for (int64_t place = 0; place < count; place++) values[place] = values[place] > 0 ? values[place] : values[place] * slope;
}

void leak_back(float* gradient, const float* values, int64_t count, float slope) {
  for (int64_t place = 0; place < count; place++) gradient[place] = values[place] > 0 ? gradient[place] : gradient[place] * slope;
}

void scale(float* values, int64_t count, float factor) {
  for (int64_t place = 0; place < count; place++) values[place] *= factor;
}

void column_sums(const float* values, int64_t rows, int64_t columns, int64_t begin, int64_t end, float* sums) {
  for (int64_t column = begin; column < end; column += lanes) {
    const Lanes here = first(end - column);
    Vector sum = zero();
    for (int64_t row = 0; row < rows; row++) sum = add(sum, load(here, values + row * columns + column));
    store(here, sums + column, sum);
  }
}

void add_scaled(float* sums, const float* values, int64_t count, float factor) {
  for (int64_t place = 0; place < count; place++) sums[place] += values[place] * factor;
}

}  // namespace

const Narrow narrow = {most_rows, width, multiply_part, scratch_of, leak, leak_back, scale, column_sums, add_scaled};

}  // namespace LAB_LEVEL
}  // namespace lab
