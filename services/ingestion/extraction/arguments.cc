#include "services/ingestion/extraction/arguments.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "services/ingestion/extraction/grammar.h"
#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/formats/code_points.h"

namespace plenum::ingestion {
namespace {

using WordSet = std::unordered_set<std::string_view>;

// Effects that speak for what brings them about.
bool IsGood(std::string_view word) {
  static const auto* const kWords = new WordSet{
      "advantage",   "advantages", "affordable", "benefit",   "benefits",   "best",
      "better",      "cheap",      "cheaper",    "cheapest",  "deterrence", "deters",
      "easier",      "easy",       "effective",  "encourage", "encourages", "fair",
      "fairer",      "faster",     "free",       "gain",      "gains",      "help",
      "helped",      "helps",      "improve",    "improved",  "improves",   "inexpensive",
      "modest",      "popular",    "protect",    "protects",  "quicker",    "quickest",
      "reliable",    "reward",     "rewards",    "safe",      "safer",      "save",
      "saved",       "saves",      "savings",    "simple",    "simpler",    "strengthen",
      "strengthens", "succeed",    "succeeded",  "success",   "trust",      "useful",
      "welcomed",    "work",       "worked",     "works",     "accessible", "sustainable",
      "resilient",   "strength",   "agree"};
  return kWords->count(word) != 0;
}

// Effects that speak against it.
bool IsBad(std::string_view word) {
  static const auto* const kWords = new WordSet{
      "abuse",      "backfire",    "backfired",  "burden",     "burdens",      "collapse",
      "costly",     "costs",       "cruel",      "damage",     "damages",      "danger",
      "dangerous",  "delay",       "delays",     "dependence", "disadvantage", "drawback",
      "drawbacks",  "endanger",    "escalate",   "escalation", "expensive",    "fail",
      "failed",     "fails",       "fear",       "feared",     "fears",        "frighten",
      "gaming",     "harm",        "harmed",     "harms",      "hurt",         "hurts",
      "impossible", "ineffective", "lose",       "loses",      "loss",         "losses",
      "objection",  "objections",  "oppose",     "overload",   "penalise",     "poorer",
      "problem",    "problems",    "provoke",    "punish",     "punishes",     "risk",
      "risks",      "risky",       "ruinous",    "slow",       "slower",       "slowly",
      "sue",        "suffer",      "threatened", "threatens",  "undermine",    "undermines",
      "unfair",     "unreliable",  "waste",      "wasted",     "weaken",       "weakens",
      "weakness",   "worse",       "worry",      "sceptical",  "dear",         "dearer",
      "challenged", "protest",     "unpopular"};
  return kWords->count(word) != 0;
}

// "reduce the cost", "without risk": what takes something away turns its sign.
bool Turns(std::string_view word) {
  static const auto* const kWords =
      new WordSet{"avoid",   "avoids",   "cut",     "cuts",    "fewer",    "hardly", "less",
                  "limit",   "lower",    "lowers",  "never",   "no",       "nobody", "none",
                  "nor",     "not",      "nothing", "prevent", "prevents", "reduce", "reduced",
                  "reduces", "reducing", "stop",    "stops",   "without",  "cannot", "little",
                  "against", "end",      "ends",    "spare",   "spares",   "neither"};
  return kWords->count(word) != 0;
}

// Connectives of a reason, whichever way it points.
const Pattern& Connectives() {
  return "because|since|therefore|thus|hence|consequently|otherwise|evidence|shows|showed|suggests|"
         "means|proves|proved|estimate|estimated|pilot|trial|study|survey"_p;
}

// Adjectives and verbs that stand for a criterion, and the nouns that are one by themselves.
std::string_view CriterionOf(std::string_view word) {
  static const auto* const kNames = new std::unordered_map<std::string_view, std::string_view>{
      {"cost", "Cost"},
      {"costs", "Cost"},
      {"cheap", "Cost"},
      {"cheaper", "Cost"},
      {"cheapest", "Cost"},
      {"expensive", "Cost"},
      {"costly", "Cost"},
      {"affordable", "Cost"},
      {"dearer", "Cost"},
      {"savings", "Cost"},
      {"saves", "Cost"},
      {"price", "Cost"},
      {"budget", "Cost"},
      {"risk", "Risk"},
      {"risks", "Risk"},
      {"risky", "Risk"},
      {"danger", "Risk"},
      {"dangerous", "Risk"},
      {"safe", "Safety"},
      {"safer", "Safety"},
      {"safety", "Safety"},
      {"fair", "Fairness"},
      {"fairer", "Fairness"},
      {"unfair", "Fairness"},
      {"fairness", "Fairness"},
      {"equity", "Fairness"},
      {"equality", "Fairness"},
      {"fast", "Speed"},
      {"faster", "Speed"},
      {"quick", "Speed"},
      {"quickest", "Speed"},
      {"quickly", "Speed"},
      {"slow", "Speed"},
      {"slower", "Speed"},
      {"slowly", "Speed"},
      {"delay", "Speed"},
      {"delays", "Speed"},
      {"speed", "Speed"},
      {"deter", "Deterrence"},
      {"deters", "Deterrence"},
      {"deterrence", "Deterrence"},
      {"effective", "Effectiveness"},
      {"ineffective", "Effectiveness"},
      {"works", "Effectiveness"},
      {"effectiveness", "Effectiveness"},
      {"feasible", "Feasibility"},
      {"impossible", "Feasibility"},
      {"practical", "Feasibility"},
      {"reliable", "Reliability"},
      {"unreliable", "Reliability"},
      {"simple", "Simplicity"},
      {"simpler", "Simplicity"},
      {"complicated", "Simplicity"},
      {"paperwork", "Simplicity"},
      {"popular", "Public acceptance"},
      {"unpopular", "Public acceptance"},
      {"acceptance", "Public acceptance"},
      {"legitimacy", "Legitimacy"},
      {"trust", "Trust"},
      {"privacy", "Privacy"},
      {"jobs", "Employment"},
      {"employment", "Employment"},
      {"emissions", "Emissions"},
      {"pollution", "Pollution"},
      {"noise", "Noise"},
      {"health", "Health"},
      {"deaths", "Lives saved"},
      {"lives", "Lives saved"},
      {"escalation", "Escalation"},
      {"provoke", "Escalation"},
      {"dependence", "Independence"},
      {"workload", "Workload"}};
  const auto it = kNames->find(word);
  return it == kNames->end() ? std::string_view{} : it->second;
}

// An abstract noun by its ending: what is argued about when it is weakened, protected or at stake.
bool IsAbstract(std::string_view noun) {
  constexpr std::size_t kShortest = 7;
  if (noun.size() < kShortest) return false;
  static constexpr std::string_view kEndings[] = {"ility", "ness",  "ence",   "ance",  "ency",
                                                  "ancy",  "macy",  "eignty", "arity", "urity",
                                                  "ivity", "cracy", "unity"};
  if (noun == "community" || noun == "evidence" || noun == "business" || noun == "insurance" ||
      noun == "sentence" || noun == "conference" || noun == "absence" || noun == "experience" ||
      noun == "instance" || noun == "distance" || noun == "opportunity" || noun == "audience" ||
      noun == "assistance" || noun == "allowance" || noun == "ordinance" || noun == "agency" ||
      noun == "emergency" || noun == "residence" || noun == "facility" || noun == "possibility" ||
      noun == "responsibility" || noun == "maintenance" || noun == "performance" ||
      noun == "difference" || noun == "correspondence" || noun == "presence" ||
      noun == "conscience" || noun == "substance" || noun == "currency" || noun == "advance" ||
      noun == "finance" || noun == "reference" || noun == "silence" || noun == "intelligence" ||
      noun == "entrance" || noun == "guidance" || noun == "surveillance" || noun == "science" ||
      noun == "violence" || noun == "ambulance" || noun == "importance" || noun == "relevance") {
    return false;
  }
  return std::any_of(std::begin(kEndings), std::end(kEndings), [&](std::string_view ending) {
    return noun.size() > ending.size() && noun.substr(noun.size() - ending.size()) == ending;
  });
}

std::string Capital(std::string_view word) {
  std::string name(word);
  if (!name.empty() && name.front() >= 'a' && name.front() <= 'z') name.front() -= 'a' - 'A';
  return name;
}

// "in terms of X", "at the expense of X", "the risk of X": X is what counts.
std::size_t NamedCriterion(const Tokens& tokens, std::size_t at) {
  return Match(tokens, at,
               "in|on|at|for|matter|question the? terms|grounds|expense|reasons|sake of"_p);
}

struct Found {
  std::vector<std::size_t> sentences;
  std::size_t first = 0;
  bool argued = false;  // at least once in a sentence that gives a reason
};

class Collector {
 public:
  explicit Collector(const std::vector<Sentence>& sentences) : sentences_(sentences) {}

  void Read(std::size_t i) {
    const Tokens tokens = Tokenize(sentences_[i].clean);
    const Reason reason = ReasonOf(tokens);
    std::unordered_set<std::string> here;
    for (std::size_t k = 0; k < tokens.size(); ++k) {
      if (!tokens[k].word) continue;
      const std::string_view known = CriterionOf(tokens[k].lower);
      if (!known.empty()) {
        here.insert(std::string(known));
      } else if (IsAbstract(tokens[k].lower)) {
        here.insert(Capital(tokens[k].lower));
      }
      const std::size_t named = NamedCriterion(tokens, k);
      if (named != kNoMatch && named < tokens.size()) {
        const std::size_t head = HeadOf(tokens, {named, ClauseEnd(tokens, named)});
        if (head == named && CriterionOf(tokens[head].lower).empty()) {
          here.insert(Capital(tokens[head].lower));
        }
      }
    }
    for (const std::string& name : here) {
      Found& found = found_[name];
      found.sentences.push_back(i);
      found.argued = found.argued || reason != Reason::kNone;
    }
  }

  // Most used first, then by where it was first said.
  std::vector<std::pair<std::string, Found>> Ranked() const {
    std::vector<std::pair<std::string, Found>> ranked;
    for (const auto& [name, found] : found_) {
      if (found.argued) ranked.emplace_back(name, found);
    }
    std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
      if (a.second.sentences.size() != b.second.sentences.size()) {
        return a.second.sentences.size() > b.second.sentences.size();
      }
      if (a.second.sentences.front() != b.second.sentences.front()) {
        return a.second.sentences.front() < b.second.sentences.front();
      }
      return a.first < b.first;
    });
    return ranked;
  }

 private:
  const std::vector<Sentence>& sentences_;
  std::map<std::string, Found> found_;
};

}  // namespace

Reason ReasonOf(const std::vector<Token>& tokens) {
  constexpr std::size_t kTurnReach = 3;
  constexpr std::size_t kShortest = 4;
  if (tokens.size() < kShortest || tokens.back().lower == "?" || tokens.back().lower == ":") {
    return Reason::kNone;
  }
  int balance = 0;
  bool judged = false;
  bool opposed = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string& word = tokens[i].lower;
    if (!tokens[i].word) continue;
    // "However, ...", "critics say": the other side speaks.
    opposed = opposed || word == "critics" || word == "opponents" || word == "sceptics";
    const bool good = IsGood(word) || Match(tokens, i, "good|sound idea|sense"_p) != kNoMatch;
    const bool bad =
        !good && (IsBad(word) || Match(tokens, i, "too much|many|far|late|little"_p) != kNoMatch);
    if (!good && !bad) continue;
    bool turned = false;
    for (std::size_t k = i > kTurnReach ? i - kTurnReach : 0; k < i; ++k) {
      if (Turns(tokens[k].lower)) turned = !turned;
    }
    // "would save no money".
    if (good && i + 1 < tokens.size() &&
        Match(tokens, i + 1, "no|nobody|nothing|little|none|hardly"_p) != kNoMatch) {
      turned = !turned;
    }
    judged = true;
    balance += good != turned ? 1 : -1;
  }
  if (opposed) return Reason::kAgainst;
  if (balance > 0) return Reason::kFor;
  if (balance < 0) return Reason::kAgainst;
  if (judged || Find(tokens, 0, Connectives()) != kNoMatch) return Reason::kUnclear;
  return Reason::kNone;
}

namespace {

// Words of five letters or more that the title and the sentence have in common, by their
// beginning, or the verb of the title as it stands.
bool SharesWord(const Tokens& tokens, std::string_view title) {
  constexpr std::size_t kStem = 5;
  const Tokens words = Tokenize(title);
  for (const Token& token : tokens) {
    if (!words.empty() && token.lower == words[0].lower) return true;  // "a ban", of "ban"
  }
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i].lower;
    if (!words[i].word || word.size() < kStem || IsPreposition(word)) continue;
    for (const Token& token : tokens) {
      if (token.lower.size() >= kStem && token.lower.compare(0, kStem, word, 0, kStem) == 0) {
        return true;
      }
    }
  }
  return false;
}

// "It said", "they told us": who is meant is somebody, not the measure.
bool Reports(const Tokens& tokens) {
  return Find(tokens, 0,
              "it|they|we|he|she|minister|ministry|government|spokesperson <adv> has|have? "
              "said|says|told|concluded|found|thinks|argued|argues|stressed|claimed|added|noted|"
              "thanked|welcomed"_p) < 4;
}

bool GoesOn(const Tokens& tokens) {
  const Span rest = DropConnectives(tokens, {0, tokens.size()});
  return Match(tokens, rest.begin,
               "it|this|that|these|they|such|both|doing|its|their|neither|either"_p) != kNoMatch ||
         Match(tokens, rest.begin,
               "the cost|costs|price|savings|saving|risk|risks|gain|gains|benefit|benefits|"
               "advantage|drawback|danger|effect|effects|weakness|result|evidence"_p) != kNoMatch ||
         Match(tokens, rest.begin, "without|otherwise|because"_p) != kNoMatch;
}

bool TellsTrial(const Tokens& tokens) {
  return Find(tokens, 0,
              "a|the|two|three|several <few> trial|trials|pilot|pilots|study|studies|experiment|"
              "evaluation|evidence"_p) < 3;
}

}  // namespace

std::optional<bool> Argues(const Tokens& tokens, Reason reason, const Standing& standing) {
  if (reason == Reason::kNone || Reports(tokens)) return std::nullopt;
  const bool opposed = standing.stance == Stance::kOpposes;
  const bool objection =
      Find(tokens, 0, "critics|opponents|sceptics"_p) != kNoMatch ||
      Find(tokens, 0, "some|others|many <adv> will|would|may? object|fear|feared|worry"_p) !=
          kNoMatch;
  const bool near = standing.distance == 1;
  if (objection) return near || standing.behind ? std::optional<bool>(false) : std::nullopt;
  const bool shared = SharesWord(tokens, standing.title);
  if (!standing.behind) {
    // What is wrong as it is speaks for a change.
    const bool hypothetical = Find(tokens, 0, "would|if|could|might"_p) != kNoMatch;
    const bool problem = near && shared && !hypothetical && !opposed && reason == Reason::kAgainst;
    return problem ? std::optional<bool>(true) : std::nullopt;
  }
  const bool told = TellsTrial(tokens);
  const bool past = !told && Find(tokens, 0, "was|were|had"_p) != kNoMatch &&
                    Find(tokens, 0, "would|will|because|since"_p) == kNoMatch;
  // Right behind it, what would happen would happen because of it.
  const bool effect = Find(tokens, 0, "would|will"_p) != kNoMatch || told || GoesOn(tokens);
  if (past || !(shared || (near && effect))) return std::nullopt;
  // "Without it the pier will collapse": what is missed speaks for it.
  const bool missed = Match(tokens, 0, "without it|this|that|them|these"_p) != kNoMatch ||
                      Match(tokens, 0, "otherwise"_p) != kNoMatch;
  if (reason == Reason::kUnclear) {
    const bool says_why = told || Find(tokens, 0, "because|since|therefore"_p) != kNoMatch;
    return says_why ? std::optional<bool>(!opposed) : std::nullopt;
  }
  // "At present a small school loses a teacher": how it is, not what the measure would bring.
  if (reason == Reason::kAgainst && !GoesOn(tokens) &&
      Find(tokens, 0, "would|will|could|may|might"_p) == kNoMatch) {
    const bool now = Find(tokens, 0, "at present"_p) != kNoMatch ||
                     Find(tokens, 0, "currently|today|now"_p) != kNoMatch;
    return now && !opposed ? std::optional<bool>(true) : std::nullopt;
  }
  return (reason == Reason::kFor) != missed;
}

absl::StatusOr<std::vector<CriterionSuggestion>> SuggestCriteria(const ParsedDocument& document,
                                                                 const base::Stopped& stopped) {
  absl::StatusOr<std::vector<Sentence>> sentences = SplitSentences(document);
  if (!sentences.ok()) return sentences.status();
  Collector collector(*sentences);
  for (std::size_t i = 0; i < sentences->size(); ++i) {
    if (stopped && stopped()) return absl::CancelledError("the extraction was stopped");
    const Block& block = document.blocks[(*sentences)[i].block];
    if (block.kind != BlockKind::kHeading) collector.Read(i);
  }
  const CodePointIndex index(document.text);
  std::vector<CriterionSuggestion> suggestions;
  for (auto& [name, found] : collector.Ranked()) {
    if (suggestions.size() == kMostCriteria) break;
    CriterionSuggestion suggestion;
    suggestion.name = name;
    for (const std::size_t i : found.sentences) {
      if (suggestion.quotes.size() == kMostCriterionQuotes) break;
      const Sentence& sentence = (*sentences)[i];
      suggestion.quotes.push_back(
          {std::string(index.Slice(sentence.start, sentence.end)), sentence.start, sentence.end});
    }
    suggestions.push_back(std::move(suggestion));
  }
  return suggestions;
}

}  // namespace plenum::ingestion
