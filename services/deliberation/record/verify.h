// verify: checks the votes of a deliberation from its bundle alone, without a server: the
// signature, the log, every ballot, and each result, which is counted again.
//
//   record::Verdict verdict = record::VerifyBundle(bundle);
//   for (const record::Check& check : verdict.checks) std::cout << check.sentence << "\n";
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/deliberation/record/bundle.h"

namespace plenum::record {

enum class Held {
  kYes,
  kNo,
  kNotYet,  // there is nothing to check: the vote is not closed
};

struct Check {
  Held held = Held::kNo;
  std::string sentence;  // what was checked, what came out, and when it failed what that means
};

struct Verdict {
  std::vector<Check> checks;  // in the order in which they build on one another
  // None failed.
  [[nodiscard]] bool holds() const;
};

// Checks that rest on one that failed are left out. O(entries log entries) and the count.
Verdict VerifyBundle(const Bundle& bundle);

// What a receipt proves by itself: when it was taken after the close, that the log which was signed
// then has the ballot.
Check VerifyReceipt(const Receipt& receipt);

// That the ballot of the receipt is among those of the bundle, which should be verified itself, and
// that both are of one log.
Check VerifyReceipt(const Receipt& receipt, const Bundle& bundle);

// That the key of a bundle or receipt is the one that a person got from elsewhere: "NAME+HASH+KEY"
// of any log of that server, or KEY alone.
Check CheckKey(std::string_view wanted, const std::string& origin, const std::string& public_key);

}  // namespace plenum::record
