#include "services/ingestion/extraction/merge.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "services/ingestion/extraction/matching.h"
#include "services/ingestion/extraction/sentences.h"

namespace plenum::ingestion {
namespace {

bool IsStopWord(std::string_view word) {
  static const auto* const kWords = new std::unordered_set<std::string_view>{
      "a",  "an", "the", "of", "to",  "for",  "in",    "on",   "and",  "or",   "with",
      "by", "at", "its", "as", "new", "from", "their", "that", "this", "into", "be"};
  return kWords->count(word) != 0;
}

// Cuts English endings, so that "exercises" and "exercise" are one word.
std::string Stem(std::string_view word) {
  for (const std::string_view ending :
       {"ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s", "e"}) {
    if (word.size() >= ending.size() + 3 && word.substr(word.size() - ending.size()) == ending) {
      word.remove_suffix(ending.size());
      break;
    }
  }
  return std::string(word);
}

std::set<std::string> Stems(std::string_view title) {
  std::set<std::string> stems;
  for (const Token& token : Tokenize(title)) {
    if (token.word && !IsStopWord(token.lower)) stems.insert(Stem(token.lower));
  }
  return stems;
}

double Likeness(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::size_t common = 0;
  for (const std::string& stem : a) common += b.count(stem);
  const std::size_t all = a.size() + b.size() - common;
  return all == 0 ? 0.0 : static_cast<double>(common) / static_cast<double>(all);
}

// Their sentences are ascending.
bool ShareSentence(const Candidate& a, const Candidate& b) {
  return std::any_of(a.sentences.begin(), a.sentences.end(), [&](std::size_t s) {
    return std::binary_search(b.sentences.begin(), b.sentences.end(), s);
  });
}

std::vector<std::string> Numbers(std::string_view title) {
  std::vector<std::string> numbers;
  for (const Token& token : Tokenize(title)) {
    if (std::isdigit(static_cast<unsigned char>(token.lower.front())) != 0) {
      numbers.push_back(token.lower);
    }
  }
  return numbers;
}

// "by 5,000" and "by 20,000" are two demands; one without a figure may be either.
bool SayOtherNumbers(std::string_view a, std::string_view b) {
  const auto of_a = Numbers(a);
  const auto of_b = Numbers(b);
  return !of_a.empty() && !of_b.empty() && of_a != of_b;
}

bool MayJoin(const Candidate& a, const Candidate& b) {
  if (SayOtherNumbers(a.title, b.title)) return false;
  if ((a.stance == Stance::kOpposes) != (b.stance == Stance::kOpposes)) return false;
  return DirectionOf(a.title) == DirectionOf(b.title);
}

void Join(const Candidate& from, Candidate* into) {
  for (const std::size_t sentence : from.sentences) {
    if (into->sentences.size() >= kMostQuotes) break;
    const auto place = std::lower_bound(into->sentences.begin(), into->sentences.end(), sentence);
    if (place == into->sentences.end() || *place != sentence) {
      into->sentences.insert(place, sentence);
    }
  }
  if (from.confidence > into->confidence) {
    into->confidence = from.confidence;
    into->title = from.title;
  }
  // Recommended once is recommended.
  if (from.stance == Stance::kRecommends && into->stance == Stance::kMentions) {
    into->stance = from.stance;
  }
  if (into->actor.empty()) into->actor = from.actor;
}

}  // namespace

Candidates AbsorbHeadings(Candidates candidates, const std::vector<std::size_t>& section_end) {
  constexpr std::size_t kTellingStems = 3;
  constexpr double kCloseEnough = 0.3;
  Candidates kept;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    Candidate& heading = candidates[i];
    if (!heading.labelled_heading) {
      kept.push_back(std::move(heading));
      continue;
    }
    const std::size_t place = heading.sentences.front();
    const std::set<std::string> own = Stems(heading.title);
    std::size_t below = 0;
    Candidate* like = nullptr;
    double best = 0.0;
    for (std::size_t k = i + 1; k < candidates.size(); ++k) {
      if (candidates[k].sentences.front() >= section_end[place]) break;
      if (candidates[k].labelled_heading) continue;
      // "Option B: Trees" is told by what stands below it.
      if (heading.nominal && below == 0) like = &candidates[k];
      ++below;
      const double likeness = Likeness(own, Stems(candidates[k].title));
      if (likeness > best) like = &candidates[k], best = likeness;
    }
    if (like == nullptr) {
      if (below == 0 || heading.stance != Stance::kRecommends) kept.push_back(std::move(heading));
      continue;
    }
    const bool option = !heading.option.empty();
    const bool telling = own.size() >= kTellingStems &&
                         (option || heading.stance != Stance::kRecommends || best >= kCloseEnough);
    // "We recommend Option B" was said of the heading.
    if (option && like->stance == Stance::kMentions) like->stance = heading.stance;
    if (telling && !heading.nominal) like->title = std::move(heading.title);
    if (like->option.empty()) like->option = std::move(heading.option);
    like->sentences.insert(like->sentences.begin(), place);
    like->confidence = std::max(like->confidence, heading.confidence);
    if (like->actor.empty()) like->actor = std::move(heading.actor);
  }
  return kept;
}

Candidates JoinItems(Candidates candidates) {
  constexpr std::size_t kTellingStems = 4;
  Candidates kept;
  for (Candidate& candidate : candidates) {
    if (candidate.item != 0 && !kept.empty() && kept.back().item == candidate.item &&
        kept.back().stance == candidate.stance &&
        kept.back().sentences.back() + 1 == candidate.sentences.front()) {
      Candidate& lead = kept.back();
      const std::set<std::string> own = Stems(lead.title);
      const bool alike = Likeness(own, Stems(candidate.title)) > 0.0;
      // "Quiet nights. Lorries to be kept out.": what opens the item is told behind.
      const bool told = lead.lead && lead.nominal;
      if ((alike && MayJoin(candidate, lead)) || told) {
        const bool better = lead.nominal || own.size() < kTellingStems;
        const std::string title = better ? candidate.title : lead.title;
        Join(candidate, &lead);
        lead.title = title;
        lead.nominal = false;
        continue;
      }
    }
    kept.push_back(std::move(candidate));
  }
  return kept;
}

Candidates MergeDuplicates(Candidates candidates) {
  constexpr double kSure = 0.7;
  constexpr double kSameSentence = 0.5;
  constexpr std::size_t kMostPerStem = 24;
  Candidates merged;
  std::vector<std::set<std::string>> stems;
  std::unordered_map<std::string, std::vector<std::size_t>> by_stem;
  for (Candidate& candidate : candidates) {
    const std::set<std::string> own = Stems(candidate.title);
    std::size_t into = kNoMatch;
    for (const std::string& stem : own) {
      const auto it = by_stem.find(stem);
      if (it == by_stem.end()) continue;
      for (const std::size_t other : it->second) {
        const double likeness = Likeness(own, stems[other]);
        const bool same_place = ShareSentence(candidate, merged[other]);
        if (likeness >= (same_place ? kSameSentence : kSure) && MayJoin(candidate, merged[other])) {
          into = other;
        }
      }
    }
    if (into != kNoMatch) {
      Join(candidate, &merged[into]);
      continue;
    }
    const std::size_t index = merged.size();
    for (const std::string& stem : own) {
      std::vector<std::size_t>& list = by_stem[stem];
      // A word of very many titles says nothing; the bound keeps the whole linear.
      if (list.size() < kMostPerStem) list.push_back(index);
    }
    stems.push_back(own);
    merged.push_back(std::move(candidate));
  }
  return merged;
}

}  // namespace plenum::ingestion
