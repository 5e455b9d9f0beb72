// What headings, labels and lead-in sentences announce for what follows them.
#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <string>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/rules.h"
#include "services/ingestion/formats/chrome.h"

namespace plenum::ingestion {
namespace {

bool Contains(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  });
}

}  // namespace

Section SectionOfHeading(std::string_view heading_path) {
  // The innermost heading decides; the ones above it where it says nothing.
  const std::string normal = NormalizeForCues(heading_path);
  const std::string_view path = normal;
  std::size_t end = path.size();
  while (end > 0) {
    const std::size_t mark = path.rfind(" > ", end - 1);
    const std::size_t begin = mark == std::string_view::npos || mark >= end ? 0 : mark + 3;
    const std::string_view heading = path.substr(begin, end - begin);
    if (Contains(heading,
                 {"set aside",        "reject",      "not recommend",     "ruled out",
                  "rule out",         "what not to", "not propos",        "not to do",
                  "dismissed",        "discarded",   "should not",        "not pursued",
                  "considered and",   "do not ",     "we oppose",         "not adopted",
                  "not favoured",     "against",     "not taken forward", "not recommended",
                  "to avoid",         "don't",       "abandoned",         "not to propose",
                  "not to recommend", "decided not", "would not",         "left out",
                  "we reject",        "not suggest"}) ||
        heading == "do not") {
      return Section::kRejected;
    }
    if (Contains(heading, {"recommend",        "proposal",       "we propose",    "what should",
                           "should do",        "must do",        "next steps",    "action plan",
                           "actions",          "way forward",    "priorities",    "our asks",
                           "our demands",      "measures",       "what to do",    "what needs",
                           "what is needed",   "steps",          "agenda for",    "to-do",
                           "what we ask",      "what works",     "can do",        "could do",
                           "plan of action",   "our advice",     "remedies",      "would help",
                           "what helps",       "can be done",    "things that",   "ways to",
                           "to fix",           "must change",    "has to change", "do you want",
                           "want the",         "are you asking", "asking for",    "would you do",
                           "would you change", "calls for",      "we call for",   "pledges",
                           "we suggest"}) ||
        heading == "advice") {
      return Section::kRecommendations;
    }
    if (Contains(heading,
                 {"option", "alternative", "choices", "possible ", "ideas", "what might"})) {
      return Section::kOptions;
    }
    // "This Council resolves:" is as good as a lead-in sentence.
    if (heading.ends_with(':')) {
      std::string actor;
      const std::string lead(heading);
      const Section section = SectionOfLeadIn(Tokenize(lead), &actor);
      if (section != Section::kNone) return section;
    }
    if (begin == 0) break;
    end = begin - 3;
  }
  return Section::kNone;
}

bool IsOptionHeading(std::string_view heading_path) {
  const std::size_t mark = heading_path.rfind(" > ");
  if (mark != std::string_view::npos) heading_path.remove_prefix(mark + 3);
  const std::string heading = NormalizeForCues(heading_path.substr(0, 60));
  const Tokens tokens = Tokenize(heading);
  return Match(tokens, 0, "option|alternative|scenario|variant|model|approach|path"_p) !=
             kNoMatch &&
         tokens.size() > 1 && tokens[1].lower.size() <= 3;
}

std::string OptionLabel(const Tokens& tokens) {
  const std::size_t label = Match(tokens, 0, "option|alternative|scenario|model"_p);
  if (label == kNoMatch || label + 1 >= tokens.size() || tokens[label + 1].word) return {};
  return tokens[label].word && tokens[label].lower.size() <= 3 ? tokens[label].lower : "";
}

bool IsBareLabel(const Tokens& tokens, Section* section) {
  const std::size_t label =
      Match(tokens, 0, "recommendation|proposal|measure|action|option|priority|demand|ask"_p);
  if (label == kNoMatch || label >= tokens.size() || tokens[label].lower.size() > 3) return false;
  const std::string& name = tokens[label].lower;
  const bool number = std::isdigit(static_cast<unsigned char>(name.front())) != 0;
  if (!number && name.size() > 1) return false;
  for (std::size_t i = label + 1; i < tokens.size(); ++i) {
    if (tokens[i].word) return false;
  }
  *section = tokens[0].lower == "option" ? Section::kOptions : Section::kRecommendations;
  return true;
}

OptionVerdict FindOptionVerdict(const Tokens& tokens) {
  OptionVerdict verdict;
  std::size_t end = 0;
  const std::size_t at = Find(tokens, 0, "option|options"_p, &end);
  if (at == kNoMatch) return verdict;
  std::size_t behind = end;
  for (; behind < tokens.size() && behind < end + 6; ++behind) {
    const std::string& word = tokens[behind].lower;
    if (word == "," || word == "and" || word == "or") continue;
    if (!tokens[behind].word || word.size() > 2 || IsAuxiliary(word) || IsPreposition(word)) break;
    verdict.options.push_back(word);
  }
  if (verdict.options.empty()) return verdict;
  const bool denied = Find(tokens, 0, "not|never|neither|cannot|nor"_p) < behind + 3;
  if (Find(tokens, 0,
           "recommend|recommends|recommended|favour|favours|favor|favors|prefer|prefers|propose|"
           "proposes|endorse|endorses|choose|chose|support|supports|adopt"_p) < at ||
      Match(tokens, behind,
            "should|is|be|are|was|must|therefore <adv> not? be? our|the? "
            "recommended|preferred|chosen|adopted|pursued|taken|recommendation|favoured"_p) !=
          kNoMatch) {
    verdict.stance = denied ? Stance::kOpposes : Stance::kRecommends;
  } else if (Find(tokens, 0, "reject|rejects|rejected|dismiss|discard|discount|oppose"_p) < at ||
             Match(tokens, behind,
                   "should|is|be|are|was|were|must|can|can <adv> be? "
                   "rejected|dismissed|discarded|dropped|discounted|ruled|excluded"_p) !=
                 kNoMatch ||
             Match(tokens, behind,
                   "would|will|is|are be? <adv> a|an? reckless|unwise|mistake|folly|wrong|"
                   "unworkable|unacceptable|foolish|gamble"_p) != kNoMatch) {
    verdict.stance = denied ? Stance::kMentions : Stance::kOpposes;
  }
  return verdict;
}

Section SectionOfLeadIn(const Tokens& tokens, std::string* actor) {
  actor->clear();
  if (tokens.size() < 2 || tokens.size() > 45) return Section::kNone;
  const bool colon =
      tokens.back().lower == ":" || (tokens.size() > 1 && tokens[tokens.size() - 2].lower == ":");
  if (colon &&
      (Find(tokens, 0, "should|must|shall|may|need|ought not|never"_p) != kNoMatch ||
       Find(tokens, 0, "shouldn't|mustn't|shouldn’t|mustn’t"_p) != kNoMatch ||
       Find(tokens, 0,
            "options|proposals|ideas|following <few> were|was|are|is|should|must be? <adv> "
            "rejected|dismissed|avoided|resisted|discarded|ruled|dropped"_p) != kNoMatch)) {
    return Section::kRejected;
  }
  const bool options =
      Find(tokens, 0,
           "take|takes|took|has|have|are|is|face|faces|remain|offers|consider|considered|presented|"
           "presents|"
           "identified|examined|compared|compare|outlined|describes|weighed "
           "several|some|many|three|two|four|"
           "five|various|a|other|multiple|number|a|few|range|of|number|different of? different? "
           "options|alternatives|choices|ways|avenues|paths|possibilities|tools|levers|steps|"
           "forms"_p) != kNoMatch ||
      (colon && Find(tokens, 0, "options|alternatives|choices|possibilities|ways"_p) != kNoMatch);
  if (options) return Section::kOptions;
  if (!colon) {
    const bool refuses =
        Find(tokens, 0,
             "reject|rejects|rejected|dismiss|dismisses|dismissed|turned|turn|turns|discarded|"
             "oppose|opposes down? <few> ideas|options|proposals|suggestions|alternatives"_p) !=
            kNoMatch ||
        Find(tokens, 0,
             "ideas|options|proposals|alternatives were|was|are <adv> rejected|dismissed|"
             "discarded|turned"_p) != kNoMatch;
    if (refuses) return Section::kRejected;
    const bool announces =
        Find(tokens, 0,
             "we|report|paper|brief|committee|i <adv> propose|recommend|suggest|offer|make|urge "
             "<few> "
             "proposals|recommendations|measures|steps|actions|reforms|changes"_p) != kNoMatch;
    return announces ? Section::kRecommendations : Section::kNone;
  }
  const bool rejected =
      Find(tokens, 0, "not <adv> recommend|propose|support|favour|endorse|pursue"_p) != kNoMatch ||
      Find(tokens, 0, "rejected|dismissed|oppose|reject"_p) != kNoMatch;
  if (rejected) return Section::kRejected;
  std::size_t end = 0;
  const std::size_t modal = Find(tokens, 0, "should|must|ought|needs|need|shall"_p, &end);
  if (modal != kNoMatch) {
    const Subject subject = FindSubject(tokens, modal);
    if (!subject.span.empty() && subject.voice == Voice::kAuthor) {
      *actor = TextOf(tokens, subject.span);
      return Section::kRecommendations;
    }
  }
  if (Find(tokens, 0, "could|might|may"_p) != kNoMatch) return Section::kOptions;
  const bool recommends =
      Find(tokens, 0,
           "recommend|recommends|propose|proposes|urge|urges|suggest|suggests|call|calls|following|"
           "proposal|recommendation|suggestion|plan|remedy|"
           "steps|measures|actions|recommendations|proposals|priorities|advise|reforms|changes|ask|"
           "asks|forward|resolves|resolved|decides|decided|agrees|agreed|demands|demand"_p) !=
      kNoMatch;
  return recommends ? Section::kRecommendations : Section::kNone;
}

}  // namespace plenum::ingestion
