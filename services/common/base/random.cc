#include "services/common/base/random.h"

#include <openssl/rand.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace plenum::base {

std::string RandomBytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    std::fputs("the system's random generator failed\n", stderr);
    std::abort();
  }
  return bytes;
}

std::uint64_t RandomNumber() {
  std::uint64_t number = 0;
  std::memcpy(&number, RandomBytes(sizeof(number)).data(), sizeof(number));
  return number;
}

}  // namespace plenum::base
