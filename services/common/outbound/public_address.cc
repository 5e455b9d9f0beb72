#include "services/common/outbound/public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <span>

namespace plenum::outbound {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

struct Block {
  Bytes prefix;
  int bits;
  std::string_view kind;
};

constexpr Block kRefusedV4[] = {
    {{0}, 8, "unspecified"},
    {{10}, 8, "private"},
    {{100, 64}, 10, "shared by a carrier"},
    {{127}, 8, "loopback"},
    {{169, 254}, 16, "link-local"},
    {{172, 16}, 12, "private"},
    {{192, 0, 0}, 24, "reserved"},
    {{192, 0, 2}, 24, "for documentation"},
    {{192, 88, 99}, 24, "a 6to4 relay"},
    {{192, 168}, 16, "private"},
    {{198, 18}, 15, "for benchmarks"},
    {{198, 51, 100}, 24, "for documentation"},
    {{203, 0, 113}, 24, "for documentation"},
    {{224}, 4, "multicast"},
    {{240}, 4, "reserved"},
};

// Only for their names: what is outside of 2000::/3 is refused in any case.
constexpr Block kRefusedV6[] = {
    {{}, 128, "unspecified"},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, "loopback"},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, "an IPv4 address in IPv6"},
    {{0, 0x64, 0xff, 0x9b}, 32, "translated to IPv4"},
    {{0xfc}, 7, "private"},
    {{0xfe, 0x80}, 10, "link-local"},
    {{0xfe, 0xc0}, 10, "site-local"},
    {{0xff}, 8, "multicast"},
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "for documentation"},
    {{0x20, 0x01, 0, 0}, 32, "a Teredo tunnel"},
    {{0x20, 0x01}, 23, "reserved"},
    {{0x20, 0x02}, 16, "a 6to4 tunnel"},
    {{0x3f, 0xff}, 20, "for documentation"},
};

constexpr Block kGlobalV6{{0x20}, 3, ""};

bool IsIn(const Bytes& address, const Block& block) {
  const auto whole = static_cast<std::size_t>(block.bits / 8);
  if (std::memcmp(address.data(), block.prefix.data(), whole) != 0) return false;
  const int rest = block.bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
  return (address[whole] & mask) == (block.prefix[whole] & mask);
}

std::optional<std::string_view> KindIn(const Bytes& address, std::span<const Block> blocks) {
  for (const Block& block : blocks) {
    if (IsIn(address, block)) return block.kind;
  }
  return std::nullopt;
}

std::optional<std::string_view> NotPublicV6(const Bytes& address) {
  if (auto kind = KindIn(address, kRefusedV6)) return kind;
  if (!IsIn(address, kGlobalV6)) return "reserved";
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> NotPublic(const sockaddr& address) {
  Bytes bytes{};
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof(v4));
    std::memcpy(bytes.data(), &v4.sin_addr, sizeof(v4.sin_addr));
    return KindIn(bytes, kRefusedV4);
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof(v6));
    std::memcpy(bytes.data(), &v6.sin6_addr, sizeof(v6.sin6_addr));
    return NotPublicV6(bytes);
  }
  return "no internet address";
}

std::optional<std::string_view> NotPublic(const std::string& literal) {
  Bytes bytes{};
  if (inet_pton(AF_INET, literal.c_str(), bytes.data()) == 1) return KindIn(bytes, kRefusedV4);
  if (inet_pton(AF_INET6, literal.c_str(), bytes.data()) == 1) return NotPublicV6(bytes);
  return std::nullopt;
}

}  // namespace plenum::outbound
