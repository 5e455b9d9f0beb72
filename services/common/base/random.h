// random: bytes nobody can guess, for ids and keys.
#pragma once

#include <cstdint>
#include <string>

namespace plenum::base {

// `count` bytes from the operating system's generator (OpenSSL). Thread-safe; ends the process when
// the generator fails, since nothing safe can be done then.
std::string RandomBytes(std::size_t count);

// A random number of 64 bits.
std::uint64_t RandomNumber();

}  // namespace plenum::base
