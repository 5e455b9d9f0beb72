#include "services/deliberation/tally/cardinal/ballot_hash.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <numeric>
#include <string_view>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/cardinal/python_random.h"

namespace plenum::tally {
namespace {

// The control characters of the text (ASCII): its parts are set apart by them, and one inside a
// name is marked by kEscape before it.
constexpr char kStartOfHeading = '\x01';
constexpr char kStartOfText = '\x02';
constexpr char kEndOfText = '\x03';
constexpr char kEscape = '\x1a';
constexpr char kBetweenBallots = '\x1d';
constexpr char kBetweenScores = '\x1e';
constexpr char kAfterName = '\x1f';

constexpr int kShuffles = 3;

std::string Escaped(const std::string& name) {
  std::string text;
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 32) text += kEscape;
    text += c;
  }
  return text;
}

std::string Sha3(std::initializer_list<std::string_view> parts) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_DigestInit_ex(context, EVP_sha3_512(), nullptr);
  for (const std::string_view part : parts) EVP_DigestUpdate(context, part.data(), part.size());
  EVP_DigestFinal_ex(context, digest.data(), &size);
  EVP_MD_CTX_free(context);
  return std::string(digest.begin(), digest.begin() + size);
}

}  // namespace

absl::StatusOr<BallotHash> BallotHash::Create(const ScoreProfile& profile,
                                              const std::vector<std::string>& names) {
  if (std::ssize(names) != profile.option_count()) {
    return absl::InvalidArgumentError(absl::StrCat("hashing the ballots needs a name for each of ",
                                                   profile.option_count(), " options, not ",
                                                   names.size()));
  }
  BallotHash hash;
  hash.by_name_.resize(names.size());
  std::iota(hash.by_name_.begin(), hash.by_name_.end(), 0);
  const auto name = [&](OptionIndex option) -> const std::string& {
    return names[static_cast<size_t>(option)];
  };
  std::sort(hash.by_name_.begin(), hash.by_name_.end(),
            [&](OptionIndex a, OptionIndex b) { return name(a) < name(b); });
  for (size_t i = 0; i < hash.by_name_.size(); ++i) {
    const std::string& own = name(hash.by_name_[i]);
    if (own.empty() || (i > 0 && own == name(hash.by_name_[i - 1]))) {
      return absl::InvalidArgumentError(absl::StrCat(
          "hashing the ballots needs a name of its own for each option; \"", own, "\" is none"));
    }
  }

  using Ballot = std::vector<std::pair<std::string_view, int>>;  // compares as the rule sorts
  std::vector<std::pair<Ballot, int64_t>> ballots;
  for (const ScoreGroup& group : profile.groups()) {
    Ballot ballot;
    for (const OptionIndex option : hash.by_name_) {
      const std::optional<int>& score = group.scores[static_cast<size_t>(option)];
      if (score) ballot.emplace_back(name(option), *score);
    }
    ballots.emplace_back(std::move(ballot), group.count);
  }
  std::sort(ballots.begin(), ballots.end());

  hash.text_ = absl::StrCat(std::string(1, kStartOfHeading), "ballots", std::string(1, kAfterName),
                            profile.ballots(), std::string(1, kStartOfText));
  bool first_ballot = true;
  for (const auto& [ballot, count] : ballots) {
    std::string text;
    for (const auto& [who, score] : ballot) {
      if (!text.empty()) text += kBetweenScores;
      absl::StrAppend(&text, Escaped(std::string(who)), std::string(1, kAfterName), score);
    }
    const int64_t room = kMaxBytes - static_cast<int64_t>(hash.text_.size()) - 1;
    if (count > room / static_cast<int64_t>(text.size() + 1)) {
      return absl::OutOfRangeError(absl::StrCat("hashing the ballots takes at most ", kMaxBytes,
                                                " bytes of ballots, these are more"));
    }
    for (int64_t i = 0; i < count; ++i) {
      if (!first_ballot) hash.text_ += kBetweenBallots;
      first_ballot = false;
      hash.text_ += text;
    }
  }
  hash.text_ += kEndOfText;
  return hash;
}

std::string BallotHash::HexDigest() const {
  const std::string digest = Sha3({text_});
  return absl::BytesToHexString(absl::string_view(digest.data(), digest.size()));
}

std::vector<OptionIndex> BallotHash::Permutation(int64_t counter) const {
  const std::string heading =
      absl::StrCat(std::string(1, kStartOfHeading), "int", std::string(1, kStartOfText), counter,
                   std::string(1, kEndOfText));
  PythonRandom random(std::string_view(Sha3({heading, text_})));
  std::vector<OptionIndex> order = by_name_;
  for (int i = 0; i < kShuffles; ++i) random.Shuffle(&order);
  return order;
}

}  // namespace plenum::tally
