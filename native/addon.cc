// The door for Node.
#include <node_api.h>

#include "compute.h"
#include "ops.h"
#include "pool.h"

namespace lab {

namespace avx512 {
extern const Compute compute;
}
namespace avx2 {
extern const Compute compute;
}

const Compute* best_compute(bool may_use_avx512) {
  __builtin_cpu_init();
  const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                          __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  return has_avx512 && may_use_avx512 ? &avx512::compute : has_avx2 ? &avx2::compute : nullptr;
}

const Multiply* best_rounded(bool may_use_avx512) {
#if defined(LAB_BFLOAT16)
  if (may_use_avx512 && __builtin_cpu_supports("avx512bf16")) return &avx512bf16::multiply_matrices;
#endif
  return nullptr;
}

}  // namespace lab

namespace {

/** add(threads, mayUseAvx512): "avx512", "avx2" or null. Neither can be changed later. */
napi_value add(napi_env environment, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], result;
  napi_get_cb_info(environment, info, &count, arguments, nullptr, nullptr);
  int32_t threads = 1;
  bool may_use_avx512 = true;
  if (count >= 1) napi_get_value_int32(environment, arguments[0], &threads);
  if (count == 2) napi_get_value_bool(environment, arguments[1], &may_use_avx512);
  lab::set_threads(threads);
  static const char* const instructions = lab::add_ops(may_use_avx512);
  if (instructions) napi_create_string_utf8(environment, instructions, NAPI_AUTO_LENGTH, &result);
  else napi_get_null(environment, &result);
  return result;
}

/** hasBfloat16(): whether the processor multiplies bfloat16 by itself; after `add`. */
napi_value has_bfloat16(napi_env environment, napi_callback_info) {
  napi_value result;
  napi_get_boolean(environment, lab::has_bfloat16(), &result);
  return result;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env environment, napi_value exports) {
  napi_value function, version;
  napi_create_function(environment, "add", NAPI_AUTO_LENGTH, add, nullptr, &function);
  napi_set_named_property(environment, exports, "add", function);
  napi_create_function(environment, "hasBfloat16", NAPI_AUTO_LENGTH, has_bfloat16, nullptr, &function);
  napi_set_named_property(environment, exports, "hasBfloat16", function);
  napi_create_int32(environment, lab::version, &version);
  napi_set_named_property(environment, exports, "version", version);
  return exports;
}
