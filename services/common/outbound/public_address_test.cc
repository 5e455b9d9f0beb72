#include "services/common/outbound/public_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cstring>
#include <map>

namespace plenum::outbound {
namespace {

// The kind by the address as a socket would be opened to it; "public" when it may be called.
std::string KindOf(const std::string& text) {
  sockaddr_storage storage{};
  auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
  if (inet_pton(AF_INET, text.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
  } else {
    EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), &v6->sin6_addr), 1) << text;
    v6->sin6_family = AF_INET6;
  }
  const auto kind = NotPublic(reinterpret_cast<const sockaddr&>(storage));
  EXPECT_EQ(NotPublic(text), kind) << text;
  return std::string(kind.value_or("public"));
}

TEST(PublicAddress, TellsWhatMayBeCalledAtBothEndsOfEachBlock) {
  const std::map<std::string, std::string> expected = {
      {"0.0.0.0", "unspecified"},
      {"0.255.255.255", "unspecified"},
      {"1.0.0.0", "public"},
      {"9.255.255.255", "public"},
      {"10.0.0.0", "private"},
      {"10.255.255.255", "private"},
      {"11.0.0.0", "public"},
      {"100.63.255.255", "public"},
      {"100.64.0.0", "shared by a carrier"},
      {"100.127.255.255", "shared by a carrier"},
      {"100.128.0.0", "public"},
      {"126.255.255.255", "public"},
      {"127.0.0.1", "loopback"},
      {"127.255.255.255", "loopback"},
      {"128.0.0.0", "public"},
      {"169.253.255.255", "public"},
      {"169.254.0.0", "link-local"},
      {"169.254.169.254", "link-local"},
      {"169.255.0.0", "public"},
      {"172.15.255.255", "public"},
      {"172.16.0.0", "private"},
      {"172.31.255.255", "private"},
      {"172.32.0.0", "public"},
      {"192.0.0.1", "reserved"},
      {"192.0.2.1", "for documentation"},
      {"192.0.3.1", "public"},
      {"192.88.99.1", "a 6to4 relay"},
      {"192.167.255.255", "public"},
      {"192.168.0.0", "private"},
      {"192.168.255.255", "private"},
      {"192.169.0.0", "public"},
      {"198.17.255.255", "public"},
      {"198.18.0.0", "for benchmarks"},
      {"198.19.255.255", "for benchmarks"},
      {"198.20.0.0", "public"},
      {"198.51.100.7", "for documentation"},
      {"203.0.113.7", "for documentation"},
      {"223.255.255.255", "public"},
      {"224.0.0.1", "multicast"},
      {"239.255.255.255", "multicast"},
      {"240.0.0.1", "reserved"},
      {"255.255.255.255", "reserved"},
      {"::", "unspecified"},
      {"::1", "loopback"},
      {"::2", "reserved"},
      {"::7f00:1", "reserved"},  // IPv4-compatible, long given up
      {"::ffff:127.0.0.1", "an IPv4 address in IPv6"},
      {"::ffff:10.0.0.1", "an IPv4 address in IPv6"},
      {"::ffff:8.8.8.8", "an IPv4 address in IPv6"},
      {"64:ff9b::7f00:1", "translated to IPv4"},
      {"64:ff9b:1::a00:1", "translated to IPv4"},
      {"100::1", "reserved"},
      {"1fff:ffff::", "reserved"},
      {"2000::1", "public"},
      {"2001::1", "a Teredo tunnel"},
      {"2001:1::1", "reserved"},
      {"2001:1ff:ffff::", "reserved"},
      {"2001:200::1", "public"},
      {"2001:db8::1", "for documentation"},
      {"2001:4860:4860::8888", "public"},
      {"2002:7f00:1::", "a 6to4 tunnel"},
      {"2002:808:808::", "a 6to4 tunnel"},
      {"2003::1", "public"},
      {"3fff::1", "for documentation"},
      {"3fff:1000::1", "public"},
      {"4000::1", "reserved"},
      {"fbff::1", "reserved"},
      {"fc00::1", "private"},
      {"fd00:ec2::254", "private"},
      {"fdff:ffff::1", "private"},
      {"fe00::1", "reserved"},
      {"fe80::1", "link-local"},
      {"febf::1", "link-local"},
      {"fec0::1", "site-local"},
      {"ff02::1", "multicast"},
  };
  for (const auto& [address, kind] : expected) EXPECT_EQ(KindOf(address), kind) << address;
}

TEST(PublicAddress, OtherFamiliesAreRefusedAndNamesAreNotJudged) {
  sockaddr_un socket{};
  socket.sun_family = AF_UNIX;
  EXPECT_EQ(NotPublic(reinterpret_cast<const sockaddr&>(socket)), "no internet address");
  EXPECT_EQ(NotPublic(std::string("example.org")), std::nullopt);
}

}  // namespace
}  // namespace plenum::outbound
