// Vectors of the instructions for which a file is compiled.
#pragma once

#include <immintrin.h>

#include <cstdint>

namespace lab {
namespace LAB_LEVEL {
namespace {

#if defined(__AVX512F__)

typedef __m512 Vector;
constexpr int64_t lanes = 16;
/** Which lanes. */
typedef __mmask16 Lanes;
inline Vector zero() { return _mm512_setzero_ps(); }
inline Vector all(float number) { return _mm512_set1_ps(number); }
inline Vector load(const float* from) { return _mm512_loadu_ps(from); }
inline void store(float* to, Vector vector) { _mm512_storeu_ps(to, vector); }
/** A vector that several operations read: loaded once, where the compiler would let each of them load it. */
inline Vector held(Vector vector) {
  __asm__("" : "+v"(vector));
  return vector;
}
inline Vector add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
inline Vector subtract(Vector a, Vector b) { return _mm512_sub_ps(a, b); }
inline Vector multiply(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
inline Vector larger(Vector a, Vector b) { return _mm512_max_ps(a, b); }
inline Vector smaller(Vector a, Vector b) { return _mm512_min_ps(a, b); }
inline Vector divide(Vector a, Vector b) { return _mm512_div_ps(a, b); }
inline Vector multiply_add(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }
/** The first `count` lanes; none if there are fewer than 0. */
inline Lanes first(int64_t count) { return count >= lanes ? 0xffff : count <= 0 ? 0 : static_cast<Lanes>((1 << count) - 1); }
inline Vector load(Lanes here, const float* from) { return _mm512_maskz_loadu_ps(here, from); }
inline void store(Lanes here, float* to, Vector vector) { _mm512_mask_storeu_ps(to, here, vector); }
inline Lanes none() { return 0; }
/** Where a equals b, except for `but`. */
inline Lanes equal(Vector a, Vector b, Lanes but) { return _mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ) & static_cast<Lanes>(~but); }
inline Lanes either(Lanes a, Lanes b) { return a | b; }
/** Where the numbers are not 0. */
inline Lanes some(const int32_t* numbers) { return _mm512_test_epi32_mask(_mm512_loadu_si512(numbers), _mm512_loadu_si512(numbers)); }
/** For each lane another one. */
typedef __m512i Places;
inline Places places(const int32_t* from) { return _mm512_loadu_si512(from); }
/** a, and in these lanes those lanes of b. */
inline Vector moved(Lanes here, Vector a, Places from, Vector b) { return _mm512_mask_permutexvar_ps(a, here, from, b); }
inline Vector moved(Places from, Vector a) { return _mm512_permutexvar_ps(from, a); }
/** Lanes of a, and from `lanes` on those of b. */
inline Vector moved(Places from, Vector a, Vector b) { return _mm512_permutex2var_ps(a, from, b); }
/** a, plus b in these lanes. */
inline Vector add(Lanes here, Vector a, Vector b) { return _mm512_mask_add_ps(a, here, a, b); }
/** The nearest bfloat16, ties to even. */
inline Vector rounded(Vector vector) {
  const __m512i bits = _mm512_castps_si512(vector);
  const __m512i odd = _mm512_and_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(1));
  const __m512i up = _mm512_add_epi32(bits, _mm512_add_epi32(odd, _mm512_set1_epi32(0x7fff)));
  const Vector result = _mm512_castsi512_ps(_mm512_and_si512(up, _mm512_set1_epi32(static_cast<int>(0xffff0000))));
  return _mm512_mask_mov_ps(result, _mm512_cmp_ps_mask(vector, vector, _CMP_UNORD_Q), vector);
}

#else

typedef __m256 Vector;
constexpr int64_t lanes = 8;
typedef __m256i Lanes;
inline Vector zero() { return _mm256_setzero_ps(); }
inline Vector all(float number) { return _mm256_set1_ps(number); }
inline Vector load(const float* from) { return _mm256_loadu_ps(from); }
inline void store(float* to, Vector vector) { _mm256_storeu_ps(to, vector); }
inline Vector held(Vector vector) {
  __asm__("" : "+x"(vector));
  return vector;
}
inline Vector add(Vector a, Vector b) { return _mm256_add_ps(a, b); }
inline Vector subtract(Vector a, Vector b) { return _mm256_sub_ps(a, b); }
inline Vector multiply(Vector a, Vector b) { return _mm256_mul_ps(a, b); }
inline Vector larger(Vector a, Vector b) { return _mm256_max_ps(a, b); }
inline Vector smaller(Vector a, Vector b) { return _mm256_min_ps(a, b); }
inline Vector divide(Vector a, Vector b) { return _mm256_div_ps(a, b); }
inline Vector multiply_add(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }
inline Lanes first(int64_t count) {
  const __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(count > lanes ? lanes : static_cast<int>(count)), lane);
}
inline Vector load(Lanes here, const float* from) { return _mm256_maskload_ps(from, here); }
inline void store(Lanes here, float* to, Vector vector) { _mm256_maskstore_ps(to, here, vector); }
inline Lanes none() { return _mm256_setzero_si256(); }
inline Lanes equal(Vector a, Vector b, Lanes but) {
  return _mm256_andnot_si256(but, _mm256_castps_si256(_mm256_cmp_ps(a, b, _CMP_EQ_OQ)));
}
inline Lanes either(Lanes a, Lanes b) { return _mm256_or_si256(a, b); }
inline Lanes some(const int32_t* numbers) {
  const __m256i all = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(numbers));
  return _mm256_xor_si256(_mm256_cmpeq_epi32(all, _mm256_setzero_si256()), _mm256_set1_epi32(-1));
}
typedef __m256i Places;
inline Places places(const int32_t* from) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)); }
inline Vector moved(Lanes here, Vector a, Places from, Vector b) {
  return _mm256_blendv_ps(a, _mm256_permutevar8x32_ps(b, from), _mm256_castsi256_ps(here));
}
inline Vector moved(Places from, Vector a) { return _mm256_permutevar8x32_ps(a, from); }
inline Vector moved(Places from, Vector a, Vector b) {
  // The instruction takes a place modulo the lanes.
  return moved(_mm256_cmpgt_epi32(from, _mm256_set1_epi32(lanes - 1)), moved(from, a), from, b);
}
inline Vector add(Lanes here, Vector a, Vector b) { return _mm256_add_ps(a, _mm256_and_ps(_mm256_castsi256_ps(here), b)); }
inline Vector rounded(Vector vector) {
  const __m256i bits = _mm256_castps_si256(vector);
  const __m256i odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
  const __m256i up = _mm256_add_epi32(bits, _mm256_add_epi32(odd, _mm256_set1_epi32(0x7fff)));
  const Vector result = _mm256_castsi256_ps(_mm256_and_si256(up, _mm256_set1_epi32(static_cast<int>(0xffff0000))));
  return _mm256_blendv_ps(result, vector, _mm256_cmp_ps(vector, vector, _CMP_UNORD_Q));
}

#endif

/** The sum of all lanes, halves first. */
inline float sum(Vector vector) {
  float parts[lanes];
  store(parts, vector);
  for (int64_t half = lanes / 2; half > 0; half /= 2)
    for (int64_t lane = 0; lane < half; lane++) parts[lane] += parts[lane + half];
  return parts[0];
}

}  // namespace
}  // namespace LAB_LEVEL
}  // namespace lab
