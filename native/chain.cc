#include "chain.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "divided.h"
#include "pages.h"

namespace lab {
namespace {

/** Rows that are evaluated together: few, so that they stay in a near cache, or many, for each of which a wide kernel is read once less. */
constexpr int64_t few_rows = 128, many_rows = 512;

/** Numbers of a gradient that Adam takes at a time. */
constexpr int64_t near = 1 << 14;

/** An exponential takes as long as so many simple operations. */
constexpr int64_t exponent = 32;

bool is_wide(const Parameter& kernel) { return kernel.count >= wide_kernel; }

template <typename Number>
Number* sized(std::vector<Number>& memory, int64_t count) {
  if (memory.size() < static_cast<std::size_t>(count)) memory.resize(static_cast<std::size_t>(count));
  return memory.data();
}

}  // namespace

Chain::Chain(const Compute& compute, const Multiply* rounded, std::vector<ChainLayer> layers, int64_t features, bool is_classified)
    : compute_(compute), rounded_(rounded), layers_(std::move(layers)), features_(features), is_classified_(is_classified) {
  std::size_t counts[3] = {};
  first_dense_ = first_dropout_ = layers_.size();
  for (std::size_t index = 0; index < layers_.size(); index++) {
    const Link link = layers_[index].link;
    ordinals_.push_back(counts[static_cast<int>(link)]++);
    if (link == Link::dense && first_dense_ == layers_.size()) first_dense_ = index;
    if (link == Link::dropout && first_dropout_ == layers_.size()) first_dropout_ = index;
  }
  outputs_.resize(counts[static_cast<int>(Link::dense)]);
  kept_.resize(counts[static_cast<int>(Link::dropout)]);
}

void Chain::use(const std::vector<Parameter>& parameters, const std::vector<Draw>& draws) {
  parameters_.resize(parameters.size());
  for (std::size_t index = 0; index < parameters.size(); index++) {
    const Parameter& now = parameters[index];
    const Parameter& before = parameters_[index];
    if (!is_wide(now)) continue;
    if (now.values != before.values) use_large_pages(now.values, now.count);
    if (now.mean != before.mean) use_large_pages(now.mean, now.count);
    if (now.square != before.square) use_large_pages(now.square, now.count);
  }
  parameters_ = parameters;
  draws_ = draws;
}

bool Chain::is_rounded(std::size_t dense) const { return rounded_ && is_wide(parameters_[2 * dense]); }

float* Chain::owned(const Values& values, int64_t rows) {
  if (values.own) return values.own;
  float* copy = sized(inputs_, rows * values.units);
  std::memcpy(copy, values.at, static_cast<std::size_t>(rows * values.units) * sizeof(float));
  return copy;
}

void Chain::drop(const Values& from, float* to, int64_t rows, std::size_t ordinal, const uint64_t (&counter)[2], int64_t first_row) {
  const Draw& draw = draws_[ordinal];
  const int64_t units = from.units, words = (units + 1) / 2;
  const Stream stream = {draw.key, counter[0] + static_cast<uint64_t>(first_row / 4 * words), counter[1]};
  uint8_t* is_kept = sized(kept_[ordinal], rows * units);
  spread(rows, units, [&](int64_t begin, int64_t end) {
    compute_.dropout(from.at, to, is_kept, units, begin, end, stream, draw.first_kept, draw.kept);
  });
}

Chain::Values Chain::forward(Values values, int64_t rows, std::size_t begin, std::size_t end, Mode mode, const uint64_t (&counter)[2],
                             int64_t first_row) {
  for (std::size_t index = begin; index < end; index++) {
    const ChainLayer& layer = layers_[index];
    const std::size_t ordinal = ordinals_[index];
    if (layer.link == Link::dense) {
      float* outputs = sized(outputs_[ordinal], rows * layer.units);
      const Product product = {rows, layer.units, values.units, false, false, mode == Mode::train && is_rounded(ordinal)};
      multiply(compute_, rounded_, product, values.at, parameters_[2 * ordinal].values, parameters_[2 * ordinal + 1].values, outputs);
      values = {outputs, outputs, layer.units};
      continue;
    }
    if (layer.link == Link::dropout && mode == Mode::eval && layer.factor == 1) continue;
    float* own = owned(values, rows);
    values = {own, own, values.units};
    if (layer.link == Link::dropout && mode != Mode::eval) {
      drop(values, own, rows, ordinal, counter, first_row);
      continue;
    }
    spread(rows * values.units, 1, [&](int64_t from, int64_t to) {
      if (layer.link == Link::leak) compute_.narrow->leak(own + from, to - from, layer.factor);
      else compute_.narrow->scale(own + from, to - from, layer.factor);
    });
  }
  return values;
}

void Chain::measure(const float* outputs, const ChainData& data, const int32_t* rows, int64_t begin, int64_t count, float* gradient,
                    Measured& measured) {
  const int64_t units = layers_.back().units;
  const float share = 1 / static_cast<float>(count);
  RowMeasure* of_rows = sized(of_rows_, count);
  spread(count, units * exponent, [&](int64_t first, int64_t last) {
    for (int64_t place = first; place < last; place++) {
      const int64_t row = rows ? rows[place] : begin + place;
      const float* values = outputs + place * units;
      float* to = gradient ? gradient + place * units : nullptr;
      if (!is_classified_) {
        const float error = *values - data.values[row];
        of_rows[place] = {error * error, false};
        if (to) *to = error * 2 * share;
        continue;
      }
      const int64_t target = data.classes[row];
      int64_t largest = 0;
      for (int64_t unit = 1; unit < units; unit++)
        if (values[unit] > values[largest]) largest = unit;
      float sum = 0;
      for (int64_t unit = 0; unit < units; unit++) {
        const float exponential = std::exp(values[unit] - values[largest]);
        sum += exponential;
        if (to) to[unit] = exponential;
      }
      of_rows[place] = {std::log(sum) - (values[target] - values[largest]), largest == target};
      if (!to) continue;
      for (int64_t unit = 0; unit < units; unit++) to[unit] = (to[unit] / sum - static_cast<float>(unit == target)) * share;
    }
  });
  // In their order, whoever computed them.
  for (int64_t place = 0; place < count; place++) {
    measured.loss += of_rows[place].loss;
    measured.hits += of_rows[place].is_hit;
  }
}

void Chain::step(const Parameter& parameter, float* gradient, float penalty, int64_t begin, int64_t end, const AdamRates& rates) {
  if (penalty != 0) compute_.narrow->add_scaled(gradient, parameter.values + begin, end - begin, penalty);
  compute_.adam(parameter.values + begin, parameter.mean + begin, parameter.square + begin, gradient, end - begin, rates);
}

void Chain::update(std::size_t dense, const ChainLayer& layer, const float* given, const float* gradient, int64_t rows, const AdamRates& rates) {
  const Parameter& kernel = parameters_[2 * dense];
  const int64_t units = layer.units;
  const Product product = {kernel.count / units, units, rows, true, false, is_rounded(dense)};
  if (is_wide(kernel)) update_wide(kernel, layer.factor, product, given, gradient, rates);
  else update_narrow(kernel, layer.factor, product, given, gradient, rates);
  float* of_bias = sized(of_bias_, units);
  spread(units, rows, [&](int64_t begin, int64_t end) { compute_.narrow->column_sums(gradient, rows, units, begin, end, of_bias); });
  step(parameters_[2 * dense + 1], of_bias, 0, 0, units, rates);
}

void Chain::update_wide(const Parameter& kernel, float penalty, const Product& product, const float* given, const float* gradient,
                        const AdamRates& rates) {
  const Multiply& multiply = product.is_rounded ? *rounded_ : *compute_.multiply;
  const int64_t units = product.columns, batch = product.depth, most = compute_.narrow->rows;
  const int64_t groups = multiply.groups(product), panels = multiply.panels(product);
  float* of_groups = aligned(groups_, multiply.packed(product));
  float* of_panels = aligned(panels_, multiply.packed_panels(product));
  spread(groups, most * batch, [&](int64_t begin, int64_t end) { multiply.pack(product, given, of_groups, begin, end); });
  spread(panels, compute_.narrow->width * batch,
         [&](int64_t begin, int64_t end) { multiply.pack_panels(product, gradient, of_panels, begin, end); });
  // Rows whose distance is a power of two would share a part of the cache.
  const int64_t stride = units + in_line, at_once = (near / units + most) / most;
  // As many items for each thread.
  const int64_t items = std::min(groups, ((groups + at_once - 1) / at_once + threads() - 1) / threads() * threads());
  const auto group_of = [&](int64_t item) { return groups * item / items; };
  const auto row_of = [&](int64_t item) { return multiply.row(product, group_of(item)); };
  spread_items(items, product.rows * units * batch / items, [&](const Items& mine) {
    float* sums = of_thread(at_once * most * stride);
    int64_t item = mine.next(mine.of);
    while (item >= 0) {
      const int64_t after = mine.next(mine.of), first = row_of(item), last = row_of(item + 1);
      const int64_t next = after < 0 ? 0 : row_of(after) * units, count = after < 0 ? 0 : row_of(after + 1) * units - next;
      const Soon soon = {{kernel.values + next, kernel.mean + next, kernel.square + next}, count};
      multiply.run_packed(product, of_groups, of_panels, sums, stride, group_of(item), group_of(item + 1), soon);
      for (int64_t row = first; row < last; row++) step(kernel, sums + (row - first) * stride, penalty, row * units, (row + 1) * units, rates);
      item = after;
    }
  });
}

void Chain::update_narrow(const Parameter& kernel, float penalty, const Product& product, const float* given, const float* gradient,
                          const AdamRates& rates) {
  const Narrow& narrow = *compute_.narrow;
  const int64_t units = product.columns, depth = product.rows;
  // At least a part for each thread.
  const int64_t at_once = std::min(near / units, (depth + threads() - 1) / threads()) / narrow.rows * narrow.rows + narrow.rows;
  spread((depth + at_once - 1) / at_once, at_once * units * product.depth, [&](int64_t begin, int64_t end) {
    float* sums = of_thread(at_once * units);
    for (int64_t part = begin; part < end; part++) {
      const int64_t first = part * at_once, last = std::min(first + at_once, depth);
      narrow.multiply(product, {first, last, 0, units}, given, gradient, nullptr, sums - first * units, nullptr);
      step(kernel, sums, penalty, first * units, last * units, rates);
    }
  });
}

void Chain::backward(const float* inputs, int64_t rows, const AdamRates& rates) {
  const Narrow& narrow = *compute_.narrow;
  float* gradient = gradient_[0].data();
  float* next = gradient_[1].data();
  std::size_t dense = outputs_.size();
  for (std::size_t index = layers_.size(); index-- > first_dense_;) {
    const ChainLayer& layer = layers_[index];
    const int64_t units = layer.units;
    if (layer.link == Link::leak) {
      // Of the values after all that follows on the dense layer: a unit that was dropped since has no gradient.
      const float* values = outputs_[dense - 1].data();
      spread(rows * units, 1, [&](int64_t from, int64_t to) { narrow.leak_back(gradient + from, values + from, to - from, layer.factor); });
      continue;
    }
    if (layer.link == Link::dropout) {
      const uint8_t* is_kept = kept_[ordinals_[index]].data();
      const float kept = draws_[ordinals_[index]].kept;
      spread(rows * units, 1, [&](int64_t from, int64_t to) {
        compute_.dropped(gradient + from, is_kept + from, kept, gradient + from, to - from);
      });
      continue;
    }
    dense--;
    const float* kernel = parameters_[2 * dense].values;
    const int64_t depth = parameters_[2 * dense].count / units;
    if (index > first_dense_)
      multiply(compute_, rounded_, {rows, depth, units, false, true, is_rounded(dense)}, gradient, kernel, nullptr, next);
    update(dense, layer, dense > 0 ? outputs_[dense - 1].data() : inputs, gradient, rows, rates);
    std::swap(gradient, next);
  }
}

void Chain::train(const ChainData& data, const int32_t* rows, int64_t count, const uint64_t (&counter)[2], const AdamRates& rates,
                  Measured& measured) {
  float* inputs = sized(inputs_, count * features_);
  const auto size = static_cast<std::size_t>(features_);
  spread(count, features_, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row++) std::memcpy(inputs + row * features_, data.inputs + rows[row] * features_, size * sizeof(float));
  });
  const Values outputs = forward({inputs, inputs, features_}, count, 0, layers_.size(), Mode::train, counter, 0);
  int64_t widest = 0;
  for (const ChainLayer& layer : layers_) widest = layer.units > widest ? layer.units : widest;
  for (auto& gradient : gradient_) sized(gradient, count * widest);
  measure(outputs.at, data, rows, 0, count, gradient_[0].data(), measured);
  backward(inputs, count, rates);
}

void Chain::take(const float* outputs, const ChainData& data, int64_t row, int64_t rows, int64_t place, Evaluated& evaluated) {
  const int64_t units = layers_.back().units;
  if (data.classes || data.values) measure(outputs, data, nullptr, row, rows, nullptr, evaluated.measured);
  if (evaluated.outputs) std::memcpy(evaluated.outputs + place * units, outputs, static_cast<std::size_t>(rows * units) * sizeof(float));
}

void Chain::evaluate(const ChainData& data, int64_t begin, int64_t end, int64_t before, const uint64_t (&counter)[2], Evaluated* correct,
                     Evaluated* forgotten) {
  bool has_wide = false;
  for (const Parameter& each : parameters_) has_wide = has_wide || is_wide(each);
  const int64_t at_once = has_wide ? many_rows : few_rows;
  for (int64_t row = begin; row < end; row += at_once) {
    const int64_t rows = end - row < at_once ? end - row : at_once;
    const Values given = {data.inputs + row * features_, nullptr, features_};
    const Values shared = forward(given, rows, 0, first_dropout_, Mode::eval, counter, before + row);
    if (forgotten) {
      Values branch = shared;
      std::size_t next = first_dropout_;
      if (next < layers_.size()) {
        branch.own = sized(branch_, rows * shared.units);
        branch.at = branch.own;
        drop(shared, branch.own, rows, 0, counter, before + row);
        next++;
      }
      branch = forward(branch, rows, next, layers_.size(), Mode::forgotten, counter, before + row);
      take(branch.at, data, row, rows, row - begin, *forgotten);
    }
    if (correct) {
      const Values outputs = forward(shared, rows, first_dropout_, layers_.size(), Mode::eval, counter, before + row);
      take(outputs.at, data, row, rows, row - begin, *correct);
    }
  }
}

}  // namespace lab
