#include "services/ingestion/extraction/asides.h"

#include <algorithm>
#include <cctype>

#include "services/ingestion/extraction/lexicon.h"

namespace plenum::ingestion {

void DropNumber(Tokens* tokens) {
  if (tokens->size() < 4) return;
  const std::string& first = tokens->front().lower;
  const bool number = std::all_of(first.begin(), first.end(), [](char c) {
    return c == '.' || std::isdigit(static_cast<unsigned char>(c)) != 0;
  });
  if (!number || !(*tokens)[1].word ||
      std::isupper(static_cast<unsigned char>((*tokens)[1].text.front())) == 0) {
    return;
  }
  tokens->erase(tokens->begin());
}

void DropMarks(Tokens* tokens) {
  constexpr std::size_t kLongestMark = 3;
  for (std::size_t i = 0; i + 2 < tokens->size(); ++i) {
    const std::string& open = (*tokens)[i].lower;
    const std::string& mark = (*tokens)[i + 1].lower;
    const bool number = std::isdigit(static_cast<unsigned char>(mark.front())) != 0;
    const bool note = open == "[" && number && (*tokens)[i + 2].lower == "]";
    const bool letter = open == "(" && (*tokens)[i + 2].lower == ")" &&
                        (mark.size() == 1 || (mark.size() <= kLongestMark &&
                                              mark.find_first_not_of("ivx") == mark.npos));
    // A sentence that begins with one is an item, which others read.
    if (i == 0 || mark.size() > kLongestMark || !(note || letter)) continue;
    const auto at = tokens->begin() + static_cast<std::ptrdiff_t>(i);
    tokens->erase(at, at + 3);
    --i;
  }
}

void DropInsertions(Tokens* tokens) {
  for (std::size_t i = 1; i + 1 < tokens->size(); ++i) {
    const bool comma = (*tokens)[i].lower == ",";
    const bool in = (*tokens)[i].lower == "in" && (*tokens)[i - 1].word;
    if (!comma && !in) continue;
    std::size_t end =
        Match(*tokens, i, "in my|our|their|its|his|her|this view|opinion|judgement|judgment ,?"_p);
    if (end == kNoMatch && comma) {
      end = Match(*tokens, i + 1,
                  "in|on|for|by|to|as my|our|the|their|its|his|her|this? other? "
                  "view|opinion|judgement|judgment|mind|hand|part|contrary|contrast|example|"
                  "instance|turn|particular ,"_p);
    }
    // "it may mean, in a few places, buying them out"; "I would not, as some urge, scrap it".
    if (end == kNoMatch && comma) {
      end = Match(*tokens, i + 1, "in <few> places|cases|areas|instances|circumstances ,"_p);
    }
    if (end == kNoMatch && comma) {
      end = Match(*tokens, i + 1,
                  "as <few> urge|urges|suggest|suggests|suggested|demand|demands|propose|proposes|"
                  "proposed|argue|argues|wish|want ,"_p);
    }
    if (end == kNoMatch && comma) {
      end = Match(*tokens, i + 1, "we|i fear|think|believe|feel|suggest|submit|argue|hope ,"_p);
    }
    if (end == kNoMatch && comma) {
      end = Match(*tokens, i + 1,
                  "however|though|therefore|instead|meanwhile|likewise|equally|similarly|"
                  "accordingly|nevertheless|nonetheless|furthermore|moreover|rightly|naturally "
                  ","_p);
    }
    if (end == kNoMatch || end >= tokens->size()) continue;
    tokens->erase(tokens->begin() + static_cast<std::ptrdiff_t>(i),
                  tokens->begin() + static_cast<std::ptrdiff_t>(end));
    --i;
  }
}

}  // namespace plenum::ingestion
