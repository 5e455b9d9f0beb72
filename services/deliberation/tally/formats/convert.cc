#include "services/deliberation/tally/formats/convert.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/abif.h"
#include "services/deliberation/tally/formats/csv.h"
#include "services/deliberation/tally/formats/cvotes.h"
#include "services/deliberation/tally/formats/preflib.h"
#include "services/deliberation/tally/formats/starvote.h"
#include "services/deliberation/tally/formats/text.h"

namespace plenum::tally {
namespace {

using Simple = std::variant<Election, ScoreElection, ApprovalElection>;

constexpr std::array kExtensions = {
    std::pair{Target::kCvotes, "cvotes"}, std::pair{Target::kSoc, "soc"},
    std::pair{Target::kSoi, "soi"},       std::pair{Target::kToc, "toc"},
    std::pair{Target::kToi, "toi"},       std::pair{Target::kCat, "cat"},
    std::pair{Target::kAbif, "abif"},     std::pair{Target::kCsv, "csv"},
    std::pair{Target::kBlt, "blt"},       std::pair{Target::kPabulib, "pb"}};

bool IsPreflib(Target target) { return target >= Target::kSoc && target <= Target::kCat; }

std::string Ballots(int64_t count) {
  return absl::StrCat(count, count == 1 ? " ballot" : " ballots");
}

std::string NamesOf(const std::vector<OptionIndex>& options,
                    const std::vector<std::string>& names) {
  std::string list;
  for (const OptionIndex option : options) {
    absl::StrAppend(&list, list.empty() ? "" : ", ", names[static_cast<size_t>(option)]);
  }
  return list;
}

absl::StatusOr<Profile> ReadAs(const Profile& profile, Unranked unranked) {
  absl::StatusOr<Profile> read = Profile::Create(profile.option_count(), unranked);
  for (const BallotGroup& group : profile.groups()) {
    if (!read.ok()) break;
    if (absl::Status status = read->Add(group.ranking, group.count); !status.ok()) return status;
  }
  return read;
}

using LoadFile = std::function<std::optional<std::string>(const std::string&)>;

absl::StatusOr<ScoreElection> ReadStarvoteScores(std::string_view file_name, std::string_view text,
                                                 const LoadFile& load) {
  const auto election = ReadStarvote(text, {std::string(file_name), load});
  if (!election.ok()) return election.status();
  auto profile = MakeScoreProfile(*election);
  if (!profile.ok()) return profile.status();
  return ScoreElection{election->names, static_cast<int>(election->seats), *std::move(profile)};
}

// ---- what other formats have no place for

// The ballots of a BLT file alone.
Election WithoutBltExtras(const BltElection& blt, Converted& out) {
  if (!blt.withdrawn.empty()) {
    out.losses.push_back(absl::StrCat("who has withdrawn (", NamesOf(blt.withdrawn, blt.names),
                                      "): they would stand again"));
  }
  if (!blt.undeclared.empty()) {
    out.losses.push_back(
        absl::StrCat("who was not declared (", NamesOf(blt.undeclared, blt.names), ")"));
  }
  if (!blt.tie_order.empty()) out.losses.emplace_back("the order that breaks ties");
  if (!blt.settings.empty()) out.losses.emplace_back("the settings for Droop");
  if (!blt.nicknames.empty()) out.notes.emplace_back("the nicknames are not written");
  if (!blt.source.empty()) out.notes.emplace_back("the source is not written");
  if (!blt.comment.empty()) out.notes.emplace_back("the comment is not written");
  return {blt.names, blt.seats, blt.profile, blt.title};
}

absl::StatusOr<int> WholePoints(const Rational& points) {
  if (points.get_den() == 1 && abs(points) <= 1'000'000) {
    return static_cast<int>(points.get_num().get_si());
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the points ", ToText(points), " are no whole number within 1,000,000"));
}

absl::StatusOr<Simple> PointsOf(const PabulibFile& file, const std::string& title) {
  int highest = 1;
  int lowest = 0;
  for (const PabulibVote& vote : file.votes) {
    for (const Rational& points : vote.points) {
      const absl::StatusOr<int> whole = WholePoints(points);
      if (!whole.ok()) return whole.status();
      highest = std::max(highest, *whole);
      lowest = std::min(lowest, *whole);
    }
  }
  auto profile = ScoreProfile::Create(static_cast<int>(file.names.size()), {lowest, highest});
  if (!profile.ok()) return profile.status();
  for (const PabulibVote& vote : file.votes) {
    Scores scores(file.names.size());
    for (size_t i = 0; i < vote.projects.size(); ++i) {
      scores[static_cast<size_t>(vote.projects[i])] = *WholePoints(vote.points[i]);
    }
    if (absl::Status status = profile->Add(scores); !status.ok()) return status;
  }
  return Simple(ScoreElection{file.names, {}, *std::move(profile), title});
}

absl::StatusOr<Simple> ApprovalsOf(const PabulibFile& file, const std::string& title) {
  auto profile = ApprovalProfile::Create(static_cast<int>(file.names.size()));
  if (!profile.ok()) return profile.status();
  for (const PabulibVote& vote : file.votes) {
    if (absl::Status status = profile->Add(vote.projects); !status.ok()) return status;
  }
  return Simple(ApprovalElection{file.names, {}, *std::move(profile), title});
}

absl::StatusOr<Simple> OrdersOf(const PabulibFile& file, const std::string& title) {
  const auto n = static_cast<int>(file.names.size());
  auto profile = Profile::Create(n, Unranked::kTiedLast);
  if (!profile.ok()) return profile.status();
  for (const PabulibVote& vote : file.votes) {
    std::vector<std::vector<OptionIndex>> tiers;
    for (const OptionIndex project : vote.projects) tiers.push_back({project});
    const absl::StatusOr<Ranking> ranking = Ranking::Create(n, tiers);
    if (!ranking.ok()) return ranking.status();
    if (absl::Status status = profile->Add(*ranking); !status.ok()) return status;
  }
  return Simple(Election{file.names, {}, *std::move(profile), title});
}

// The votes alone.
absl::StatusOr<Simple> WithoutCosts(const PabulibFile& file, Converted& out) {
  out.losses.emplace_back("the budget and what the options cost");
  const bool needs = std::any_of(file.needs.begin(), file.needs.end(),
                                 [](const auto& list) { return !list.empty(); });
  const bool excludes = std::any_of(file.excludes.begin(), file.excludes.end(),
                                    [](const auto& list) { return !list.empty(); });
  if (needs || excludes) out.losses.emplace_back("which options need or exclude each other");
  out.notes.emplace_back("columns about voters and projects are not written");
  const std::string title = OneLine(file.Meta("description").value_or(""));
  switch (file.vote_type) {
    case PabulibVoteType::kApproval:
    case PabulibVoteType::kChooseOne:
      return ApprovalsOf(file, title);
    case PabulibVoteType::kCumulative:
    case PabulibVoteType::kScoring:
      return PointsOf(file, title);
    case PabulibVoteType::kOrdinal:
      break;
  }
  return OrdersOf(file, title);
}

absl::StatusOr<Simple> SimpleOf(const BallotFile& file, Converted& out) {
  if (const auto* blt = std::get_if<BltElection>(&file.content)) {
    return Simple(WithoutBltExtras(*blt, out));
  }
  if (const auto* budget = std::get_if<PabulibFile>(&file.content)) {
    return WithoutCosts(*budget, out);
  }
  if (const auto* ranked = std::get_if<Election>(&file.content)) return Simple(*ranked);
  if (const auto* scores = std::get_if<ScoreElection>(&file.content)) return Simple(*scores);
  return Simple(std::get<ApprovalElection>(file.content));
}

// ---- rankings

Election AsRanked(const ScoreElection& scores, Converted& out) {
  out.losses.emplace_back("the points: only the order in which they put the options would be kept");
  return {scores.names, scores.seats, scores.profile.ToRanked(Unranked::kTiedLast), scores.title};
}

Election AsRanked(const ApprovalElection& approvals, Converted& out) {
  out.losses.emplace_back(
      "that the ballots are approvals: they would rank what they approve of first, tied");
  const int n = approvals.profile.option_count();
  Profile profile = *Profile::Create(n, Unranked::kTiedLast);
  for (const ApprovalGroup& group : approvals.profile.groups()) {
    std::vector<std::vector<OptionIndex>> tiers;
    if (!group.approved.empty()) tiers.push_back(group.approved);
    profile.Add(*Ranking::Create(n, tiers), group.count).IgnoreError();  // as many as there were
  }
  return {approvals.names, approvals.seats, std::move(profile), approvals.title};
}

// What is to be done to a ballot so that the target can hold it.
struct Shape {
  bool strict = false;    // no ties
  bool complete = false;  // no option left out
};

Shape ShapeOf(Target target) {
  return {target == Target::kSoc || target == Target::kSoi,
          target == Target::kSoc || target == Target::kToc};
}

Ranking Reshaped(const Ranking& ranking, Shape shape) {
  std::vector<std::vector<OptionIndex>> tiers;
  const auto add = [&](std::span<const OptionIndex> tier) {
    std::vector<OptionIndex> sorted(tier.begin(), tier.end());
    std::sort(sorted.begin(), sorted.end());
    if (!shape.strict) {
      tiers.push_back(std::move(sorted));
      return;
    }
    for (const OptionIndex option : sorted) tiers.push_back({option});
  };
  for (int t = 0; t < ranking.tier_count(); ++t) add(ranking.tier(t));
  if (shape.complete && !ranking.complete()) add(ranking.unranked());
  return *Ranking::Create(ranking.option_count(), tiers);
}

void AddRankedLosses(const Election& election, Target target, Converted& out) {
  const Shape shape = ShapeOf(target);
  const bool not_compared = election.profile.unranked() == Unranked::kNotCompared;
  int64_t tied = 0;
  int64_t partial = 0;
  int64_t left_out = 0;  // more than one option, which would be told apart
  for (const BallotGroup& group : election.profile.groups()) {
    const Ranking& ranking = group.ranking;
    if (ranking.tier_count() != ranking.ranked_count()) tied += group.count;
    if (!ranking.complete()) partial += group.count;
    if (ranking.unranked().size() > 1) left_out += group.count;
  }
  if (shape.strict && tied > 0) {
    out.losses.push_back(absl::StrCat("ties on ", Ballots(tied),
                                      ": tied options would stand in the order of the options"));
  }
  if (shape.strict && shape.complete && left_out > 0) {
    out.losses.push_back(
        absl::StrCat("that ", Ballots(left_out),
                     " leave options out: they would stand last, in the order of the options"));
  }
  if (partial > 0 && not_compared && target != Target::kCvotes) {
    out.losses.push_back(absl::StrCat("that ", Ballots(partial),
                                      " say nothing about the options that they leave out: these "
                                      "would be read as tied last"));
  }
  if (target == Target::kBlt && tied > 0) {
    out.notes.push_back(absl::StrCat("ties on ", Ballots(tied),
                                     " are written as 1=2, which not every program reads"));
  }
}

void AddTextLosses(std::optional<int> seats, const std::string& title, Target target,
                   Converted& out) {
  const bool has_seats =
      target == Target::kCvotes || target == Target::kAbif || target == Target::kBlt;
  if (!has_seats && seats.value_or(1) > 1) {
    out.losses.push_back(absl::StrCat("the number of seats (", *seats, ")"));
  }
  const bool has_title = target == Target::kAbif || target == Target::kBlt || IsPreflib(target);
  if (!has_title && !title.empty()) out.notes.emplace_back("the title is not written");
}

absl::StatusOr<std::string> WriteRanked(Election election, Target target) {
  const Shape shape = ShapeOf(target);
  if (shape.strict || shape.complete) {
    Profile profile =
        *Profile::Create(election.profile.option_count(), election.profile.unranked());
    for (const BallotGroup& group : election.profile.groups()) {
      profile.Add(Reshaped(group.ranking, shape), group.count).IgnoreError();  // as many as before
    }
    election.profile = std::move(profile);
  }
  switch (target) {
    case Target::kCvotes:
      return WriteCvotes(election);
    case Target::kCsv:
      return WriteCsv(election);
    case Target::kAbif:
      return WriteAbif(election);
    case Target::kBlt: {
      BltElection blt{.title = election.title,
                      .source = "",
                      .comment = "",
                      .seats = election.seats.value_or(1),
                      .names = election.names,
                      .nicknames = {},
                      .withdrawn = {},
                      .undeclared = {},
                      .tie_order = {},
                      .settings = {},
                      .profile = election.profile};
      return WriteBlt(blt);
    }
    default:
      return WritePreflib(election, ExtensionOf(target));
  }
}

absl::StatusOr<std::string> WriteScores(const ScoreElection& scores, Target target,
                                        Converted& out) {
  if (target == Target::kCat) return WritePreflib(scores);
  if (!scores.grades.empty()) out.losses.emplace_back("the names of the grades");
  return WriteAbif(scores);
}

// "vote" of "folder/vote.toi"; nothing of "-", which is standard input.
std::string StemOf(std::string_view file_name) {
  file_name = file_name.substr(file_name.find_last_of('/') + 1);  // npos + 1 is 0
  const size_t dot = file_name.find_last_of('.');
  std::string stem = OneLine(file_name.substr(0, dot == 0 ? std::string_view::npos : dot));
  if (stem == "-") stem.clear();
  std::replace(stem.begin(), stem.end(), '"', '\'');
  return stem;
}

// Programs show the titles of these formats; an empty one would tell nobody what was counted.
void NameUntitled(const std::string& stem, Target target, std::string& title, Converted& out) {
  if (!title.empty() || stem.empty() || (target != Target::kBlt && !IsPreflib(target))) return;
  title = stem;
  out.notes.push_back(
      absl::StrCat("there is no title: the file's name, \"", stem, "\", is written"));
}

absl::StatusOr<std::string> Write(const Simple& simple, Target target, Converted& out) {
  const bool takes_all = target == Target::kAbif || target == Target::kCat;
  std::visit([&](const auto& one) { AddTextLosses(one.seats, one.title, target, out); }, simple);
  if (const auto* scores = std::get_if<ScoreElection>(&simple)) {
    if (takes_all) return WriteScores(*scores, target, out);
    Election election = AsRanked(*scores, out);
    AddRankedLosses(election, target, out);
    return WriteRanked(std::move(election), target);
  }
  if (const auto* approvals = std::get_if<ApprovalElection>(&simple)) {
    if (takes_all) {
      return target == Target::kCat ? WritePreflib(*approvals) : WriteAbif(*approvals);
    }
    Election election = AsRanked(*approvals, out);
    AddRankedLosses(election, target, out);
    return WriteRanked(std::move(election), target);
  }
  const Election& election = std::get<Election>(simple);
  if (target == Target::kCat) {
    return absl::InvalidArgumentError(
        "a .cat file holds categories, such as points or approvals, and these ballots are "
        "rankings");
  }
  if (!election.methods.empty()) out.notes.emplace_back("the voting methods are not written");
  if (election.passed_over.ballots > 0) {
    out.notes.push_back(absl::StrCat("options that do not stand are not written, though ",
                                     Ballots(election.passed_over.ballots), " named them"));
  }
  AddRankedLosses(election, target, out);
  return WriteRanked(election, target);
}

}  // namespace

absl::StatusOr<BallotFile> ReadBallotFile(std::string_view file_name, std::string_view text,
                                          Unranked unranked, const LoadFile& load) {
  const auto by_name = FormatOfName(file_name);
  const auto format = by_name ? by_name : SniffFormat(text);
  if (format == FileFormat::kBlt) {
    auto blt = ReadBlt(text);
    if (!blt.ok()) return blt.status();
    auto profile = ReadAs(blt->profile, unranked);
    if (!profile.ok()) return profile.status();
    blt->profile = *std::move(profile);
    return BallotFile{*format, *std::move(blt), StemOf(file_name)};
  }
  if (format == FileFormat::kPabulib) {
    auto file = ReadPabulib(text);
    if (!file.ok()) return file.status();
    return BallotFile{*format, *std::move(file), StemOf(file_name)};
  }
  if (format == FileFormat::kStarvote) {
    auto scores = ReadStarvoteScores(file_name, text, load);
    if (!scores.ok()) return scores.status();
    return BallotFile{*format, *std::move(scores), StemOf(file_name)};
  }
  auto election = ReadElection(file_name, text, unranked);
  if (!election.ok()) return election.status();
  // Without a format there would be no election.
  const FileFormat known = format.value_or(FileFormat::kCvotes);
  return std::visit(
      [&](auto& one) {
        return BallotFile{known, std::move(one), StemOf(file_name)};
      },
      *election);
}

std::optional<Target> TargetNamed(std::string_view extension) {
  for (const auto& [target, name] : kExtensions) {
    if (absl::EqualsIgnoreCase(name, Abseil(extension))) return target;
  }
  return std::nullopt;
}

std::string_view ExtensionOf(Target target) {
  return kExtensions[static_cast<size_t>(target)].second;
}

absl::StatusOr<Converted> Convert(const BallotFile& file, Target target) {
  Converted out;
  if (target == Target::kPabulib) {
    const auto* budget = std::get_if<PabulibFile>(&file.content);
    if (budget == nullptr) {
      return absl::InvalidArgumentError(
          "a .pb file needs a budget and what the options cost, and this file has none");
    }
    out.text = WritePabulib(*budget);
    return out;
  }
  absl::StatusOr<std::string> text;
  const auto* blt = std::get_if<BltElection>(&file.content);
  if (blt != nullptr && target == Target::kBlt) {
    BltElection titled = *blt;
    NameUntitled(file.stem, target, titled.title, out);
    text = WriteBlt(titled);
  } else {
    absl::StatusOr<Simple> simple = SimpleOf(file, out);
    if (!simple.ok()) return simple.status();
    std::visit([&](auto& one) { NameUntitled(file.stem, target, one.title, out); }, *simple);
    text = Write(*simple, target, out);
  }
  if (!text.ok()) return text.status();
  out.text = *std::move(text);
  return out;
}

}  // namespace plenum::tally
