// From the flat list of a page's text blocks to what is the article and what is chrome.
//
// The reader of html_reader.cc walks the tree once and records elements and text blocks in document
// order; this part never sees the parser. Method: paragraphs vote for the elements that hold them
// (the idea of Arc90's Readability), elements that are named as chrome are left out unless they
// hold most of the text, and inside the winner link-heavy blocks are dropped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/ingestion/formats/formats.h"

namespace plenum::ingestion {

enum class HtmlRole : std::uint8_t {
  kOther,
  kContainer,    // div, section, td, ...: may be the article's element
  kArticle,      // <article>
  kMain,         // <main>, role=main
  kArticleBody,  // itemprop=articleBody, or a class name that says so
  kChrome,       // nav, footer, aside, form, ...
};

struct HtmlElement {
  std::size_t parent = 0;  // index of the parent; the root is its own
  HtmlRole role = HtmlRole::kOther;
  bool named_chrome = false;   // class or id names chrome
  bool named_content = false;  // class or id names content
  bool hidden = false;         // not displayed
  double text = 0;             // paragraph characters inside; filled by ClassifyHtmlBlocks
  double score = 0;
};

struct HtmlBlock {
  std::string text;  // visible text, white space squeezed
  std::size_t element = 0;
  BlockKind kind = BlockKind::kParagraph;
  int level = 0;
  std::size_t link_bytes = 0;  // of text that stands in links
  bool cell = false;           // table cell
  // The bytes of the page that it was read from, end exclusive.
  std::size_t source_start = 0;
  std::size_t source_end = 0;
};

// What a class or id attribute names.
struct NameHints {
  bool chrome = false;
  bool content = false;
  bool body = false;  // "article-body", "entry-content", "story-body" ...
};
NameHints ReadNameHints(std::string_view class_and_id);

// Sets each block's kind to kChrome where it is not the article. Linear.
void ClassifyHtmlBlocks(std::vector<HtmlElement>* elements, std::vector<HtmlBlock>* blocks);

}  // namespace plenum::ingestion
