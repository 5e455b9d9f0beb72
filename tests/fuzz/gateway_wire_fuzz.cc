// Reads whatever bytes come as the body of a request to the gateway, in each of its framings, and
// holds what was read to what it must be.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "services/gateway/json/depth.h"
#include "services/gateway/wire/frame.h"
#include "services/gateway/wire/timeout.h"

namespace {

using namespace plenum::gateway;  // NOLINT(google-build-using-namespace): a program of one file

void Check(bool holds) {
  if (!holds) std::abort();
}

void ReadFrame(std::string_view body) {
  const auto message = wire::TakeOnlyMessage(body);
  if (!message.ok()) return;
  Check(wire::FramePrefix(wire::kMessage, message->size()) + std::string(*message) == body);
}

void ReadText(std::string_view body) {
  const auto decoded = wire::DecodeText(body);
  if (!decoded.ok()) return;
  const auto again = wire::DecodeText(wire::EncodeText(*decoded));
  Check(again.ok() && *again == *decoded);
  ReadFrame(*decoded);
}

void ReadJson(std::string_view text) {
  constexpr int kLevels = 8;
  const bool is_deeper = json::IsDeeperThan(text, kLevels);
  // Deeper than more is deeper than less, and brackets bound the depth.
  Check(!is_deeper || json::IsDeeperThan(text, kLevels - 1));
  const auto brackets =
      std::count_if(text.begin(), text.end(), [](char c) { return c == '[' || c == '{'; });
  Check(!is_deeper || brackets > kLevels);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  ReadFrame(input);
  ReadText(input);
  ReadJson(input);
  const std::string trailers = wire::TrailerFrame(static_cast<int>(size % 17), input, {});
  // However the message reads, it stays in its line.
  Check(std::count(trailers.begin() + wire::kPrefixBytes, trailers.end(), '\n') ==
        (input.empty() ? 1 : 2));
  for (const auto timeout : {wire::ParseGrpcTimeout(input), wire::ParseConnectTimeout(input)}) {
    Check(!timeout || *timeout >= 0);
  }
  return 0;
}
