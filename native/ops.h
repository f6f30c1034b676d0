#pragma once

namespace lab {

/** Grows when an operation's inputs, outputs or meaning change; src/engine/graph/own-ops.ts has the same. */
constexpr int version = 3;

/** Makes the operations known to TensorFlow, once a process. @returns the instructions that they use; null if they cannot be used here */
const char* add_ops(bool may_use_avx512);

}  // namespace lab
