// Compiled twice, with LAB_LEVEL avx512 and avx2 and the compiler's options for these instructions. Includes nothing of the standard library
// but numbers of fixed size: an inline function of it, compiled here, could be linked in for processors that lack the instructions.
#include "compute.h"

#if defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace lab {
namespace LAB_LEVEL {
namespace {

/** Blocks of four words that are drawn together, one in each lane. */
constexpr int lanes = 16;
/** Words that are drawn before they are used. */
constexpr int64_t words_at_once = 1024;

constexpr uint32_t multiplier0 = 0xd2511f53, multiplier1 = 0xcd9e8d57;
constexpr uint32_t weyl0 = 0x9e3779b9, weyl1 = 0xbb67ae85;

#if defined(__AVX512F__)

/** The four words of 8 blocks, each in a lane of 64 bits, of which only the lower 32 count. */
struct Blocks {
  __m512i c0, c1, c2, c3;
};

/** The words of `lanes` blocks from `block` on. */
inline void draw(uint64_t block, const Stream& stream, uint32_t* words) {
  constexpr int of_vector = 8, vectors = lanes / of_vector;
  const __m512i by0 = _mm512_set1_epi64(multiplier0), by1 = _mm512_set1_epi64(multiplier1);
  const __m512i to0 = _mm512_set1_epi64(weyl0), to1 = _mm512_set1_epi64(weyl1);
  Blocks all[vectors];
#pragma GCC unroll 2
  for (int v = 0; v < vectors; v++) {
    const __m512i number = _mm512_add_epi64(_mm512_set1_epi64(static_cast<int64_t>(block) + v * of_vector), _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0));
    all[v] = {number, _mm512_srli_epi64(number, 32), _mm512_set1_epi64(static_cast<int64_t>(stream.address)),
              _mm512_set1_epi64(static_cast<int64_t>(stream.address >> 32))};
  }
  __m512i key0 = _mm512_set1_epi64(static_cast<int64_t>(stream.key)), key1 = _mm512_set1_epi64(static_cast<int64_t>(stream.key >> 32));
#pragma GCC unroll 10
  for (int round = 0; round < 10; round++) {
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++) {
      const Blocks last = all[v];
      const __m512i product0 = _mm512_mul_epu32(last.c0, by0), product1 = _mm512_mul_epu32(last.c2, by1);
      // a ^ b ^ c
      all[v] = {_mm512_ternarylogic_epi64(_mm512_srli_epi64(product1, 32), last.c1, key0, 0x96), product1,
                _mm512_ternarylogic_epi64(_mm512_srli_epi64(product0, 32), last.c3, key1, 0x96), product0};
    }
    key0 = _mm512_add_epi64(key0, to0);
    key1 = _mm512_add_epi64(key1, to1);
  }
  const __m512i first_half = _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0), second_half = _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4);
#pragma GCC unroll 2
  for (int v = 0; v < vectors; v++) {
    const __m512i low = _mm512_mask_blend_epi32(0xaaaa, all[v].c0, _mm512_slli_epi64(all[v].c1, 32));
    const __m512i high = _mm512_mask_blend_epi32(0xaaaa, all[v].c2, _mm512_slli_epi64(all[v].c3, 32));
    // Of blocks 0, 2, 4, 6 and of 1, 3, 5, 7.
    const __m512i even = _mm512_unpacklo_epi64(low, high), odd = _mm512_unpackhi_epi64(low, high);
    _mm512_storeu_si512(words + 4 * of_vector * v, _mm512_permutex2var_epi64(even, first_half, odd));
    _mm512_storeu_si512(words + 4 * of_vector * v + 2 * of_vector, _mm512_permutex2var_epi64(even, second_half, odd));
  }
}

/** Reads `words` up to 60 bytes further than it needs to. */
inline void keep(const float* inputs, float* outputs, uint8_t* is_kept, const uint32_t* words, int64_t count, uint16_t first_kept, float kept) {
  constexpr int64_t at_once = 32;
  const __m512i least = _mm512_set1_epi16(static_cast<int16_t>(first_kept));
  const __m512 scale = _mm512_set1_ps(kept);
  for (int64_t unit = 0; unit < count; unit += at_once) {
    const __mmask32 here = count - unit >= at_once ? 0xffffffff : (1u << (count - unit)) - 1;
    const __mmask32 which = _mm512_cmpge_epu16_mask(_mm512_loadu_si512(words + unit / 2), least);
    _mm256_mask_storeu_epi8(is_kept + unit, here, _mm256_maskz_set1_epi8(which, 1));
#pragma GCC unroll 2
    for (int half = 0; half < 2; half++) {
      const auto some = static_cast<__mmask16>(here >> 16 * half);
      const __m512 factor = _mm512_maskz_mov_ps(static_cast<__mmask16>(which >> 16 * half), scale);
      _mm512_mask_storeu_ps(outputs + unit + 16 * half, some, _mm512_mul_ps(_mm512_maskz_loadu_ps(some, inputs + unit + 16 * half), factor));
    }
  }
}

#else

/** The words of `lanes` blocks from `block` on. */
inline void draw(uint64_t block, const Stream& stream, uint32_t* words) {
  uint32_t c0[lanes], c1[lanes], c2[lanes], c3[lanes];
  for (int lane = 0; lane < lanes; lane++) {
    c0[lane] = static_cast<uint32_t>(block + lane);
    c1[lane] = static_cast<uint32_t>((block + lane) >> 32);
    c2[lane] = static_cast<uint32_t>(stream.address);
    c3[lane] = static_cast<uint32_t>(stream.address >> 32);
  }
  uint32_t key0 = static_cast<uint32_t>(stream.key), key1 = static_cast<uint32_t>(stream.key >> 32);
  for (int round = 0; round < 10; round++) {
    for (int lane = 0; lane < lanes; lane++) {
      uint64_t product0 = static_cast<uint64_t>(multiplier0) * c0[lane];
      uint64_t product1 = static_cast<uint64_t>(multiplier1) * c2[lane];
      uint32_t new0 = static_cast<uint32_t>(product1 >> 32) ^ c1[lane] ^ key0;
      uint32_t new2 = static_cast<uint32_t>(product0 >> 32) ^ c3[lane] ^ key1;
      c1[lane] = static_cast<uint32_t>(product1);
      c3[lane] = static_cast<uint32_t>(product0);
      c0[lane] = new0;
      c2[lane] = new2;
    }
    key0 += weyl0;
    key1 += weyl1;
  }
  for (int lane = 0; lane < lanes; lane++) {
    words[4 * lane] = c0[lane];
    words[4 * lane + 1] = c1[lane];
    words[4 * lane + 2] = c2[lane];
    words[4 * lane + 3] = c3[lane];
  }
}

inline void keep(const float* inputs, float* outputs, uint8_t* is_kept, const uint32_t* words, int64_t count, uint16_t first_kept, float kept) {
  const int64_t pairs = count / 2;
  for (int64_t pair = 0; pair < pairs; pair++) {
    const uint8_t low = (words[pair] & 0xffff) >= first_kept, high = (words[pair] >> 16) >= first_kept;
    is_kept[2 * pair] = low;
    is_kept[2 * pair + 1] = high;
  }
  if (count % 2) is_kept[count - 1] = (words[pairs] & 0xffff) >= first_kept;
  for (int64_t unit = 0; unit < count; unit++) outputs[unit] = inputs[unit] * (static_cast<float>(is_kept[unit]) * kept);
}

#endif

void dropout(const float* inputs, float* outputs, uint8_t* is_kept, int64_t units, int64_t begin, int64_t end, Stream stream,
             uint16_t first_kept, float kept) {
  alignas(64) uint32_t words[words_at_once + 4 * lanes];
  const int64_t words_of_row = (units + 1) / 2;
  // Rows of even length lie one after the other, as their words do.
  const bool is_flat = units % 2 == 0;
  const int64_t first_word = begin * words_of_row, last_word = end * words_of_row;
  for (int64_t from = first_word; from < last_word;) {
    int64_t to;
    if (is_flat) {
      to = from + words_at_once < last_word ? from + words_at_once : last_word;
    } else {
      // To the end of its row at most.
      const int64_t row_end = (from / words_of_row + 1) * words_of_row;
      to = from + words_at_once < row_end ? from + words_at_once : row_end;
    }
    const int64_t skipped = from % 4;
    for (int64_t block = 0; 4 * block < skipped + to - from; block += lanes)
      draw(stream.block + static_cast<uint64_t>(from / 4 + block), stream, words + 4 * block);
    const int64_t row = from / words_of_row;
    const int64_t place = is_flat ? 2 * from : row * units + 2 * (from - row * words_of_row);
    const int64_t place_end = is_flat ? 2 * to : (to - row * words_of_row == words_of_row ? (row + 1) * units : place + 2 * (to - from));
    keep(inputs + place, outputs + place, is_kept + place, words + skipped, place_end - place, first_kept, kept);
    from = to;
  }
}

void dropped(const float* gradient, const uint8_t* is_kept, float kept, float* result, int64_t count) {
  for (int64_t unit = 0; unit < count; unit++) result[unit] = gradient[unit] * (static_cast<float>(is_kept[unit]) * kept);
}

#if defined(__AVX512F__)

/** a / (sqrt(square) + epsilon) from the processor's estimates and a step of Newton's method each: within 2 units of the last place. */
inline __m512 scaled(__m512 a, __m512 square, __m512 epsilon) {
  const __m512 least = _mm512_set1_ps(1.17549435e-38f), most = _mm512_set1_ps(3.402823466e38f);
  const __m512 bounded = _mm512_min_ps(_mm512_max_ps(square, least), most);
  const __m512 estimate = _mm512_rsqrt14_ps(bounded);
  const __m512 root = _mm512_mul_ps(square, estimate);
  // root + root · (1 - root · estimate) / 2
  const __m512 half = _mm512_mul_ps(root, _mm512_set1_ps(0.5f));
  const __m512 better = _mm512_fmadd_ps(half, _mm512_fnmadd_ps(root, estimate, _mm512_set1_ps(1)), root);
  const __m512 divisor = _mm512_add_ps(better, epsilon);
  const __m512 inverse = _mm512_rcp14_ps(divisor);
  const __m512 quotient = _mm512_mul_ps(a, inverse);
  return _mm512_fmadd_ps(_mm512_fnmadd_ps(quotient, divisor, a), inverse, quotient);
}

void adam(float* weights, float* mean, float* square, const float* gradient, int64_t count, AdamRates rates) {
  const __m512 alpha = _mm512_set1_ps(rates.alpha), epsilon = _mm512_set1_ps(rates.epsilon), decay = _mm512_set1_ps(rates.decay);
  const __m512 new1 = _mm512_set1_ps(1 - rates.beta1), new2 = _mm512_set1_ps(1 - rates.beta2);
  for (int64_t place = 0; place < count; place += 16) {
    const __mmask16 here = count - place >= 16 ? 0xffff : static_cast<__mmask16>((1 << (count - place)) - 1);
    const __m512 g = _mm512_maskz_loadu_ps(here, gradient + place);
    __m512 m = _mm512_maskz_loadu_ps(here, mean + place), v = _mm512_maskz_loadu_ps(here, square + place);
    m = _mm512_fmadd_ps(_mm512_sub_ps(g, m), new1, m);
    v = _mm512_fmadd_ps(_mm512_fmsub_ps(g, g, v), new2, v);
    __m512 w = _mm512_maskz_loadu_ps(here, weights + place);
    w = _mm512_fnmadd_ps(w, decay, w);
    _mm512_mask_storeu_ps(mean + place, here, m);
    _mm512_mask_storeu_ps(square + place, here, v);
    _mm512_mask_storeu_ps(weights + place, here, _mm512_sub_ps(w, scaled(_mm512_mul_ps(m, alpha), v, epsilon)));
  }
}

#else

void adam(float* weights, float* mean, float* square, const float* gradient, int64_t count, AdamRates rates) {
  const float new1 = 1 - rates.beta1, new2 = 1 - rates.beta2;
  for (int64_t place = 0; place < count; place++) {
    const float g = gradient[place];
    const float m = mean[place] + (g - mean[place]) * new1;
    const float v = square[place] + (g * g - square[place]) * new2;
    mean[place] = m;
    square[place] = v;
    weights[place] -= weights[place] * rates.decay;
    weights[place] -= m * rates.alpha / (__builtin_sqrtf(v) + rates.epsilon);
  }
}

#endif

}  // namespace

extern const Compute compute;
#define LAB_TEXT(x) #x
#define LAB_NAME(x) LAB_TEXT(x)
const Compute compute = {LAB_NAME(LAB_LEVEL), dropout, dropped, adam, &activate, &convolve, &pool, &multiply_matrices, &narrow};

}  // namespace LAB_LEVEL
}  // namespace lab
