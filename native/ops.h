#pragma once

namespace lab {

/** Grows when an operation's inputs, outputs or meaning change; src/engine/graph/own-ops.ts has the same. */
constexpr int version = 9;

/** Makes the operations known to TensorFlow, once a process. @returns the instructions that they use; null if they cannot be used here */
const char* add_ops(bool may_use_avx512);

/** Whether rounded products are the processor's own: known once the operations are added. */
bool has_bfloat16();

}  // namespace lab
