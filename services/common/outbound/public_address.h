// public_address: may a server call this address because a stranger asked it to?
//
// Who names a target for a call of ours must not reach through us what only we can reach: our own
// machine, the network around it, the metadata service of a cloud. Only addresses of the public
// internet pass; what is not listed as public does not.
//
//   if (const auto kind = outbound::NotPublic(*address)) return Refuse(*kind);  // "loopback"
//
// Source: the special-purpose address registries of IANA (RFC 6890 and its updates). Forms of IPv6
// that carry an IPv4 address (mapped, NAT64, 6to4, Teredo) are refused whatever they carry: no
// public server has only such a one.
#pragma once

#include <sys/socket.h>

#include <optional>
#include <string>
#include <string_view>

namespace plenum::outbound {

// What kind of address it is when it is not a public one, for people: "private", "link-local" ...
// Families other than IPv4 and IPv6 are "no internet address". Constant time.
std::optional<std::string_view> NotPublic(const sockaddr& address);

// The same of an address as it is written ("10.0.0.1", "fe80::1"). Nothing for what is a name.
std::optional<std::string_view> NotPublic(const std::string& literal);

}  // namespace plenum::outbound
