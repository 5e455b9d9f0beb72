#include "services/ingestion/extraction/modals.h"

#include <cctype>
#include <vector>

#include "services/ingestion/extraction/lexicon.h"

namespace plenum::ingestion {
namespace {

struct ModalPattern {
  const Pattern& words;
  bool strong;
};

const std::vector<ModalPattern>& ModalPatterns() {
  static const auto* const kPatterns = new std::vector<ModalPattern>{
      {"could|can|may|might and should|must|ought to?"_p, true},
      {"ought not? <few> to"_p, true},
      {"would do well|better|best to"_p, true},
      {"would be well|better advised to"_p, true},
      {"would be wise|right|sensible|prudent to"_p, true},
      {"deserve|deserves|merit|merits to"_p, true},
      {"will|would need to"_p, true},
      {"will|would have to"_p, true},
      {"need|needs not? to"_p, true},
      {"must|should|shall"_p, true},
      {"shouldn't|mustn't"_p, true},
      {"has|have to"_p, true},
      {"had better"_p, true},
      {"may|might wish|want|like|choose|decide|need to"_p, false},
      {"may|might find it helpful|useful|worthwhile to"_p, false},
      {"could|might|may simply? decide|choose|opt to"_p, false},
      {"could|might|may"_p, false},
      {"can"_p, false},
      {"would"_p, false},
  };
  return *kPatterns;
}

// "a clear need to": the noun.
bool IsNounHere(const Tokens& tokens, std::size_t need) {
  if (need == 0) return true;
  const std::string& before = tokens[need - 1].lower;
  if (!tokens[need - 1].word || IsPreposition(before)) return true;
  if (IsDeterminer(before) && !IsPronoun(before)) return true;
  return IsAny(before, {"clear", "urgent", "growing", "pressing", "real", "strong", "obvious",
                        "great", "little", "immediate", "continuing", "particular", "desperate",
                        "genuine", "overriding"});
}

// Behind a modal: "should at least be", "must, in our view, be".
std::size_t SkipInsertion(const Tokens& tokens, std::size_t at) {
  const std::size_t mild =
      Match(tokens, at, "at|in|if|where|wherever least|once|future|time|last|possible|necessary"_p);
  if (mild != kNoMatch) return mild;
  if (at >= tokens.size() || tokens[at].lower != ",") return at;
  constexpr std::size_t kLongest = 9;
  for (std::size_t i = at + 2; i + 1 < tokens.size() && i <= at + kLongest; ++i) {
    if (tokens[i].lower != ",") continue;
    const std::string& next = tokens[i + 1].lower;
    return next == "be" || IsActionVerb(next) || IsAdverb(next) ? i + 1 : at;
  }
  return at;
}

}  // namespace

bool FindModalAt(const Tokens& tokens, std::size_t at, Modal* modal) {
  if (tokens[at].lower == "need" && IsNounHere(tokens, at)) return false;
  for (const ModalPattern& pattern : ModalPatterns()) {
    std::size_t end = Match(tokens, at, pattern.words);
    if (end == kNoMatch) continue;
    modal->begin = at;
    modal->strong = pattern.strong;
    modal->can = tokens[at].lower == "can";
    modal->would = tokens[at].lower == "would" && !modal->strong;
    modal->be_to = false;
    modal->has_to = tokens[end - 1].lower == "to" && tokens[end - 2].lower.substr(0, 2) == "ha" &&
                    tokens[end - 2].lower != "had";
    modal->negative = tokens[at].lower == "shouldn't" || tokens[at].lower == "mustn't";
    for (std::size_t i = at; i < end; ++i) modal->negative |= tokens[i].lower == "not";
    while (end < tokens.size() && tokens[end].word &&
           (IsAdverb(tokens[end].lower) || IsAny(tokens[end].lower, {"no", "neither"}))) {
      // "not only publish": no negation.
      const std::size_t only = Match(tokens, end, "not only|just|merely"_p);
      if (only != kNoMatch) {
        end = only;
        continue;
      }
      if (IsAny(tokens[end].lower, {"not", "never", "neither"})) modal->negative = true;
      if (tokens[end].lower == "no" && Match(tokens, end, "no longer"_p) == kNoMatch) break;
      if (tokens[end].lower == "no") {
        modal->negative = true;
        ++end;
      }
      ++end;
    }
    // "should under no circumstances be destroyed".
    for (const Pattern* denial :
         {&"under no circumstances"_p, &"on no account"_p, &"in no case"_p, &"by no means"_p}) {
      if (const std::size_t denied = Match(tokens, end, *denial); denied != kNoMatch) {
        modal->negative = true;
        end = denied;
      }
    }
    end = SkipInsertion(tokens, end);
    while (end < tokens.size() && tokens[end].word && IsAdverb(tokens[end].lower)) ++end;
    // "should not have to sell its land": what is not to be is the selling.
    const std::size_t had =
        modal->negative && modal->strong ? Match(tokens, end, "have|need to"_p) : kNoMatch;
    modal->end = had != kNoMatch && had < tokens.size() ? had : end;
    return true;
  }
  // "Each hospital is to run": an order, if who acts is named.
  const std::size_t end = Match(tokens, at, "is|are not? to"_p);
  if (end == kNoMatch || at == 0) return false;
  *modal = {at,    end,  true,  false,
            false, true, false, Match(tokens, at, "is|are not"_p) != kNoMatch};
  return true;
}

bool SubjectIs(const Tokens& tokens, Span subject, std::initializer_list<std::string_view> words) {
  return subject.end == subject.begin + 1 && IsAny(tokens[subject.begin].lower, words);
}

bool IsName(const Token& token) {
  return std::isupper(static_cast<unsigned char>(token.text.front())) != 0;
}

// Whether the subject is somebody who can decide.
bool IsAgent(const Tokens& tokens, Span subject) {
  if (subject.empty()) return false;
  if (SubjectIs(tokens, subject, {"we", "they", "he", "she", "you"})) return true;
  // "Moving the school would split the village": an action acts on nobody's behalf.
  if (subject.end > subject.begin + 1 &&
      IsActionVerb(BaseOfGerund(tokens[subject.begin].lower, false))) {
    return false;
  }
  const std::size_t head = HeadOf(tokens, subject);
  if (head == kNoMatch) return false;
  std::string_view noun = tokens[head].lower;
  const std::size_t possessive = noun.rfind('\'');
  if (possessive != std::string_view::npos) noun = noun.substr(0, possessive);
  if (IsAgentNoun(noun)) return true;
  // A name: capitals, and not only because it begins the sentence.
  const bool alone = subject.end - subject.begin == 1 && !LooksPlural(tokens[head].lower);
  return IsName(tokens[head]) && (head > 0 || alone);
}

// Past participles that report or judge instead of doing.
bool IsNonActionParticiple(std::string_view base) {
  return IsNonAction(base) ||
         IsAny(base,
               {"treat",         "measure",   "weigh",   "judge",    "base",         "bear",
                "call",          "do",        "explain", "hold",     "link-x",       "aim",
                "interest",      "tire",      "worry",   "please",   "rush",         "overlook",
                "underestimate", "overstate", "say",     "describe", "congratulate", "commend",
                "applaud",       "praise",    "blame",   "excuse",   "forgive",      "pity",
                "prepare",       "allow-x"});
}

// "X should know", "must have allies", "should be clear": no measure.
bool IsMeasureVerb(const Tokens& tokens, std::size_t at, const std::string& verb) {
  if (verb == "have" || verb == "hold") {
    // "have honest discussions": only with a noun of an event.
    for (std::size_t i = at + 1; i < tokens.size() && i < at + 5; ++i) {
      if (IsAny(tokens[i].lower,
                {"discussion", "discussions", "debate", "dialogue", "talks", "conversation",
                 "conversations", "consultation", "consultations", "review", "meeting", "meetings",
                 "exercise", "exercises", "inspection", "inspections"})) {
        return true;
      }
    }
    return verb == "hold" && !IsNonAction(verb);
  }
  if (verb == "be" || verb == "do") return false;
  if (verb == "take") {
    const bool amount = at + 1 < tokens.size() &&
                        std::isdigit(static_cast<unsigned char>(tokens[at + 1].lower[0])) != 0;
    return !amount && Match(tokens, at + 1,
                            "account|heed|note|comfort|pride|care|about|around|roughly|nearly|up|"
                            "place|long|longer|years|months|weeks|days|less|more|two|three|four|"
                            "five|six|ten"_p) == kNoMatch;
  }
  if (verb == "make" &&
      Match(tokens, at + 1, "more|better|good|little|no|perfect? clear|sense"_p) != kNoMatch) {
    return false;
  }
  if (verb == "receive" || verb == "contact" || verb == "email") return false;
  if (IsAny(verb, {"send", "submit", "return"}) &&
      Find(tokens, at,
           "items|apologies|comments|corrections|amendments|responses|forms|form|declarations|"
           "questions|"
           "nominations|entries|enquiries|views"_p) <= at + 4) {
    return false;  // what a meeting or an office asks of its readers
  }
  if (verb == "get") return Match(tokens, at + 1, "on the same page|rid"_p) != kNoMatch;
  return !IsNonAction(verb);
}

}  // namespace plenum::ingestion
