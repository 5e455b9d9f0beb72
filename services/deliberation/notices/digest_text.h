// digest_text: what a digest says.
//
// First what needs the reader's action, then what happened, in plain sentences with the commands to
// go on. It names no other member and nothing of a ballot, and hidden words cannot come in, since
// events hold none.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plenum/deliberation/v1/deliberation.pb.h"

namespace plenum::deliberation {

// What happened since the last digest.
struct Happened {
  std::vector<v1::Phase> phases;       // gone to, in order
  std::map<v1::EventKind, int> kinds;  // of the other events, how many

  // Takes an event in, unless it is one that is not told: a ballot, or what `reader` did.
  void Add(const v1::Event& event, const std::string& reader);
  [[nodiscard]] bool empty() const { return phases.empty() && kinds.empty(); }
};

struct DigestContent {
  std::string title;         // of the deliberation
  std::string deliberation;  // its resource name
  bool is_first = false;     // nothing was sent to this reader before
  bool needs_vote = false;
  // The scoring is open. Whether the reader has scored is not known here, so that this alone is no
  // reason to write, but once.
  bool needs_scores = false;
  Happened happened;
};

struct DigestText {
  std::string subject;
  std::string body;
};

// Nothing when nothing is needed and nothing happened.
std::optional<DigestText> WriteDigest(const DigestContent& content);

// The mail that proves an address.
DigestText WriteCode(const std::string& title, const std::string& code);

}  // namespace plenum::deliberation
