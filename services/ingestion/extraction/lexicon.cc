#include "services/ingestion/extraction/lexicon.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "services/ingestion/extraction/lexicon_data.h"

namespace plenum::ingestion {
namespace {

using Set = std::unordered_set<std::string_view>;

std::vector<std::string_view> Split(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    if (space != 0) words.push_back(text.substr(0, space));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return words;
}

Set MakeSet(std::string_view text) {
  const std::vector<std::string_view> words = Split(text);
  return {words.begin(), words.end()};
}

bool IsVowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

bool EndsWith(std::string_view word, std::string_view ending) {
  return word.size() > ending.size() && word.substr(word.size() - ending.size()) == ending;
}

struct Verbs {
  Set all;
  Set noun_too;
  std::unordered_map<std::string, std::string> participles;
  std::unordered_map<std::string, std::string> gerunds;
};

// Regular forms: "ban" -> "bann", "reduce" -> "reduc", "apply" -> "appli" (for -ed).
void AddForms(std::string_view base, bool doubles, Verbs* verbs) {
  std::string stem(base);
  if (doubles) stem.push_back(stem.back());
  std::string past = stem;
  std::string gerund = stem;
  if (EndsWith(base, "e")) {
    past = stem + "d";
    if (EndsWith(base, "ee") || EndsWith(base, "ye") || EndsWith(base, "oe")) {
      gerund = stem + "ing";
    } else if (EndsWith(base, "ie")) {
      gerund = stem.substr(0, stem.size() - 2) + "ying";
    } else {
      gerund = stem.substr(0, stem.size() - 1) + "ing";
    }
  } else if (EndsWith(base, "y") && !IsVowel(base[base.size() - 2])) {
    past = stem.substr(0, stem.size() - 1) + "ied";
    gerund = stem + "ing";
  } else {
    past = stem + "ed";
    gerund = stem + "ing";
  }
  verbs->participles.emplace(past, base);
  verbs->gerunds.emplace(gerund, base);
}

Verbs BuildVerbs() {
  Verbs verbs;
  const Set doubling = MakeSet(kDoublingVerbs);
  const std::vector<std::string_view> irregular = Split(kIrregularParticiples);
  for (std::size_t i = 0; i + 1 < irregular.size(); i += 2) {
    verbs.participles.emplace(irregular[i + 1], irregular[i]);
  }
  for (std::string_view verb : Split(kActionVerbs)) {
    const bool noun_too = verb.back() == '/';
    if (noun_too) verb.remove_suffix(1);
    verbs.all.insert(verb);
    if (noun_too) verbs.noun_too.insert(verb);
    AddForms(verb, false, &verbs);
    if (doubling.count(verb) != 0) AddForms(verb, true, &verbs);
  }
  for (const std::string_view verb : Split(kNonActionVerbs)) {
    AddForms(verb, doubling.count(verb) != 0, &verbs);
  }
  return verbs;
}

const Verbs& GetVerbs() {
  static const auto* const kVerbs = new Verbs(BuildVerbs());
  return *kVerbs;
}

std::unordered_map<std::string_view, std::string_view> MakePairs(std::string_view text) {
  std::unordered_map<std::string_view, std::string_view> pairs;
  const std::vector<std::string_view> words = Split(text);
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) pairs.emplace(words[i], words[i + 1]);
  return pairs;
}

// The base of a regular form without its ending, for verbs that are not in the list.
std::string GuessBase(std::string_view stem) {
  if (stem.size() < 3) return {};
  const char last = stem.back();
  const char before = stem[stem.size() - 2];
  if (last == before && !IsVowel(last) && last != 'l' && last != 's' && last != 'z') {
    return std::string(stem.substr(0, stem.size() - 1));
  }
  // "ris", "iz", "uc", "at", "v": verbs in -e lose it before the ending.
  const bool takes_e = last == 'v' || last == 'c' || last == 'u' ||
                       (last == 'z' && before != 'z') || (last == 's' && IsVowel(before)) ||
                       (last == 'g' && before != 'n') || (last == 't' && before == 'a') ||
                       (last == 'r' && before == 'u') || (last == 'n' && before == 'i') ||
                       (last == 'd' && before == 'u') ||
                       (last == 'l' && !IsVowel(before) && before != 'l');
  return takes_e ? std::string(stem) + "e" : std::string(stem);
}

}  // namespace

bool IsAny(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsActionVerb(std::string_view base) {
  // "re-auction", "co-finance": what is done again or together is done.
  if (base.size() > 6 && (base.substr(0, 3) == "re-" || base.substr(0, 3) == "co-")) return true;
  return GetVerbs().all.count(base) != 0;
}

bool IsNounToo(std::string_view base) { return GetVerbs().noun_too.count(base) != 0; }

bool IsNonAction(std::string_view base) {
  static const auto* const kWords = new Set(MakeSet(kNonActionVerbs));
  return kWords->count(base) != 0;
}

bool IsReaderVerb(std::string_view base) {
  static const auto* const kWords = new Set(MakeSet(kReaderVerbs));
  return kWords->count(base) != 0;
}

bool NeedsSubject(std::string_view base) {
  static const auto* const kWords = new Set(MakeSet(kSubjectVerbs));
  return kWords->count(base) != 0;
}

std::string BaseOfParticiple(std::string_view word, bool guess) {
  const auto& known = GetVerbs().participles;
  const auto it = known.find(std::string(word));
  if (it != known.end()) return it->second;
  if (!guess || word.size() < 5) return {};
  if (EndsWith(word, "ied")) return std::string(word.substr(0, word.size() - 3)) + "y";
  if (EndsWith(word, "eed")) return {};
  if (EndsWith(word, "ed")) {
    // "trialled": a known verb whose last letter is doubled.
    const std::string_view single = word.substr(0, word.size() - 3);
    if (word.size() > 5 && word[word.size() - 3] == word[word.size() - 4] && IsActionVerb(single)) {
      return std::string(single);
    }
    return GuessBase(word.substr(0, word.size() - 2));
  }
  return {};
}

std::string BaseOfGerund(std::string_view word, bool guess) {
  const auto& known = GetVerbs().gerunds;
  const auto it = known.find(std::string(word));
  if (it != known.end()) return it->second;
  if (!guess || word.size() < 6 || !EndsWith(word, "ing")) return {};
  return GuessBase(word.substr(0, word.size() - 3));
}

bool IsAgentNoun(std::string_view noun) {
  static const auto* const kWords = new Set(MakeSet(kAgentNouns));
  return kWords->count(noun) != 0;
}

bool IsInstrumentNoun(std::string_view noun) {
  static const auto* const kWords = new Set(MakeSet(kInstrumentNouns));
  if (kWords->count(noun) != 0) return true;
  return EndsWith(noun, "s") && kWords->count(noun.substr(0, noun.size() - 1)) != 0;
}

std::string_view VerbOfNoun(std::string_view noun) {
  static const auto* const kPairs =
      new std::unordered_map<std::string_view, std::string_view>(MakePairs(kActionNouns));
  const auto it = kPairs->find(noun);
  return it == kPairs->end() ? std::string_view{} : it->second;
}

std::string_view VerbForThing(std::string_view noun) {
  static const auto* const kHold = new Set(
      MakeSet("consultation consultations dialogue dialogues talks discussion discussions meeting "
              "meetings summit summits debate debates conference inquiry referendum exercise "
              "exercises drill drills hearing hearings planning"));
  static const auto* const kSetUp = new Set(
      MakeSet("agency agencies board body bodies centre center centres centers channel channels "
              "clinic clinics commission committee council database exchange force forum "
              "fund group hotline hotlines hub hubs institute network networks observatory office "
              "ombudsman panel park portal register registry secretariat service services shelter "
              "shelters task taskforce team teams tribunal unit units manufacturer bank company"));
  static const auto* const kCarryOut = new Set(MakeSet(
      "survey surveys study studies assessment assessments evaluation audit audits analysis "
      "research census trial trials pilot pilots experiment"));
  static const auto* const kProvide = new Set(MakeSet(
      "access advice aid care childcare counselling course courses education equipment "
      "facilities finance funding funds help housing information infrastructure investment "
      "compensation money resources staff support training transport water food places capacity"));
  static const auto* const kStrengthen = new Set(
      MakeSet("accountability attention awareness compliance cooperation coordination deterrence "
              "discipline effort efforts enforcement focus integration interoperability oversight "
              "protection resilience safety scrutiny security supervision transparency trust unity "
              "collaboration"));
  static const auto* const kAppoint = new Set(MakeSet(
      "adviser advisers ambassador champion commissioner coordinator counsellor counsellors "
      "inspector inspectors manager mediator mentor mentors minister nurse nurses officer "
      "officers ombudsman scientist teacher teachers technicians tutor tutors worker "
      "workers envoy guardian advocate"));
  if (kAppoint->count(noun) != 0) return "Appoint";
  if (kHold->count(noun) != 0) return "Hold";
  if (kCarryOut->count(noun) != 0) return "Carry out";
  if (kSetUp->count(noun) != 0) return "Set up";
  if (kProvide->count(noun) != 0) return "Provide";
  if (kStrengthen->count(noun) != 0) return "Strengthen";
  return "Introduce";
}

bool IsDeterminer(std::string_view word) {
  static const auto* const kWords = new Set(MakeSet(
      "the a an its their his her our your my this that these those each every all any some no "
      "more "
      "fewer less most many several both either another such one two three four five six ten other "
      "new existing additional further own greater better"));
  return kWords->count(word) != 0;
}

bool IsPronoun(std::string_view word) {
  static const auto* const kWords =
      new Set(MakeSet("it they them this these that those we us he she him her i you one both all "
                      "some many others"));
  return kWords->count(word) != 0;
}

bool IsPreposition(std::string_view word) {
  static const auto* const kWords = new Set(MakeSet(
      "of in on at by for with from to into onto over under between among within without against "
      "about across after before during through throughout toward towards upon via per as than "
      "beyond behind near outside inside despite amid including like unlike until since"));
  return kWords->count(word) != 0;
}

bool IsAuxiliary(std::string_view word) {
  static const auto* const kWords = new Set(MakeSet(
      "is are was were am be been being has have had do does did will would shall should can could "
      "may might must ought cannot isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't "
      "didn't won't wouldn't shouldn't can't couldn't mustn't needn't"));
  return kWords->count(word) != 0;
}

bool IsConjunction(std::string_view word) {
  return word == "and" || word == "or" || word == "but" || word == "nor" || word == "yet" ||
         word == "so";
}

bool IsSubordinator(std::string_view word) {
  static const auto* const kWords = new Set(MakeSet(
      "if whether because although though while whereas unless until when whenever where wherever "
      "which who whom whose what why how since once after before as that than lest"));
  return kWords->count(word) != 0;
}

bool IsAdverb(std::string_view word) {
  static const auto* const kWords = new Set(MakeSet(
      "also now then therefore thus hence instead still just even only first second third finally "
      "again soon always never ever not rather further perhaps well already once more least too "
      "either both simply usefully much likewise however meanwhile moreover nonetheless "
      "nevertheless furthermore additionally lastly alternatively indeed itself themselves "
      "himself herself ourselves"));
  if (kWords->count(word) != 0) return true;
  static const auto* const kNotAdverbs = new Set(
      MakeSet("apply supply reply comply rely multiply ally family early only daily weekly monthly "
              "yearly friendly costly likely elderly imply italy july assembly anomaly bully rally "
              "tally fly homily monopoly"));
  return EndsWith(word, "ly") && word.size() > 4 && kNotAdverbs->count(word) == 0;
}

bool LooksPlural(std::string_view noun) {
  return EndsWith(noun, "s") && !EndsWith(noun, "ss") && !EndsWith(noun, "us") &&
         !EndsWith(noun, "is");
}

}  // namespace plenum::ingestion
