#include "services/deliberation/tally/cardinal/python_random.h"

#include <openssl/sha.h>

#include <algorithm>
#include <bit>
#include <string>

namespace plenum::tally {
namespace {

// The number whose big-endian digits to base 256 are `bytes`, as 32-bit digits, lowest first.
std::vector<uint32_t> Words(std::string_view bytes) {
  std::vector<uint32_t> words;
  for (size_t end = bytes.size(); end > 0; end -= std::min<size_t>(4, end)) {
    uint32_t word = 0;
    for (size_t i = end - std::min<size_t>(4, end); i < end; ++i) {
      word = (word << 8) | static_cast<unsigned char>(bytes[i]);
    }
    words.push_back(word);
  }
  while (words.size() > 1 && words.back() == 0) words.pop_back();
  if (words.empty()) words.push_back(0);
  return words;
}

}  // namespace

PythonRandom::PythonRandom(int64_t seed) {
  const uint64_t magnitude = seed < 0 ? -static_cast<uint64_t>(seed) : static_cast<uint64_t>(seed);
  std::vector<uint32_t> key = {static_cast<uint32_t>(magnitude)};
  if (magnitude >> 32 != 0) key.push_back(static_cast<uint32_t>(magnitude >> 32));
  Seed(key);
}

PythonRandom::PythonRandom(std::string_view seed_bytes) {
  std::array<unsigned char, SHA512_DIGEST_LENGTH> digest{};
  SHA512(reinterpret_cast<const unsigned char*>(seed_bytes.data()), seed_bytes.size(),
         digest.data());
  std::string bytes(seed_bytes);
  bytes.append(digest.begin(), digest.end());
  Seed(Words(bytes));
}

void PythonRandom::Seed(std::span<const uint32_t> key) {
  state_[0] = 19650218;
  for (uint32_t i = 1; i < kStateSize; ++i) {
    state_[i] = 1812433253U * (state_[i - 1] ^ (state_[i - 1] >> 30)) + i;
  }
  size_t i = 1;
  const auto advance = [&] {
    if (++i == kStateSize) {
      state_[0] = state_[kStateSize - 1];
      i = 1;
    }
  };
  for (size_t step = 0; step < std::max(kStateSize, key.size()); ++step) {
    const size_t j = step % key.size();
    state_[i] = (state_[i] ^ ((state_[i - 1] ^ (state_[i - 1] >> 30)) * 1664525U)) + key[j] +
                static_cast<uint32_t>(j);
    advance();
  }
  for (size_t step = 1; step < kStateSize; ++step) {
    state_[i] = (state_[i] ^ ((state_[i - 1] ^ (state_[i - 1] >> 30)) * 1566083941U)) -
                static_cast<uint32_t>(i);
    advance();
  }
  state_[0] = 0x80000000U;
}

void PythonRandom::Refill() {
  for (size_t i = 0; i < kStateSize; ++i) {
    const uint32_t mixed = (state_[i] & 0x80000000U) | (state_[(i + 1) % kStateSize] & 0x7fffffffU);
    state_[i] = state_[(i + 397) % kStateSize] ^ (mixed >> 1) ^ ((mixed & 1U) * 0x9908b0dfU);
  }
  used_ = 0;
}

uint32_t PythonRandom::Next() {
  if (used_ == kStateSize) Refill();
  uint32_t word = state_[used_++];
  word ^= word >> 11;
  word ^= (word << 7) & 0x9d2c5680U;
  word ^= (word << 15) & 0xefc60000U;
  return word ^ (word >> 18);
}

uint32_t PythonRandom::Below(uint32_t count) {
  // As many of the upper bits as `count` itself has, again until they are small enough.
  const auto bits = static_cast<unsigned>(std::bit_width(count));
  uint32_t drawn = 0;
  do {
    drawn = Next() >> (32 - bits);
  } while (drawn >= count);
  return drawn;
}

void PythonRandom::Shuffle(std::vector<OptionIndex>* options) {
  for (size_t i = options->size(); i > 1; --i) {
    std::swap((*options)[i - 1], (*options)[Below(static_cast<uint32_t>(i))]);
  }
}

std::vector<OptionIndex> PythonRandom::Sample(std::span<const OptionIndex> population, int wanted) {
  std::vector<OptionIndex> pool(population.begin(), population.end());
  std::vector<OptionIndex> sample;
  // Python draws without replacement from small populations and repeats draws from large ones.
  constexpr size_t kSmall = 21;
  std::vector<bool> taken(pool.size(), false);
  for (size_t left = pool.size(); std::ssize(sample) < wanted; --left) {
    if (population.size() <= kSmall) {
      const uint32_t drawn = Below(static_cast<uint32_t>(left));
      sample.push_back(pool[drawn]);
      pool[drawn] = pool[left - 1];
      continue;
    }
    uint32_t drawn = 0;
    do {
      drawn = Below(static_cast<uint32_t>(pool.size()));
    } while (taken[drawn]);
    taken[drawn] = true;
    sample.push_back(pool[drawn]);
  }
  return sample;
}

}  // namespace plenum::tally
