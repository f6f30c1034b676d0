#include "pool.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

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

/** Parts of an operation's numbers for each thread: what one thread has not begun, others take. */
constexpr int64_t parts_of_thread = 4;

int count_of_threads = 1;
int started = 0;

/** A thread's items that nobody has taken: the first one in the upper half, the end in the lower. */
struct alignas(64) Left {
  std::atomic<uint64_t> range;
};

uint32_t first_of(uint64_t range) { return static_cast<uint32_t>(range >> 32); }
uint32_t end_of(uint64_t range) { return static_cast<uint32_t>(range); }

struct Task {
  WorkOnItems work;
  const void* what;
  std::vector<Left> left;
};
/** Never destroyed, as what follows: at the end of the process threads still wait. */
Task& task = *new Task();

/** The number of the task, whether more threads may join in it, and how many have, from the upper bits to the lower. */
std::atomic<uint64_t> gate{0};
constexpr uint64_t is_open = 1 << 15, joined = is_open - 1, one_task = 1 << 16;
/** Threads that joined and found nothing more to take. */
std::atomic<uint64_t> finished{0};

/** A destroyed condition would wait for those who wait for it. */
std::mutex& mutex = *new std::mutex();
std::condition_variable& wake = *new std::condition_variable();
/** One operation at a time uses the threads. */
std::mutex& use = *new std::mutex();

int64_t take(Left& from, bool is_own) {
  uint64_t range = from.range.load(std::memory_order_relaxed);
  while (first_of(range) < end_of(range)) {
    const uint64_t rest = is_own ? range + (uint64_t{1} << 32) : range - 1;
    if (from.range.compare_exchange_weak(range, rest, std::memory_order_relaxed)) return is_own ? first_of(range) : end_of(rest);
  }
  return -1;
}

/** @param of the thread's own part */
int64_t next_item(const void* of) {
  Left& own = *static_cast<Left*>(const_cast<void*>(of));
  int64_t item = take(own, true);
  while (item < 0) {
    Left* fullest = nullptr;
    uint32_t most = 0;
    for (Left& each : task.left) {
      const uint64_t range = each.range.load(std::memory_order_relaxed);
      const uint32_t count = end_of(range) - first_of(range);
      if (count > most) fullest = &each, most = count;
    }
    if (!fullest) return -1;
    item = take(*fullest, false);
  }
  return item;
}

/** @param part of the thread that works */
void serve(std::size_t part) { task.work(task.what, {next_item, &task.left[part]}); }

/** @param seen the last task that this thread knows of */
void help(std::size_t part, uint64_t seen) {
  for (;;) {
    uint64_t now = gate.load(std::memory_order_acquire);
    for (int spin = 0; now / one_task == seen && spin < spins; spin++) {
      LAB_PAUSE();
      now = gate.load(std::memory_order_acquire);
    }
    if (now / one_task == seen) {
      std::unique_lock<std::mutex> lock(mutex);
      wake.wait(lock, [&] { return gate.load(std::memory_order_acquire) / one_task != seen; });
      now = gate.load(std::memory_order_acquire);
    }
    seen = now / one_task;
    while (now & is_open && now / one_task == seen) {
      if (!gate.compare_exchange_weak(now, now + 1, std::memory_order_acq_rel)) continue;
      serve(part);
      finished.fetch_add(1, std::memory_order_acq_rel);
      break;
    }
  }
}

int64_t next_of_all(const void* of) {
  All& all = *static_cast<All*>(const_cast<void*>(of));
  return all.at < all.count ? all.at++ : -1;
}

}  // namespace

void set_threads(int count) { count_of_threads = count < 1 ? 1 : count; }

int threads() { return count_of_threads; }

Items items_of(All& all) { return {next_of_all, &all}; }

void divide_items(int64_t count, WorkOnItems work, const void* what) {
  std::unique_lock<std::mutex> alone(use, std::defer_lock);
  if (count_of_threads == 1 || count < 2 || !alone.try_lock()) {
    All all = {0, count};
    return work(what, items_of(all));
  }
  {
    std::lock_guard<std::mutex> lock(mutex);
    const uint64_t last = gate.load() / one_task;
    for (; started < count_of_threads - 1; started++) std::thread(help, started + 1, last).detach();
    const int64_t parts = started + 1;
    if (task.left.size() != static_cast<std::size_t>(parts)) task.left = std::vector<Left>(static_cast<std::size_t>(parts));
    task.work = work;
    task.what = what;
    for (int64_t part = 0; part < parts; part++) {
      const int64_t begin = count * part / parts, end = count * (part + 1) / parts;
      task.left[static_cast<std::size_t>(part)].range = static_cast<uint64_t>(begin) << 32 | static_cast<uint64_t>(end);
    }
    finished.store(0, std::memory_order_relaxed);
    gate.store((last + 1) * one_task | is_open, std::memory_order_release);
  }
  wake.notify_all();
  serve(0);
  const uint64_t helpers = gate.fetch_and(~is_open, std::memory_order_acq_rel) & joined;
  for (int spin = 0; finished.load(std::memory_order_acquire) < helpers; spin++) {
    if (spin < spins) LAB_PAUSE();
    else std::this_thread::yield();
  }
}

void divide(int64_t count, Work work, const void* what) {
  const int64_t most = count_of_threads * parts_of_thread, parts = count < most ? count : most;
  if (count_of_threads == 1 || parts < 2) return work(what, 0, count);
  divided_items(parts, [&](const Items& items) {
    for (int64_t part = items.next(items.of); part >= 0; part = items.next(items.of))
      work(what, count * part / parts, count * (part + 1) / parts);
  });
}

}  // namespace lab
