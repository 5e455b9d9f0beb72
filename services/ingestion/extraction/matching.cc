#include "services/ingestion/extraction/matching.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "services/ingestion/extraction/sentences.h"

namespace plenum::ingestion {
namespace {

using WordSet = std::unordered_set<std::string_view>;

// Below these, two titles have nothing to do with each other.
constexpr double kSimilarFrom = 0.5;
constexpr double kOpposedFrom = 0.5;
constexpr double kSameFrom = 0.8;
constexpr double kSharedQuote = 0.7;
// Postings that are looked at for one word: a word of very many titles says little.
constexpr std::size_t kMostPostings = 4000;

const WordSet& StopWords() {
  static const auto* const kWords = new WordSet{
      "a",    "an",   "the",   "of",    "to",    "for",  "in",    "on",      "and",   "or",
      "with", "by",   "at",    "its",   "as",    "new",  "from",  "their",   "that",  "this",
      "into", "be",   "our",   "his",   "her",   "your", "is",    "are",     "up",    "out",
      "it",   "them", "these", "those", "all",   "any",  "over",  "number",  "down",  "than",
      "back", "off",  "away",  "more",  "fewer", "less", "which", "current", "amount"};
  return *kWords;
}

// Verbs and quantities of more.
const WordSet& MoreWords() {
  static const auto* const kWords =
      new WordSet{"accelerate",  "add",       "allow",     "bolster",    "boost",       "broaden",
                  "build",       "continue",  "create",    "deepen",     "double",      "encourage",
                  "enhance",     "enlarge",   "establish", "expand",     "extend",      "fund",
                  "grow",        "harden",    "hire",      "improve",    "increase",    "intensify",
                  "introduce",   "invest",    "keep",      "legalise",   "legalize",    "lengthen",
                  "maintain",    "more",      "open",      "permit",     "preserve",    "promote",
                  "provide",     "raise",     "recruit",   "reinforce",  "reopen",      "restart",
                  "restore",     "resume",    "retain",    "speed",      "strengthen",  "support",
                  "tighten",     "treble",    "triple",    "upgrade",    "widen",       "authorise",
                  "authorize",   "subsidise", "subsidize", "centralise", "nationalise", "regulate",
                  "criminalise", "join",      "start",     "launch",     "begin",       "hold",
                  "arm",         "include",   "adopt",     "require",    "set",         "impose"};
  return *kWords;
}

// Verbs and quantities of less.
const WordSet& LessWords() {
  static const auto* const kWords = new WordSet{
      "abandon",      "abolish",       "avoid",    "ban",       "bar",       "block",
      "cancel",       "cease",         "close",    "curb",      "curtail",   "cut",
      "decrease",     "discontinue",   "drop",     "eliminate", "end",       "fewer",
      "freeze",       "forbid",        "halt",     "halve",     "less",      "lift",
      "limit",        "loosen",        "lower",    "narrow",    "outlaw",    "pause",
      "phase",        "postpone",      "prohibit", "reduce",    "refuse",    "reject",
      "relax",        "remove",        "repeal",   "rescind",   "restrict",  "reverse",
      "revoke",       "scale",         "scrap",    "shelve",    "shorten",   "shrink",
      "shut",         "slow",          "stop",     "suspend",   "terminate", "trim",
      "waive",        "weaken",        "withdraw", "withhold",  "privatise", "deregulate",
      "decentralise", "decriminalise", "leave",    "disarm",    "exclude",   "dismantle",
      "delay",        "not",           "never",    "oppose",    "sell",      "minimise",
      "minimize",     "discourage"};
  return *kWords;
}

// Objects that are themselves less of something: to lift a ban is to allow.
const WordSet& BarrierNouns() {
  static const auto* const kWords = new WordSet{
      "ban",      "bans",      "moratorium",   "embargo",     "prohibition", "restriction",
      "freeze",   "closure",   "restrictions", "limitations", "limitation",  "suspension",
      "blockade", "reduction", "reductions",   "cut",         "cuts",        "withdrawal"};
  return *kWords;
}

// Measures of how much: to raise a cap is more, but to introduce one is less, and to lift it more.
bool IsLimitNoun(std::string_view word) {
  static const auto* const kWords =
      new WordSet{"cap", "caps", "ceiling", "limit", "limits", "quota", "quotas"};
  return kWords->count(word) != 0;
}

bool SetsOrLifts(std::string_view verb) {
  static const auto* const kWords =
      new WordSet{"introduce", "set",  "impose", "create",  "adopt", "establish", "keep",  "retain",
                  "maintain",  "lift", "remove", "abolish", "scrap", "end",       "repeal"};
  return kWords->count(verb) != 0;
}

// One verb for those that mean the same.
std::string_view Canonical(std::string_view word) {
  static const auto* const kSame = new std::unordered_map<std::string_view, std::string_view>{
      {"cut", "reduce"},         {"lower", "reduce"},
      {"decrease", "reduce"},    {"raise", "increase"},
      {"stop", "end"},           {"halt", "end"},
      {"cease", "end"},          {"prohibit", "ban"},
      {"outlaw", "ban"},         {"forbid", "ban"},
      {"establish", "create"},   {"set", "create"},
      {"introduce", "create"},   {"reinforce", "strengthen"},
      {"bolster", "strengthen"}, {"widen", "broaden"},
      {"expand", "broaden"},     {"construct", "build"},
      {"scrap", "abolish"},      {"keep", "retain"},
      {"maintain", "retain"},    {"allow", "permit"},
      {"shut", "close"}};
  const auto it = kSame->find(word);
  return it == kSame->end() ? word : it->second;
}

// Cuts English endings, so that "exercises" and "exercise" are one word.
std::string Stem(std::string_view word) {
  for (const std::string_view ending :
       {"ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s", "e", "y"}) {
    if (word.size() >= ending.size() + 3 && word.substr(word.size() - ending.size()) == ending) {
      word.remove_suffix(ending.size());
      break;
    }
  }
  return std::string(word);
}

// Sorted ids of words.
using Bag = std::vector<std::size_t>;

struct Profile {
  Bag all;      // verb and object
  Bag object;   // without the words that carry the direction
  Bag numbers;  // figures: "by 20%" is not "by 40%"
  int direction = 0;
};

// Gives each stem a number; one per comparison.
class Words {
 public:
  std::size_t IdOf(std::string word) {
    return ids_.emplace(std::move(word), ids_.size()).first->second;
  }
  std::size_t size() const { return ids_.size(); }

 private:
  std::unordered_map<std::string, std::size_t> ids_;
};

void Sort(Bag* bag) {
  std::sort(bag->begin(), bag->end());
  bag->erase(std::unique(bag->begin(), bag->end()), bag->end());
}

int DirectionOf(const std::vector<Token>& tokens) {
  constexpr int kVerbReach = 4;
  constexpr int kBarrierReach = 7;
  int direction = 0;
  int position = 0;
  bool sets_or_lifts = false;
  for (const Token& token : tokens) {
    if (!token.word) continue;
    if (++position > kBarrierReach) break;
    if (position == 1) sets_or_lifts = SetsOrLifts(token.lower);
    const bool barrier =
        BarrierNouns().count(token.lower) != 0 || (sets_or_lifts && IsLimitNoun(token.lower));
    if (position > 1 && barrier) return direction < 0 ? 1 : -1;
    if (position > kVerbReach) continue;
    if (LessWords().count(token.lower) != 0) {
      // "Stop reducing", "do not close": less of less.
      direction = direction < 0 ? 1 : -1;
    } else if (direction == 0 && MoreWords().count(token.lower) != 0) {
      direction = 1;
    }
  }
  return direction;
}

Profile MakeProfile(std::string_view title, Words* words) {
  Profile profile;
  const std::vector<Token> tokens = Tokenize(title);
  profile.direction = DirectionOf(tokens);
  bool verb = true;
  for (const Token& token : tokens) {
    if (!token.word) continue;
    const bool digit = std::isdigit(static_cast<unsigned char>(token.lower.front())) != 0;
    if (StopWords().count(token.lower) != 0) continue;
    const std::size_t id = words->IdOf(Stem(Canonical(token.lower)));
    profile.all.push_back(id);
    if (digit) profile.numbers.push_back(id);
    const bool directs =
        verb || LessWords().count(token.lower) != 0 || BarrierNouns().count(token.lower) != 0;
    verb = false;
    if (!directs) profile.object.push_back(id);
  }
  Sort(&profile.all);
  Sort(&profile.object);
  Sort(&profile.numbers);
  return profile;
}

std::size_t Common(const Bag& a, const Bag& b) {
  std::size_t common = 0;
  for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    if (a[i] == b[k]) {
      ++common, ++i, ++k;
    } else if (a[i] < b[k]) {
      ++i;
    } else {
      ++k;
    }
  }
  return common;
}

double Jaccard(const Bag& a, const Bag& b) {
  const std::size_t common = Common(a, b);
  const std::size_t all = a.size() + b.size() - common;
  return all == 0 ? 0.0 : static_cast<double>(common) / static_cast<double>(all);
}

TitleRelation Relate(const Profile& a, const Profile& b, bool shared_quote) {
  if (a.direction * b.direction < 0) {
    const double object = Jaccard(a.object, b.object);
    // "Broaden exercises" against "Hold fewer exercises with the allies": one names what the other
    // describes.
    const std::size_t common = Common(a.object, b.object);
    const std::size_t least = std::min(a.object.size(), b.object.size());
    const bool within = least > 0 && common == least && object >= 0.2;
    return {Relation::kOpposed, object >= kOpposedFrom || within ? std::max(object, 0.01) : 0.0};
  }
  double likeness = Jaccard(a.all, b.all);
  const std::size_t common = Common(a.all, b.all);
  const bool within = common == std::min(a.all.size(), b.all.size());
  if (within && likeness >= kSameFrom && a.direction == b.direction && a.numbers == b.numbers &&
      a.all.size() >= 2 && b.all.size() >= 2) {
    return {Relation::kSame, likeness};
  }
  // "Reduce troops in Korea" and "withdraw troops from Korea": the same way with the same object.
  if (a.direction == b.direction && a.direction != 0) {
    likeness = std::max(likeness, 0.9 * Jaccard(a.object, b.object));
  }
  if (shared_quote && common > 0) likeness = std::max(likeness, kSharedQuote);
  return {Relation::kSimilar, likeness >= kSimilarFrom ? likeness : 0.0};
}

bool ShareQuote(const MeasureText& a, const MeasureText& b) {
  return std::any_of(a.quotes.begin(), a.quotes.end(), [&](const std::string& quote) {
    return std::find(b.quotes.begin(), b.quotes.end(), quote) != b.quotes.end();
  });
}

class Matcher {
 public:
  Matcher(const std::vector<MeasureText>& known, const std::vector<MeasureText>& found)
      : known_(known), found_(found) {
    for (const auto* measures : {&known, &found}) {
      for (const MeasureText& measure : *measures) {
        profiles_.push_back(MakeProfile(measure.title, &words_));
      }
    }
    postings_.resize(words_.size());
    for (std::size_t i = 0; i < known.size(); ++i) Post(i);
  }

  std::vector<RelatedPair> Run() {
    std::vector<RelatedPair> pairs;
    std::vector<std::size_t> last(profiles_.size(), profiles_.size());
    for (std::size_t f = 0; f < found_.size(); ++f) {
      const std::size_t self = known_.size() + f;
      std::vector<RelatedPair> own;
      for (const std::size_t word : profiles_[self].all) {
        for (const std::size_t other : postings_[word]) {
          if (std::exchange(last[other], self) == self) continue;
          Compare(f, other, &own);
        }
      }
      std::sort(own.begin(), own.end(), [](const RelatedPair& a, const RelatedPair& b) {
        return std::make_tuple(a.relation != Relation::kSame, -a.similarity, !a.other_is_known,
                               a.other) < std::make_tuple(b.relation != Relation::kSame,
                                                          -b.similarity, !b.other_is_known,
                                                          b.other);
      });
      if (own.size() > kMostRelated) own.resize(kMostRelated);
      pairs.insert(pairs.end(), own.begin(), own.end());
      Post(self);
    }
    return pairs;
  }

 private:
  void Post(std::size_t i) {
    for (const std::size_t word : profiles_[i].all) {
      if (postings_[word].size() < kMostPostings) postings_[word].push_back(i);
    }
  }

  void Compare(std::size_t f, std::size_t other, std::vector<RelatedPair>* own) const {
    const bool is_known = other < known_.size();
    const MeasureText& measure = is_known ? known_[other] : found_[other - known_.size()];
    const TitleRelation relation =
        Relate(profiles_[known_.size() + f], profiles_[other], ShareQuote(found_[f], measure));
    if (relation.similarity <= 0.0) return;
    own->push_back({f, is_known ? other : other - known_.size(), is_known, relation.relation,
                    relation.similarity});
  }

  const std::vector<MeasureText>& known_;
  const std::vector<MeasureText>& found_;
  Words words_;
  std::vector<Profile> profiles_;                   // known ones, then found ones
  std::vector<std::vector<std::size_t>> postings_;  // by word, the measures that have it
};

}  // namespace

std::vector<RelatedPair> RelateMeasures(const std::vector<MeasureText>& known,
                                        const std::vector<MeasureText>& found) {
  return Matcher(known, found).Run();
}

TitleRelation RelateTitles(std::string_view a, std::string_view b) {
  Words words;
  const Profile first = MakeProfile(a, &words);
  return Relate(first, MakeProfile(b, &words), false);
}

int DirectionOf(std::string_view title) { return DirectionOf(Tokenize(title)); }

}  // namespace plenum::ingestion
