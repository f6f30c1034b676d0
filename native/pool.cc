#include "pool.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#if defined(__x86_64__)
#include <immintrin.h>
#define LAB_PAUSE() _mm_pause()
#else
#define LAB_PAUSE() std::this_thread::yield()
#endif

namespace lab {
namespace {

/** Rounds of waiting in which a thread looks again at once, some tens of microseconds; after them it sleeps. */
constexpr int spins = 2000;

int count_of_threads = 1;
int started = 0;

struct Task {
  Work work;
  const void* what;
  int64_t count;
  int parts;
};
Task task;
/** Grows by one with each task. */
std::atomic<uint64_t> round_number{0};
std::atomic<int> left{0};
/** Never destroyed: at the end of the process threads still wait, and a destroyed condition would wait for them. */
std::mutex& mutex = *new std::mutex();
std::condition_variable& wake = *new std::condition_variable();
/** One operation at a time uses the threads. */
std::mutex& use = *new std::mutex();

void run_part(const Task& each, int part) {
  int64_t begin = each.count * part / each.parts;
  int64_t end = each.count * (part + 1) / each.parts;
  if (begin < end) each.work(each.what, begin, end);
}

void serve(int part, uint64_t seen) {
  for (;;) {
    uint64_t now = round_number.load(std::memory_order_acquire);
    for (int spin = 0; now == seen && spin < spins; spin++) {
      LAB_PAUSE();
      now = round_number.load(std::memory_order_acquire);
    }
    if (now == seen) {
      std::unique_lock<std::mutex> lock(mutex);
      wake.wait(lock, [&] { return round_number.load(std::memory_order_acquire) != seen; });
      now = round_number.load(std::memory_order_acquire);
    }
    seen = now;
    run_part(task, part);
    left.fetch_sub(1, std::memory_order_acq_rel);
  }
}

}  // namespace

void set_threads(int count) { count_of_threads = count < 1 ? 1 : count; }

int threads() { return count_of_threads; }

void divide(int64_t count, Work work, const void* what) {
  std::unique_lock<std::mutex> alone(use, std::defer_lock);
  if (count_of_threads == 1 || count < 2 || !alone.try_lock()) return work(what, 0, count);
  {
    std::lock_guard<std::mutex> lock(mutex);
    for (; started < count_of_threads - 1; started++)
      std::thread(serve, started + 1, round_number.load()).detach();
    task = {work, what, count, started + 1};
    left.store(started, std::memory_order_relaxed);
    round_number.fetch_add(1, std::memory_order_acq_rel);
  }
  wake.notify_all();
  run_part(task, 0);
  for (int spin = 0; left.load(std::memory_order_acquire) > 0; spin++) {
    if (spin < spins) LAB_PAUSE();
    else std::this_thread::yield();
  }
}

}  // namespace lab
