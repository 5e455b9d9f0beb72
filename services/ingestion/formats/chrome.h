// Chrome: what surrounds a document on a web page, told from the words of a single block.
//
// Used by all readers, after their own means (tags, layout) are spent. The cues are phrases that
// sites print around articles in English; none of them names a site. A block is judged alone; what
// the neighbours say about it is the business of the readers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace plenum::ingestion {

enum class ChromeCue {
  kNone,
  kCredit,        // photo and image captions and credits
  kCallToAction,  // subscribe, share, cookies, copyright, log in, adverts
  kTeaserEnd,     // "keep reading", "read more": the block before is a teaser
  kArticleEnd,    // "related articles", "most read", "recent features"
  kBreadcrumb,    // "Opinion | Security | East Asia"
  kByline,        // "By ...", dates, reading time
  kAuthorNote,    // "The author is a fellow at ..."
  kNotice,        // "Copies may be ordered from ...", "Responses should be sent to ..."
};

// The cue of a block of text; kNone for content. Linear in the block, of which only the first and
// last 400 bytes are read.
ChromeCue FindChromeCue(std::string_view block);

// Lower case (ASCII), typographic apostrophes made plain, white space and no-break spaces squeezed
// to one space, trimmed.
std::string NormalizeForCues(std::string_view text);

// Number of words (runs of letters and digits, with inner apostrophes and hyphens).
std::size_t CountWords(std::string_view text);

// Whether the text ends as a sentence does: . ! ? or an ellipsis, closing quotes, brackets
// and numbers of notes ("[5]") aside.
bool EndsAsSentence(std::string_view text);

}  // namespace plenum::ingestion
