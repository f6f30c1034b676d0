// TensorFlow's side: what the operations are called, take and give, by TensorFlow's C interface for kernels, which stays the same from one
// version to the next.
#include "ops.h"

#include <xmmintrin.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include "chain.h"
#include "compute.h"
#include "divided.h"
#include "pages.h"
#include "tensorflow.h"

namespace lab {
namespace {

const Compute* compute;
/** For products of factors rounded to bfloat16. */
const Multiply* multiply_rounded;

/** A kernel's inputs and outputs, freed at its end. */
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context) {
    static thread_local TF_Status* const own = TF_NewStatus();
    status_ = own;
    TF_SetStatus(status_, TF_OK, "");
  }
  ~Call() {
    for (int index = 0; index < held_; index++) TF_DeleteTensor(tensors_[index]);
  }
  Call(const Call&) = delete;

  TF_Tensor* input(int index) {
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context_, index, &tensor, status_);
    return hold(tensor);
  }
  template <typename Number>
  Number* data(int index) {
    return static_cast<Number*>(TF_TensorData(input(index)));
  }
  template <typename Number>
  Number scalar(int index) {
    return *data<Number>(index);
  }
  /** An output of the same shape as this tensor. */
  template <typename Number>
  Number* output_like(int index, int type, TF_Tensor* like) {
    int64_t sizes[8];
    const int rank = TF_NumDims(like);
    for (int axis = 0; axis < rank; axis++) sizes[axis] = TF_Dim(like, axis);
    return output<Number>(index, type, sizes, rank);
  }
  template <typename Number>
  Number* output(int index, int type, const int64_t* sizes, int rank) {
    int64_t count = 1;
    for (int axis = 0; axis < rank; axis++) count *= sizes[axis];
    TF_Tensor* tensor = TF_AllocateOutput(context_, index, type, sizes, rank, static_cast<size_t>(count) * sizeof(Number), status_);
    return static_cast<Number*>(TF_TensorData(hold(tensor)));
  }
  /** An output of the same shape as an input that this call has not asked for yet: in its memory, where no other operation reads it. */
  float* output_over(int index, int input) {
    int64_t sizes[8];
    int rank;
    {
      // Who holds the input is one who reads it.
      Call own(context_);
      TF_Tensor* like = own.input(input);
      rank = TF_NumDims(like);
      for (int axis = 0; axis < rank; axis++) sizes[axis] = TF_Dim(like, axis);
    }
    int forwarded;
    TF_Tensor* tensor = TF_ForwardInputOrAllocateOutput(context_, &input, 1, index, sizes, rank, &forwarded, status_);
    return static_cast<float*>(TF_TensorData(hold(tensor)));
  }
  /** Gives these numbers of others as they lie. @param free called with `numbers` and their bytes once nobody uses the output */
  void output_of(int index, float* numbers, const int64_t* sizes, int rank, int64_t bytes, void (*free)(void*, size_t, void*)) {
    TF_Tensor* tensor = TF_NewTensor(TF_FLOAT, sizes, rank, numbers, static_cast<size_t>(bytes), free, nullptr);
    TF_SetOutput(context_, index, hold(tensor), status_);
  }
  void fail(int code, const char* message) { TF_SetStatus(status_, code, message); }
  bool failed() {
    if (TF_GetCode(status_) == TF_OK) return false;
    TF_OpKernelContext_Failure(context_, status_);
    return true;
  }

 private:
  TF_Tensor* hold(TF_Tensor* tensor) {
    tensors_[held_++] = tensor;
    return tensor;
  }
  /** More than any operation takes and gives in one call. */
  static constexpr int most = 16;
  TF_OpKernelContext* context_;
  TF_Status* status_;
  int held_ = 0;
  TF_Tensor* tensors_[most];
};

void dropout(void*, TF_OpKernelContext* context) {
  Call call(context);
  TF_Tensor* input = call.input(0);
  const Stream stream = {call.scalar<uint64_t>(1), call.data<uint64_t>(2)[0], call.data<uint64_t>(2)[1]};
  const uint16_t first_kept = call.scalar<uint16_t>(3);
  const float kept = call.scalar<float>(4);
  float* outputs = call.output_like<float>(0, TF_FLOAT, input);
  uint8_t* is_kept = call.output_like<uint8_t>(1, TF_UINT8, input);
  if (call.failed()) return;
  const int64_t rows = TF_Dim(input, 0), count = TF_TensorElementCount(input);
  const int64_t units = rows == 0 ? 0 : count / rows;
  const float* inputs = static_cast<const float*>(TF_TensorData(input));
  spread(rows, units, [&](int64_t begin, int64_t end) {
    compute->dropout(inputs, outputs, is_kept, units, begin, end, stream, first_kept, kept);
  });
}

void dropped(void*, TF_OpKernelContext* context) {
  Call call(context);
  float* result = call.output_over(0, 0);
  TF_Tensor* input = call.input(0);
  const float* gradient = static_cast<const float*>(TF_TensorData(input));
  const uint8_t* is_kept = call.data<uint8_t>(1);
  const float kept = call.scalar<float>(2);
  if (call.failed()) return;
  spread(TF_TensorElementCount(input), 1, [&](int64_t begin, int64_t end) {
    compute->dropped(gradient + begin, is_kept + begin, kept, result + begin, end - begin);
  });
}

void tanh_of(void*, TF_OpKernelContext* context) {
  Call call(context);
  float* outputs = call.output_over(0, 0);
  TF_Tensor* input = call.input(0);
  if (call.failed()) return;
  const auto* inputs = static_cast<const float*>(TF_TensorData(input));
  spread(TF_TensorElementCount(input), 1, [&](int64_t begin, int64_t end) {
    compute->activate->tanh(inputs + begin, outputs + begin, end - begin);
  });
}

void tanh_to_inputs(void*, TF_OpKernelContext* context) {
  Call call(context);
  float* result = call.output_over(0, 1);
  TF_Tensor* output = call.input(0);
  const float* gradient = call.data<float>(1);
  if (call.failed()) return;
  const auto* outputs = static_cast<const float*>(TF_TensorData(output));
  spread(TF_TensorElementCount(output), 1, [&](int64_t begin, int64_t end) {
    compute->activate->tanh_to_inputs(outputs + begin, gradient + begin, result + begin, end - begin);
  });
}

struct AdamSettings {
  int64_t count;
  float beta1, beta2, epsilon, decay;
};

void* new_adam(TF_OpKernelConstruction* construction) {
  TF_Status* status = TF_NewStatus();
  auto* settings = new AdamSettings();
  TF_OpKernelConstruction_GetAttrInt64(construction, "N", &settings->count, status);
  TF_OpKernelConstruction_GetAttrFloat(construction, "beta1", &settings->beta1, status);
  TF_OpKernelConstruction_GetAttrFloat(construction, "beta2", &settings->beta2, status);
  TF_OpKernelConstruction_GetAttrFloat(construction, "epsilon", &settings->epsilon, status);
  TF_OpKernelConstruction_GetAttrFloat(construction, "decay", &settings->decay, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return settings;
}

void delete_adam(void* settings) { delete static_cast<AdamSettings*>(settings); }

/** What was read from the variables is their own memory, so that this changes them. */
void adam(void* kernel, TF_OpKernelContext* context) {
  const auto& settings = *static_cast<AdamSettings*>(kernel);
  const int count = static_cast<int>(settings.count);
  Call call(context);
  const float power1 = call.scalar<float>(0), power2 = call.scalar<float>(1), rate = call.scalar<float>(2);
  const AdamRates rates = {rate * std::sqrt(1 - power2) / (1 - power1), settings.beta1, settings.beta2, settings.epsilon, rate * settings.decay};
  for (int index = 0; index < count; index++) {
    Call own(context);
    TF_Tensor* gradients = own.input(3 + 3 * count + index);
    float* weights = own.data<float>(3 + index);
    float* mean = own.data<float>(3 + count + index);
    float* square = own.data<float>(3 + 2 * count + index);
    if (own.failed()) return;
    const float* gradient = static_cast<const float*>(TF_TensorData(gradients));
    spread(TF_TensorElementCount(gradients), 1, [&](int64_t begin, int64_t end) {
      compute->adam(weights + begin, mean + begin, square + begin, gradient + begin, end - begin, rates);
    });
  }
}

struct WindowSettings {
  int64_t size, stride;
  bool is_same;
};

/** @param has_size whether it is an attribute; a convolution's kernel has it */
WindowSettings* window_settings(TF_OpKernelConstruction* construction, bool has_size) {
  TF_Status* status = TF_NewStatus();
  auto* settings = new WindowSettings();
  unsigned char is_same = 0;
  TF_OpKernelConstruction_GetAttrInt64(construction, "stride", &settings->stride, status);
  TF_OpKernelConstruction_GetAttrBool(construction, "same", &is_same, status);
  if (has_size) TF_OpKernelConstruction_GetAttrInt64(construction, "size", &settings->size, status);
  settings->is_same = is_same != 0;
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return settings;
}

void* new_kernel_window(TF_OpKernelConstruction* construction) { return window_settings(construction, false); }

void* new_pool_window(TF_OpKernelConstruction* construction) { return window_settings(construction, true); }

void delete_window(void* window) { delete static_cast<WindowSettings*>(window); }

/** Over inputs [count, rows, columns, channels], with TensorFlow's padding: the odd pixel is below and on the right. */
Windows windows_over(TF_Tensor* inputs, int64_t size, const WindowSettings& settings) {
  const int64_t stride = settings.stride;
  const auto places = [&](int64_t pixels) { return settings.is_same ? (pixels + stride - 1) / stride : (pixels - size) / stride + 1; };
  const auto before = [&](int64_t pixels) {
    const int64_t lacking = (places(pixels) - 1) * stride + size - pixels;
    return settings.is_same && lacking > 0 ? lacking / 2 : 0;
  };
  const int64_t rows = TF_Dim(inputs, 1), columns = TF_Dim(inputs, 2);
  return {TF_Dim(inputs, 0), rows,           columns,      TF_Dim(inputs, 3), size, stride,
          places(rows),      places(columns), before(rows), before(columns)};
}

Convolution convolution_of(void* settings, TF_Tensor* inputs, TF_Tensor* kernel) {
  return {windows_over(inputs, TF_Dim(kernel, 0), *static_cast<WindowSettings*>(settings)), TF_Dim(kernel, 3)};
}

void convolve(void* kernel, TF_OpKernelContext* context) {
  Call call(context);
  TF_Tensor* inputs = call.input(0);
  TF_Tensor* weights = call.input(1);
  const Convolution c = convolution_of(kernel, inputs, weights);
  const int64_t sizes[] = {c.count, c.out_rows, c.out_columns, c.filters};
  const float* bias = call.data<float>(2);
  float* outputs = call.output<float>(0, TF_FLOAT, sizes, 4);
  if (call.failed()) return;
  const auto* from = static_cast<const float*>(TF_TensorData(inputs));
  const auto* by = static_cast<const float*>(TF_TensorData(weights));
  spread_items(c.count, c.out_rows * c.out_columns * c.filters, [&](const Items& pictures) {
    compute->convolve->forward(c, from, by, bias, outputs, pictures, of_thread(scratch_of(c)));
  });
}

void convolve_to_inputs(void* kernel, TF_OpKernelContext* context) {
  Call call(context);
  TF_Tensor* inputs = call.input(0);
  TF_Tensor* weights = call.input(1);
  const Convolution c = convolution_of(kernel, inputs, weights);
  const float* gradient = call.data<float>(2);
  float* result = call.output_like<float>(0, TF_FLOAT, inputs);
  if (call.failed()) return;
  const auto* by = static_cast<const float*>(TF_TensorData(weights));
  spread_items(c.count, c.out_rows * c.out_columns * c.filters, [&](const Items& pictures) {
    compute->convolve->to_inputs(c, by, gradient, result, pictures, of_thread(scratch_of(c)));
  });
}

/** Parts of a minibatch of which a kernel's gradient is the sum. */
constexpr int64_t most_parts = 16;

void convolve_to_kernel(void* kernel, TF_OpKernelContext* context) {
  Call call(context);
  TF_Tensor* inputs = call.input(0);
  TF_Tensor* weights = call.input(1);
  const Convolution c = convolution_of(kernel, inputs, weights);
  const float* gradient = call.data<float>(2);
  float* result = call.output_like<float>(0, TF_FLOAT, weights);
  float* to_bias = call.output<float>(1, TF_FLOAT, &c.filters, 1);
  if (call.failed()) return;
  const auto* from = static_cast<const float*>(TF_TensorData(inputs));
  // Sums of some pictures each, which do not depend on the number of threads.
  const int64_t parts = std::max<int64_t>(1, std::min(c.count, most_parts));
  const int64_t count = c.size * c.size * c.channels * c.filters, each = count + c.filters;
  static thread_local std::vector<float> own;
  float* sums = aligned(own, parts * each);
  spread_items(parts, c.count * c.out_rows * c.out_columns * c.filters, [&](const Items& items) {
    compute->convolve->to_kernel(c, from, gradient, sums, parts, items, of_thread(scratch_of(c)));
  });
  for (int64_t part = 1; part < parts; part++)
    for (int64_t place = 0; place < each; place++) sums[place] += sums[part * each + place];
  std::copy_n(sums, count, result);
  std::copy_n(sums + count, c.filters, to_bias);
}

template <void (*Pool::*function)(const Windows&, const float*, float*, int64_t, int64_t)>
void pool(void* kernel, TF_OpKernelContext* context) {
  Call call(context);
  TF_Tensor* inputs = call.input(0);
  const auto& settings = *static_cast<WindowSettings*>(kernel);
  const Windows w = windows_over(inputs, settings.size, settings);
  const int64_t sizes[] = {w.count, w.out_rows, w.out_columns, w.channels};
  float* outputs = call.output<float>(0, TF_FLOAT, sizes, 4);
  if (call.failed()) return;
  const auto* from = static_cast<const float*>(TF_TensorData(inputs));
  spread(w.count, w.rows * w.columns * w.channels, [&](int64_t begin, int64_t end) {
    (compute->pool->*function)(w, from, outputs, begin, end);
  });
}

/** @param is_largest its inputs' numbers and its outputs say which pixel gets the gradient */
template <bool is_largest>
void pool_to_inputs(void* kernel, TF_OpKernelContext* context) {
  Call call(context);
  TF_Tensor* inputs = call.input(0);
  const auto& settings = *static_cast<WindowSettings*>(kernel);
  const Windows w = windows_over(inputs, settings.size, settings);
  const float* gradient = call.data<float>(1);
  const float* outputs = is_largest ? call.data<float>(2) : nullptr;
  float* result = call.output_like<float>(0, TF_FLOAT, inputs);
  if (call.failed()) return;
  const auto* from = static_cast<const float*>(TF_TensorData(inputs));
  spread(w.count, w.rows * w.columns * w.channels, [&](int64_t begin, int64_t end) {
    if (is_largest) compute->pool->largest_to_inputs(w, from, outputs, gradient, result, begin, end);
    else compute->pool->average_to_inputs(w, gradient, result, begin, end);
  });
}

struct ProductSettings {
  bool is_transposed_a, is_transposed_b, is_rounded;
  int64_t biases;
};

void* new_product(TF_OpKernelConstruction* construction) {
  TF_Status* status = TF_NewStatus();
  const auto flag = [&](const char* name) {
    unsigned char value = 0;
    TF_OpKernelConstruction_GetAttrBool(construction, name, &value, status);
    return value != 0;
  };
  auto* settings = new ProductSettings{flag("transpose_a"), flag("transpose_b"), flag("is_rounded"), 0};
  TF_OpKernelConstruction_GetAttrInt64(construction, "N", &settings->biases, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return settings;
}

void delete_product(void* settings) { delete static_cast<ProductSettings*>(settings); }

void product(void* kernel, TF_OpKernelContext* context) {
  Call call(context);
  const auto& settings = *static_cast<ProductSettings*>(kernel);
  TF_Tensor* a = call.input(0);
  TF_Tensor* b = call.input(1);
  const bool across_a = settings.is_transposed_a, across_b = settings.is_transposed_b;
  const Product p = {TF_Dim(a, across_a), TF_Dim(b, !across_b), TF_Dim(a, !across_a), across_a, across_b, settings.is_rounded};
  const float* bias = settings.biases > 0 ? call.data<float>(2) : nullptr;
  const int64_t sizes[] = {p.rows, p.columns};
  float* result = call.output<float>(0, TF_FLOAT, sizes, 2);
  if (call.failed() || p.rows == 0 || p.columns == 0) return;
  const auto* of_a = static_cast<const float*>(TF_TensorData(a));
  const auto* of_b = static_cast<const float*>(TF_TensorData(b));
  multiply(*compute, multiply_rounded, p, of_a, of_b, bias, result);
}

/** Of LabTrainChain and LabEvaluateChain. TensorFlow keeps one for all calls with these attributes, whatever the network. */
struct ChainKernel {
  int64_t parameters, batch_size;
  AdamRates rates;
  bool is_classified, is_rounded, with_eval, with_forgotten;
  /** Of the last call, and what it was made of. */
  std::unique_ptr<Chain> chain;
  std::vector<int32_t> plan;
  std::vector<float> factors;
};

template <bool trains>
void* new_chain(TF_OpKernelConstruction* construction) {
  TF_Status* status = TF_NewStatus();
  const auto whole = [&](const char* name) {
    int64_t value = 0;
    TF_OpKernelConstruction_GetAttrInt64(construction, name, &value, status);
    return value;
  };
  const auto number = [&](const char* name) {
    float value = 0;
    TF_OpKernelConstruction_GetAttrFloat(construction, name, &value, status);
    return value;
  };
  const auto flag = [&](const char* name) {
    unsigned char value = 0;
    TF_OpKernelConstruction_GetAttrBool(construction, name, &value, status);
    return value != 0;
  };
  auto* settings = new ChainKernel{whole("N"), 0, {}, flag("is_classified"), false, false, false, nullptr, {}, {}};
  if (trains) {
    settings->batch_size = whole("batch_size");
    settings->is_rounded = flag("is_rounded");
    // The decay is a factor of the learning rate, which comes with each step.
    settings->rates = {0, number("beta1"), number("beta2"), number("epsilon"), number("decay")};
  } else {
    settings->with_eval = flag("correct");
    settings->with_forgotten = flag("forgotten");
  }
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return settings;
}

void delete_chain(void* settings) { delete static_cast<ChainKernel*>(settings); }

/** The memory of an input, which the caller of the operation keeps. */
struct Given {
  void* data;
  int64_t count;

  template <typename Number>
  const Number* as() const {
    return static_cast<const Number*>(data);
  }
};

Given given(TF_OpKernelContext* context, int64_t index) {
  Call call(context);
  TF_Tensor* tensor = call.input(static_cast<int>(index));
  return {TF_TensorData(tensor), TF_TensorElementCount(tensor)};
}

template <typename Number>
Number number(TF_OpKernelContext* context, int64_t index) {
  return *given(context, index).as<Number>();
}

/** Numbers too small for float32's usual form are 0 in this thread while this lives, as in TensorFlow's own threads. */
class Flushed {
 public:
  Flushed() : before_(_mm_getcsr()) { _mm_setcsr(before_ | flush_to_zero | denormals_are_zero); }
  ~Flushed() { _mm_setcsr(before_); }
  Flushed(const Flushed&) = delete;

 private:
  static constexpr unsigned flush_to_zero = 0x8000, denormals_are_zero = 0x0040;
  const unsigned before_;
};

/** The inputs that both operations begin with, in their order. */
enum : int64_t { plan_input, factors_input, inputs_input, targets_input, counter_input, keys_input, integers_input, floats_input, own_input };

/** Numbers of the plan for each layer: what it is, its units, and where its key and arguments are if it draws. */
enum : int64_t { link_number, units_number, key_number, first_kept_number, kept_number, plan_numbers };

/** Of LabTrainChain, then of LabEvaluateChain. */
enum : int64_t { order_input = own_input, start_input, batches_input, last_batches_input, step_input, rates_input, copying_input, trained_input };
enum : int64_t { from_input = own_input, to_input, before_input, gives_input, evaluated_input };

/** A word is two numbers of 32 bits, the lower half first. */
const uint64_t* words(TF_OpKernelContext* context, int64_t index) { return given(context, index).as<uint64_t>(); }

/** The chain, which uses the parameters from this input on. @returns the data */
ChainData chain_of(ChainKernel& kernel, TF_OpKernelContext* context, int64_t parameters, bool draws) {
  const Given plan = given(context, plan_input), factors = given(context, factors_input), targets = given(context, targets_input);
  const auto* numbers = plan.as<int32_t>();
  const auto* of_layers = factors.as<float>();
  const ChainData data = {given(context, inputs_input).as<float>(), kernel.is_classified && targets.count > 0 ? targets.as<int32_t>() : nullptr,
                          !kernel.is_classified && targets.count > 0 ? targets.as<float>() : nullptr};
  const bool is_same = kernel.chain && std::equal(kernel.plan.begin(), kernel.plan.end(), numbers, numbers + plan.count) &&
                       std::equal(kernel.factors.begin(), kernel.factors.end(), of_layers, of_layers + factors.count);
  if (!is_same) {
    kernel.plan.assign(numbers, numbers + plan.count);
    kernel.factors.assign(of_layers, of_layers + factors.count);
    std::vector<ChainLayer> layers;
    for (int64_t layer = 0; layer < factors.count; layer++) {
      const int32_t* of_layer = numbers + plan_numbers * layer;
      layers.push_back({static_cast<Link>(of_layer[link_number]), of_layer[units_number], of_layers[layer]});
    }
    const int64_t features = numbers[plan_numbers * factors.count];
    kernel.chain.reset(new Chain(*compute, kernel.is_rounded ? multiply_rounded : nullptr, layers, features, kernel.is_classified));
  }
  std::vector<Draw> all_draws;
  for (int64_t layer = 0; draws && layer < factors.count; layer++) {
    const int32_t* of_layer = numbers + plan_numbers * layer;
    if (static_cast<Link>(of_layer[link_number]) != Link::dropout) continue;
    const int32_t first_kept = given(context, integers_input).as<int32_t>()[of_layer[first_kept_number]];
    all_draws.push_back({words(context, keys_input)[of_layer[key_number]], static_cast<uint16_t>(first_kept),
                         given(context, floats_input).as<float>()[of_layer[kept_number]]});
  }
  std::vector<Parameter> all;
  for (int64_t index = 0; index < kernel.parameters; index++) {
    const Given values = given(context, parameters + index);
    // The memory of the caller's tensors themselves, so that training changes them.
    const auto slot = [&](int64_t which) {
      return kernel.batch_size > 0 ? static_cast<float*>(given(context, parameters + which * kernel.parameters + index).data) : nullptr;
    };
    all.push_back({static_cast<float*>(values.data), slot(1), slot(2), values.count});
  }
  kernel.chain->use(all, all_draws);
  return data;
}

/** Losses' sums, and hits. */
void put_out(TF_OpKernelContext* context, const Measured* const* measured, int64_t count) {
  Call call(context);
  auto* losses = call.output<float>(0, TF_FLOAT, &count, 1);
  auto* hits = call.output<int32_t>(1, TF_INT32, &count, 1);
  if (call.failed()) return;
  for (int64_t index = 0; index < count; index++) {
    losses[index] = static_cast<float>(measured[index]->loss);
    hits[index] = static_cast<int32_t>(measured[index]->hits);
  }
}

/** A copy of the weights if it is wanted, else nothing. */
void put_out_copy(const ChainKernel& kernel, TF_OpKernelContext* context, bool is_wanted) {
  int64_t length = 0;
  for (int64_t index = 0; is_wanted && index < kernel.parameters; index++) length += given(context, trained_input + index).count;
  Call call(context);
  auto* copy = call.output<float>(2, TF_FLOAT, &length, 1);
  if (call.failed() || !is_wanted) return;
  for (int64_t index = 0; index < kernel.parameters; index++) {
    const Given values = given(context, trained_input + index);
    copy = std::copy_n(values.as<float>(), values.count, copy);
  }
}

void train_chain(void* state, TF_OpKernelContext* context) {
  const Flushed flushed;
  auto& kernel = *static_cast<ChainKernel*>(state);
  const ChainData data = chain_of(kernel, context, trained_input, true);
  put_out_copy(kernel, context, number<int32_t>(context, copying_input) != 0);
  const Given order = given(context, order_input), rates = given(context, rates_input);
  const int32_t batches = number<int32_t>(context, batches_input) + number<int32_t>(context, last_batches_input);
  const auto step = number<float>(context, step_input);
  const uint64_t* counter = words(context, counter_input);
  Measured measured;
  int64_t row = number<int32_t>(context, start_input);
  for (int32_t batch = 0; batch < batches; batch++) {
    const float of_all = step + static_cast<float>(batch);
    const float rate = rates.as<float>()[batch < rates.count ? batch : rates.count - 1];
    const float power1 = std::pow(kernel.rates.beta1, of_all), power2 = std::pow(kernel.rates.beta2, of_all);
    AdamRates of_step = kernel.rates;
    of_step.alpha = rate * std::sqrt(1 - power2) / (1 - power1);
    of_step.decay = rate * kernel.rates.decay;
    const int64_t rows = row + kernel.batch_size < order.count ? kernel.batch_size : order.count - row;
    // The step is the address' lower word.
    const uint64_t of_batch[] = {counter[0], counter[1] + static_cast<uint64_t>(batch)};
    kernel.chain->train(data, order.as<int32_t>() + row, rows, of_batch, of_step, measured);
    row += rows;
  }
  const Measured* const all[] = {&measured};
  put_out(context, all, 1);
}

void evaluate_chain(void* state, TF_OpKernelContext* context) {
  const Flushed flushed;
  auto& kernel = *static_cast<ChainKernel*>(state);
  const ChainData data = chain_of(kernel, context, evaluated_input, kernel.with_forgotten);
  const auto from = number<int32_t>(context, from_input), to = number<int32_t>(context, to_input);
  const bool gives = number<int32_t>(context, gives_input) != 0;
  const uint64_t none[] = {0, 0};
  const uint64_t* counter = kernel.with_forgotten ? words(context, counter_input) : none;
  const uint64_t of_call[] = {counter[0], counter[1]};
  Evaluated correct, forgotten;
  {
    const int64_t sizes[] = {gives ? to - from : 0, kernel.plan[kernel.plan.size() - 1 - plan_numbers + units_number]};
    Call call(context);
    auto* outputs = call.output<float>(2, TF_FLOAT, sizes, 2);
    if (call.failed()) return;
    if (gives) (kernel.with_eval ? correct : forgotten).outputs = outputs;
  }
  kernel.chain->evaluate(data, from, to, number<int32_t>(context, before_input), of_call, kernel.with_eval ? &correct : nullptr,
                         kernel.with_forgotten ? &forgotten : nullptr);
  const Measured* const all[] = {&(kernel.with_eval ? correct : forgotten).measured, &forgotten.measured};
  put_out(context, all, kernel.with_eval + kernel.with_forgotten);
}

/** Inputs of a descriptor, a place in its file in units of 64 bytes, and the sizes of the axes: numbers in the file's own memory. */
void mapped(void*, TF_OpKernelContext* context) {
  Call call(context);
  TF_Tensor* given = call.input(0);
  const auto* place = static_cast<const int32_t*>(TF_TensorData(given));
  constexpr int most_axes = 8, own = 2;
  const int64_t rank = TF_TensorElementCount(given) - own;
  int64_t sizes[most_axes], bytes = sizeof(float);
  for (int64_t axis = 0; axis < rank && axis < most_axes; axis++) bytes *= sizes[axis] = place[own + axis];
  void* numbers = rank < 0 || rank > most_axes ? nullptr : map_file(place[0], int64_t{place[1]} * 64, bytes);
  if (numbers) {
    call.output_of(0, static_cast<float*>(numbers), sizes, static_cast<int>(rank), bytes,
                   [](void* data, size_t count, void*) { unmap_file(data, static_cast<int64_t>(count)); });
  } else {
    call.fail(TF_INVALID_ARGUMENT, "the system does not map this file");
  }
  call.failed();
}

void unknown_shapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

void no_shapes(TF_ShapeInferenceContext*, TF_Status*) {}

struct Definition {
  const char* name;
  const char* attributes[12];
  const char* inputs[20];
  const char* outputs[4];
  bool is_stateful;
  void* (*create)(TF_OpKernelConstruction*);
  void (*run)(void*, TF_OpKernelContext*);
  void (*destroy)(void*);
};

const Definition definitions[] = {
    {"LabMapped", {}, {"place: int32"}, {"numbers: float"}, true, nullptr, mapped, nullptr},
    {"LabDropout",
     {},
     {"inputs: float", "key: uint64", "counter: uint64", "first_kept: uint16", "kept: float"},
     {"outputs: float", "is_kept: uint8"},
     false,
     nullptr,
     dropout,
     nullptr},
    {"LabDropped",
     {},
     {"gradient: float", "is_kept: uint8", "kept: float"},
     {"result: float"},
     false,
     nullptr,
     dropped,
     nullptr},
    {"LabTanh", {}, {"inputs: float"}, {"outputs: float"}, false, nullptr, tanh_of, nullptr},
    {"LabTanhToInputs", {}, {"outputs: float", "gradient: float"}, {"result: float"}, false, nullptr, tanh_to_inputs, nullptr},
    {"LabAdam",
     {"N: int >= 1", "beta1: float", "beta2: float", "epsilon: float", "decay: float"},
     {"power1: float", "power2: float", "rate: float", "weights: N * float", "means: N * float", "squares: N * float",
      "gradients: N * float"},
     {},
     true,
     new_adam,
     adam,
     delete_adam},
    {"LabConv2D",
     {"stride: int >= 1", "same: bool"},
     {"inputs: float", "kernel: float", "bias: float"},
     {"outputs: float"},
     false,
     new_kernel_window,
     convolve,
     delete_window},
    {"LabConv2DToInputs",
     {"stride: int >= 1", "same: bool"},
     {"inputs: float", "kernel: float", "gradient: float"},
     {"result: float"},
     false,
     new_kernel_window,
     convolve_to_inputs,
     delete_window},
    {"LabConv2DToKernel",
     {"stride: int >= 1", "same: bool"},
     {"inputs: float", "kernel: float", "gradient: float"},
     {"result: float", "bias: float"},
     false,
     new_kernel_window,
     convolve_to_kernel,
     delete_window},
    {"LabProduct",
     {"transpose_a: bool", "transpose_b: bool", "is_rounded: bool", "N: int >= 0"},
     {"a: float", "b: float", "bias: N * float"},
     {"product: float"},
     false,
     new_product,
     product,
     delete_product},
    {"LabTrainChain",
     {"N: int >= 1", "batch_size: int >= 1", "is_classified: bool", "is_rounded: bool", "T: {int32, float}", "beta1: float", "beta2: float",
      "epsilon: float", "decay: float"},
     {"plan: int32", "factors: float", "inputs: float", "targets: T", "counter: int32", "keys: int32", "integers: int32", "floats: float",
      "order: int32", "start: int32", "batches: int32", "last_batches: int32", "step: float", "rates: float", "copying: int32", "weights: N * float",
      "means: N * float", "squares: N * float"},
     {"losses: float", "hits: int32", "copy: float"},
     true,
     new_chain<true>,
     train_chain,
     delete_chain},
    {"LabEvaluateChain",
     {"N: int >= 1", "is_classified: bool", "T: {int32, float}", "correct: bool", "forgotten: bool"},
     {"plan: int32", "factors: float", "inputs: float", "targets: T", "counter: int32", "keys: int32", "integers: int32", "floats: float",
      "from: int32", "to: int32", "before: int32", "gives: int32", "weights: N * float"},
     {"losses: float", "hits: int32", "outputs: float"},
     false,
     new_chain<false>,
     evaluate_chain,
     delete_chain},
    {"LabAveragePool",
     {"size: int >= 1", "stride: int >= 1", "same: bool"},
     {"inputs: float"},
     {"outputs: float"},
     false,
     new_pool_window,
     pool<&Pool::average>,
     delete_window},
    {"LabMaxPool",
     {"size: int >= 1", "stride: int >= 1", "same: bool"},
     {"inputs: float"},
     {"outputs: float"},
     false,
     new_pool_window,
     pool<&Pool::largest>,
     delete_window},
    {"LabAveragePoolToInputs",
     {"size: int >= 1", "stride: int >= 1", "same: bool"},
     {"inputs: float", "gradient: float"},
     {"result: float"},
     false,
     new_pool_window,
     pool_to_inputs<false>,
     delete_window},
    {"LabMaxPoolToInputs",
     {"size: int >= 1", "stride: int >= 1", "same: bool"},
     {"inputs: float", "gradient: float", "outputs: float"},
     {"result: float"},
     false,
     new_pool_window,
     pool_to_inputs<true>,
     delete_window},
};

/** @returns whether TensorFlow took it */
bool add(const Definition& definition, TF_Status* status) {
  TF_OpDefinitionBuilder* op = TF_NewOpDefinitionBuilder(definition.name);
  for (const char* each : definition.attributes)
    if (each) TF_OpDefinitionBuilderAddAttr(op, each);
  for (const char* each : definition.inputs)
    if (each) TF_OpDefinitionBuilderAddInput(op, each);
  for (const char* each : definition.outputs)
    if (each) TF_OpDefinitionBuilderAddOutput(op, each);
  TF_OpDefinitionBuilderSetIsStateful(op, definition.is_stateful);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(op, definition.outputs[0] ? unknown_shapes : no_shapes);
  TF_RegisterOpDefinition(op, status);
  if (TF_GetCode(status) != TF_OK) return false;
  TF_KernelBuilder* kernel =
      TF_NewKernelBuilder(definition.name, "CPU", definition.create, definition.run, definition.destroy);
  TF_RegisterKernelBuilder(definition.name, kernel, status);
  return TF_GetCode(status) == TF_OK;
}

}  // namespace

const char* add_ops(bool may_use_avx512) {
  compute = best_compute(may_use_avx512);
  if (!compute) return nullptr;
  const Multiply* rounded = best_rounded(may_use_avx512);
  multiply_rounded = rounded ? rounded : compute->multiply;
  TF_Status* status = TF_NewStatus();
  bool all = true;
  for (const Definition& each : definitions) all = all && add(each, status);
  TF_DeleteStatus(status);
  return all ? compute->name : nullptr;
}

bool has_bfloat16() { return compute && multiply_rounded != compute->multiply; }

}  // namespace lab
