#include "services/ingestion/extraction/pattern.h"

#include <algorithm>
#include <utility>

#include "services/ingestion/extraction/lexicon.h"

namespace plenum::ingestion {

Pattern::Pattern(std::string_view text) {
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
    if (word.empty()) continue;
    Item item;
    if (word == "<adv>") {
      item.kind = Kind::kAdverbs;
    } else if (word == "<few>") {
      item.kind = Kind::kFew;
    } else {
      item.optional = word.back() == '?' && word.size() > 1;
      if (item.optional) word.remove_suffix(1);
      while (!word.empty()) {
        const std::size_t bar = std::min(word.find('|'), word.size());
        item.hashes.push_back(HashOfWord(word.substr(0, bar)));
        item.filter |= std::uint64_t{1} << (item.hashes.back() & 63U);
        word.remove_prefix(std::min(bar + 1, word.size()));
      }
    }
    items_.push_back(std::move(item));
  }
}

bool Pattern::Item::Holds(std::uint64_t hash) const {
  return (filter >> (hash & 63U) & 1U) != 0 &&
         std::find(hashes.begin(), hashes.end(), hash) != hashes.end();
}

std::size_t Pattern::MatchFrom(const Tokens& tokens, std::size_t at, const std::vector<Item>& items,
                               std::size_t item) {
  for (; item < items.size(); ++item) {
    switch (items[item].kind) {
      case Kind::kAdverbs:
        while (at < tokens.size() && tokens[at].word && IsAdverb(tokens[at].lower)) ++at;
        break;
      case Kind::kFew: {
        constexpr std::size_t kFew = 3;
        for (std::size_t skip = 0; skip <= kFew; ++skip) {
          if (skip > 0 && (at + skip > tokens.size() || !tokens[at + skip - 1].word)) break;
          const std::size_t end = MatchFrom(tokens, at + skip, items, item + 1);
          if (end != kNoMatch) return end;
        }
        return kNoMatch;
      }
      case Kind::kWords:
        if (at < tokens.size() && items[item].Holds(tokens[at].hash)) {
          ++at;
        } else if (!items[item].optional) {
          return kNoMatch;
        }
        break;
    }
  }
  return at;
}

std::size_t Match(const Tokens& tokens, std::size_t at, const Pattern& pattern) {
  return Pattern::MatchFrom(tokens, at, pattern.items_, 0);
}

std::size_t Find(const Tokens& tokens, std::size_t from, const Pattern& pattern, std::size_t* end) {
  for (std::size_t i = from; i < tokens.size(); ++i) {
    const std::size_t stop = Match(tokens, i, pattern);
    if (stop == kNoMatch) continue;
    if (end != nullptr) *end = stop;
    return i;
  }
  return kNoMatch;
}

}  // namespace plenum::ingestion
