// strict: what a request must be beyond what the parser insists on, so that nobody in front of the
// gateway can read it as two requests where the gateway reads one, or the other way round (RFC
// 9112, section 11.2).
//
//   if (auto wrong = CheckHeaderBytes(block); !wrong.empty()) return Refuse(400, wrong);
#pragma once

#include <string_view>

#include "services/gateway/http/message.h"

namespace plenum::gateway::http {

// `block` is the request line and the headers with the empty line after them. Empty when nothing is
// wrong, else a sentence. Linear.
std::string_view CheckHeaderBytes(std::string_view block);

struct Wrong {
  int status = 0;  // 0: nothing is
  std::string_view why{};
};

// The request once it was parsed: `target` as it came, `version` 10 or 11. Sets path, query and
// host of `head`, whose method and headers are there.
Wrong CheckRequest(std::string_view target, unsigned version, RequestHead& head);

}  // namespace plenum::gateway::http
