// plenum-make-records SEED COUNT: records of random votes, and of each some that were tampered
// with, a line of JSON each: {"what", "holds", "bundle"}, where "holds" is what `plenum verify
// bundle` says of it.
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "services/deliberation/record/random_votes.h"
#include "services/deliberation/record/verify.h"

namespace plenum::record {
namespace {

void Print(const std::string& what, const Bundle& bundle) {
  const std::string text = ToJson(bundle);
  const auto read = ReadBundle(text);
  const bool holds = read.ok() && VerifyBundle(*read).holds();
  std::cout << nlohmann::json{{"what", what}, {"holds", holds}, {"bundle", text}}.dump() << "\n";
}

}  // namespace
}  // namespace plenum::record

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto key = plenum::auth::PrivateKey::FromSeed(std::string(32, 'k')).value();
  const auto first = std::strtoull(argv[1], nullptr, 10);
  const auto count = std::strtoull(argv[2], nullptr, 10);
  for (auto seed = first; seed < first + count; ++seed) {
    const auto vote = plenum::record::RandomVote(seed);
    plenum::record::Print("", plenum::record::RecordOf(vote, key));
    for (const auto& [what, bundle] : plenum::record::TamperWith(vote, key, seed)) {
      plenum::record::Print(what, bundle);
    }
  }
}
