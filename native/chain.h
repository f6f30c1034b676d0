// A chain of dense layers with rectifiers and dropout between them: whole minibatches and evaluations without a node for each layer. The
// numbers are those of the graph that src/engine/graph builds for such a network of one node for each thing, but for the order of sums.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "compute.h"

namespace lab {

/** As src/engine/graph/chain.ts numbers them. */
enum class Link : int32_t { dense, leak, dropout };

struct ChainLayer {
  Link link;
  /** Of its outputs. */
  int64_t units;
  /**
   * Of dense its penalty's gradient, by the kernel; of leak the slope at numbers that are not above 0; of dropout the factor of all units
   * at inference.
   */
  float factor;
};

/** A dropout layer's arguments. */
struct Draw {
  uint64_t key;
  uint16_t first_kept;
  float kept;
};

/** Of each parameter, kernel and bias in turn, layer by layer. */
struct Parameter {
  float* values = nullptr;
  /** Null where nothing is trained. */
  float* mean = nullptr;
  float* square = nullptr;
  int64_t count = 0;
};

/** [rows, features], and [rows] of the one that the loss takes: class numbers, or values of one output; neither where nothing is measured. */
struct ChainData {
  const float* inputs;
  const int32_t* classes;
  const float* values;
};

struct Measured {
  double loss = 0;
  int64_t hits = 0;
};

/** What an evaluation in one mode gives. */
struct Evaluated {
  Measured measured;
  /** [rows, units of the last layer]; null if they are not asked for. */
  float* outputs = nullptr;
};

class Chain {
 public:
  /**
   * @param rounded for products of wide kernels in training whose factors are rounded to bfloat16; null for none
   * @param is_classified whether the loss is cross-entropy of softmax; else it is the mean squared error
   */
  Chain(const Compute& compute, const Multiply* rounded, std::vector<ChainLayer> layers, int64_t features, bool is_classified);

  /** @param parameters its variables' own memory @param draws of the dropout layers, in order */
  void use(const std::vector<Parameter>& parameters, const std::vector<Draw>& draws);

  /**
   * A step of Adam on these rows.
   * @param counter of the step's random words: block and address
   */
  void train(const ChainData& data, const int32_t* rows, int64_t count, const uint64_t (&counter)[2], const AdamRates& rates, Measured& measured);

  /**
   * Rows `begin` to `end`, `begin` a multiple of 4, in mode eval, with eval forgotten, or both by one pass through the layers before the
   * first that drops.
   * @param before a multiple of 4: the rows of the split before those of the data, which have the first random words
   * @param correct null if that mode is not asked for; so is `forgotten`
   */
  void evaluate(const ChainData& data, int64_t begin, int64_t end, int64_t before, const uint64_t (&counter)[2], Evaluated* correct,
                Evaluated* forgotten);

 private:
  struct RowMeasure {
    float loss;
    bool is_hit;
  };
  enum class Mode { train, eval, forgotten };
  /** Where the layers' values are. */
  struct Values {
    const float* at;
    /** The same if they may be changed; null if they are the data's. */
    float* own;
    int64_t units;
  };

  Values forward(Values values, int64_t rows, std::size_t begin, std::size_t end, Mode mode, const uint64_t (&counter)[2], int64_t first_row);
  void drop(const Values& from, float* to, int64_t rows, std::size_t ordinal, const uint64_t (&counter)[2], int64_t first_row);
  void backward(const float* inputs, int64_t rows, const AdamRates& rates);
  /** A step of Adam on a dense layer's kernel and bias. @param given what the layer was given @param gradient dE/d(its outputs) */
  void update(std::size_t dense, const ChainLayer& layer, const float* given, const float* gradient, int64_t rows, const AdamRates& rates);
  /** Of a kernel: some rows of its gradient at a time, which are still in a near cache when Adam takes them. @param product the gradient's */
  void update_wide(const Parameter& kernel, float penalty, const Product& product, const float* given, const float* gradient, const AdamRates& rates);
  void update_narrow(const Parameter& kernel, float penalty, const Product& product, const float* given, const float* gradient, const AdamRates& rates);
  void step(const Parameter& parameter, float* gradient, float penalty, int64_t begin, int64_t end, const AdamRates& rates);
  /**
   * @param rows of the data; null for all from `begin` on
   * @param gradient of the mean over the rows; null if it is not asked for
   */
  void measure(const float* outputs, const ChainData& data, const int32_t* rows, int64_t begin, int64_t count, float* gradient,
               Measured& measured);
  /** Whether the factors of the products with this dense layer's kernel are rounded in training. */
  bool is_rounded(std::size_t dense) const;
  float* owned(const Values& values, int64_t rows);
  /** @param row of the data, with which the outputs begin @param place among the rows that are evaluated */
  void take(const float* outputs, const ChainData& data, int64_t row, int64_t rows, int64_t place, Evaluated& evaluated);

  const Compute& compute_;
  const Multiply* rounded_;
  std::vector<ChainLayer> layers_;
  int64_t features_;
  bool is_classified_;
  /** Of the layers: the number of those of its kind before. */
  std::vector<std::size_t> ordinals_;
  std::size_t first_dense_, first_dropout_;
  std::vector<Parameter> parameters_;
  std::vector<Draw> draws_;

  std::vector<RowMeasure> of_rows_;
  std::vector<float> inputs_, branch_, gradient_[2], of_bias_, groups_, panels_;
  /** Of each dense layer, what follows on it until the next included; of each dropout layer which units it kept. */
  std::vector<std::vector<float>> outputs_;
  std::vector<std::vector<uint8_t>> kept_;
};

}  // namespace lab
