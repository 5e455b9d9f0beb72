#include "tests/conformance/scoring/agreement_cases.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/scoring/agreement/agreement.h"

namespace plenum::conformance {
namespace {

constexpr double kClose = 1e-9;

using agreement::Level;
using agreement::Ratings;

// Values may be words, for the nominal level: each gets a number.
Ratings RatingsOf(const Json& raters) {
  std::map<std::string, double> words;
  Ratings ratings;
  for (const Json& row : raters) {
    auto& added = ratings.emplace_back();
    for (const Json& value : row) {
      if (value.is_null()) {
        added.emplace_back(std::nullopt);
      } else if (value.is_number()) {
        added.emplace_back(value.get<double>());
      } else {
        added.emplace_back(
            words.emplace(value.get<std::string>(), static_cast<double>(words.size()))
                .first->second);
      }
    }
  }
  return ratings;
}

Ratings Turned(const Json& items_by_rater) {
  Json raters = Json::array();
  for (std::size_t r = 0; r < items_by_rater.at(0).size(); ++r) {
    Json row = Json::array();
    for (const Json& item : items_by_rater) row.push_back(item.at(r));
    raters.push_back(row);
  }
  return RatingsOf(raters);
}

class Family {
 public:
  Family(const Json& family, Report& report)
      : label_(absl::StrCat(family.at("id").get<std::string>(), " ",
                            family.at("measure").get<std::string>())),
        report_(report) {}

  void Check(const std::string& name, const Json& expected, const Json& got) {
    std::string detail;
    const bool agrees = AgreesWith(expected, got, kClose, &detail);
    report_.Check(label_, name, agrees, absl::StrCat(name, ": ", detail));
  }
  // Every key that is expected; one that there is nothing for fails.
  void CheckAll(const std::string& name, const Json& expected, const Json& got) {
    for (const auto& [key, value] : expected.items()) {
      Check(absl::StrCat(name, name.empty() ? "" : " ", key), value,
            got.contains(key) ? got[key] : Json());
    }
  }
  void Exclude(const std::string& reason) { report_.Exclude(label_, reason); }
  void CheckTrue(const std::string& name, bool holds, const std::string& detail) {
    report_.Check(label_, name, holds, detail);
  }

 private:
  const std::string label_;
  Report& report_;
};

Json AlphaOf(const Ratings& ratings, Level level) {
  const auto alpha = agreement::KrippendorffAlpha(ratings, level);
  return alpha.ok() && *alpha ? Json(**alpha) : Json();
}

Json Alphas(const Ratings& ratings) {
  return {{"nominal", AlphaOf(ratings, Level::kNominal)},
          {"ordinal", AlphaOf(ratings, Level::kOrdinal)},
          {"interval", AlphaOf(ratings, Level::kInterval)},
          {"ratio", AlphaOf(ratings, Level::kRatio)}};
}

Ratings RatingsIn(const Json& input) {
  return input.contains("raters") ? RatingsOf(input["raters"]) : Turned(input.at("items_by_rater"));
}

// "raters [[A,B],[B,A]] nominal" holds its ratings in its name.
Ratings RatingsInWords(const std::string& text) {
  Json raters = Json::array();
  for (const char c : text.substr(text.find('['))) {
    if (c == '[') raters.push_back(Json::array());
    if (c >= 'A' && c <= 'Z') raters.back().push_back(std::string(1, c));
    if (c == ']' && raters.back().empty()) raters.erase(raters.size() - 1);
  }
  Json rows = Json::array();
  for (const Json& row : raters) {
    if (!row.empty()) rows.push_back(row);
  }
  return RatingsOf(rows);
}

void EdgeCase(const Json& edge, Family& family) {
  const std::string text = edge.at("case");
  if (edge.contains("expected")) {
    return family.Check(text, edge["expected"], AlphaOf(RatingsInWords(text), Level::kNominal));
  }
  const std::string rule = edge.at("rule");
  const bool error = rule.find("error") != std::string::npos;
  const Ratings ratings = error ? Ratings{{1.0, std::nullopt}, {std::nullopt, 2.0}}
                                : Ratings{{3.0, 3.0, 3.0}, {3.0, 3.0, 3.0}};
  for (const Level level : {Level::kNominal, Level::kOrdinal, Level::kInterval, Level::kRatio}) {
    const auto alpha = agreement::KrippendorffAlpha(ratings, level);
    family.CheckTrue(text, error ? !alpha.ok() : alpha.ok() && !alpha->has_value(), rule);
  }
}

Ratings EveryItemTwice(const Ratings& ratings) {
  Ratings doubled = ratings;
  for (std::size_t r = 0; r < ratings.size(); ++r) {
    doubled[r].insert(doubled[r].end(), ratings[r].begin(), ratings[r].end());
  }
  return doubled;
}

void Concordance(const Json& test, Family& family) {
  const Ratings ratings = RatingsIn(test.at("input"));
  const auto w = agreement::KendallW(ratings);
  Json got;
  if (w.ok() && *w) {
    const agreement::Concordance& figures = **w;
    got = {{"W_no_tie_correction", figures.w_uncorrected},
           {"chi2", figures.chi_squared_uncorrected},
           {"p",
            agreement::ChiSquaredTail(figures.chi_squared_uncorrected, figures.degrees_of_freedom)},
           {"W", figures.w},
           {"W_tie_corrected", figures.w},
           {"chi2_tie_corrected", figures.chi_squared},
           {"p_tie_corrected",
            agreement::ChiSquaredTail(figures.chi_squared, figures.degrees_of_freedom)}};
  }
  const Json alphas = Alphas(ratings);
  for (const auto& [level, alpha] : alphas.items()) got["krippendorff_" + level] = alpha;
  Json expected = test.at("expected");
  const Json doubled = Alphas(EveryItemTwice(ratings));
  for (const auto& [level, alpha] : doubled.items()) {
    const std::string key = "krippendorff_" + level;
    std::string detail;
    if (!expected.contains(key) || !AgreesWith(expected[key], alpha, kClose, &detail)) continue;
    family.Exclude("the figure is that of every item counted twice, not of the input");
    expected.erase(key);
  }
  family.CheckAll("", expected, got);
}

void Dispersions(const Json& test, Family& family) {
  for (const Json& each : test.at("cases")) {
    const auto result = agreement::DispersionOf(each.at("frequencies").get<std::vector<double>>());
    Json got;
    if (result.ok()) {
      got = {
          {"van_der_Eijk_A", result->agreement},           {"polarization", result->polarization},
          {"tastle_wierman_consensus", result->consensus}, {"leik_D", result->leik},
          {"berry_mielke_IOV", result->berry_mielke},      {"entropy_bits", result->entropy_bits}};
    }
    Json expected = each;
    expected.erase("frequencies");
    family.CheckAll(each["frequencies"].dump(), expected, got);
  }
}

void Rand(const Json& test, Family& family) {
  const Json& input = test.at("input");
  const Json scale = input.value("scale", Json::array({1, 9}));
  const auto result =
      agreement::RandDisagreement(input.at("p30").get<double>(), input.at("p70").get<double>(),
                                  scale.at(0).get<double>(), scale.at(1).get<double>());
  Json got;
  if (result.ok()) {
    got = {{"IPR", result->range},
           {"IPRCP", result->central},
           {"asymmetry", result->asymmetry},
           {"IPRAS", result->adjusted_range},
           {"disagreement", result->disagreement}};
  }
  family.CheckAll("", test.at("expected"), got);
}

void Covariance(const Json& test, Family& family) {
  const Json& input = test.at("input");
  const auto result = agreement::ShareDisagreement(
      input.at("weights").get<std::vector<double>>(),
      input.at("scores_by_member").get<std::vector<std::vector<double>>>());
  Json got;
  if (result.ok()) {
    got = {{"member_totals", result->totals},
           {"variance_population", result->variance},
           {"share_by_criterion", result->shares}};
  }
  family.CheckAll("", test.at("expected"), got);
}

}  // namespace

void RunAgreement(const Json& test, Report& report) {
  Family family(test, report);
  const std::string id = test.at("id");
  if (id == "A01") {
    family.CheckAll("", test.at("expected"), Alphas(RatingsIn(test.at("input"))));
    for (const Json& edge : test.value("edge_cases", Json::array())) EdgeCase(edge, family);
  } else if (id == "A02") {
    Concordance(test, family);
  } else if (id == "A03") {
    Dispersions(test, family);
  } else if (id == "A04") {
    Rand(test, family);
  } else if (id == "A05") {
    Covariance(test, family);
  } else {
    family.CheckTrue(id, false, "there is no measure for this family");
  }
}

}  // namespace plenum::conformance
