// What two processes gain over one on this machine: multiplications and additions in registers (AVX-512), and reading 256 MB of memory.
//
//     g++ -O3 -march=native -funroll-loops bench/side-by-side.cc -o /tmp/side-by-side
//     /tmp/side-by-side; /tmp/side-by-side & /tmp/side-by-side; wait
#include <immintrin.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

using Clock = std::chrono::steady_clock;

template <typename Round>
double rounds_per_nanosecond(Round round) {
  const auto begin = Clock::now(), end = begin + std::chrono::seconds(3);
  long rounds = 0;
  for (; Clock::now() < end; rounds++) round();
  return rounds / std::chrono::duration<double, std::nano>(Clock::now() - begin).count();
}

int main() {
  __m512 sums[14];
  for (auto& each : sums) each = _mm512_set1_ps(1e-9f);
  const __m512 factor = _mm512_set1_ps(.999f), more = _mm512_set1_ps(1e-9f);
  const double products = 14 * 16 * 1e5 * rounds_per_nanosecond([&] {
    for (int turn = 0; turn < 100000; turn++)
      for (auto& each : sums) each = _mm512_fmadd_ps(each, factor, more);
  });
  const long count = 64 << 20;
  auto* memory = static_cast<float*>(aligned_alloc(64, count * sizeof(float)));
  for (long at = 0; at < count; at++) memory[at] = 1;
  const double bytes = count * sizeof(float) * rounds_per_nanosecond([&] {
    for (long at = 0; at < count; at += 64)
      for (long part = 0; part < 64; part += 16) sums[part / 16] = _mm512_add_ps(sums[part / 16], _mm512_load_ps(memory + at + part));
  });
  float total = 0;
  for (const auto& each : sums) total += _mm512_reduce_add_ps(each);
  std::printf("%.1f multiplications per ns, %.1f GB/s read (%g)\n", products, bytes, total);
}
