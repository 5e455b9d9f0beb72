#include <gumbo.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/ingestion/formats/chrome.h"
#include "services/ingestion/formats/html_blocks.h"
#include "services/ingestion/formats/html_metadata.h"
#include "services/ingestion/formats/readers.h"

namespace plenum::ingestion {
namespace {

struct OutputCloser {
  void operator()(GumboOutput* output) const {
    gumbo_destroy_output(&kGumboDefaultOptions, output);
  }
};

std::string_view Attribute(const GumboElement& element, const char* name) {
  const GumboAttribute* attribute = gumbo_get_attribute(&element.attributes, name);
  return attribute == nullptr ? std::string_view{} : std::string_view(attribute->value);
}

// Elements without text that a reader sees.
bool IsInvisible(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_CANVAS:
      return true;
    default:
      return false;
  }
}

bool IsChromeTag(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_MENU:
      return true;
    default:
      return false;
  }
}

bool IsInline(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_ABBR:
    case GUMBO_TAG_ACRONYM:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BDI:
    case GUMBO_TAG_BDO:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_DATA:
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_DFN:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_INS:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_MARK:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_Q:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SAMP:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_TIME:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
    case GUMBO_TAG_VAR:
    case GUMBO_TAG_WBR:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_UNKNOWN:
      return true;
    default:
      return false;
  }
}

int HeadingLevel(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_H1:
      return 1;
    case GUMBO_TAG_H2:
      return 2;
    case GUMBO_TAG_H3:
      return 3;
    case GUMBO_TAG_H4:
      return 4;
    case GUMBO_TAG_H5:
      return 5;
    case GUMBO_TAG_H6:
      return 6;
    default:
      return 0;
  }
}

bool IsHidden(const GumboElement& element) {
  if (gumbo_get_attribute(&element.attributes, "hidden") != nullptr) return true;
  const std::string_view style = Attribute(element, "style");
  if (style.empty()) return false;
  return style.find("display:none") != std::string_view::npos ||
         style.find("display: none") != std::string_view::npos;
}

// What the text of an element is, as far as the tags around it say.
struct Context {
  std::size_t element = 0;  // index in elements
  BlockKind kind = BlockKind::kParagraph;
  int level = 0;
  bool link = false;
  bool cell = false;
  bool in_article = false;
};

// Walks the tree with its own stack, so that no depth of it can exhaust the machine's.
class Walker {
 public:
  // `page` is what was parsed: text nodes point into it.
  explicit Walker(std::string_view page) : page_(page) {}

  void Walk(const GumboNode* root) {
    elements.emplace_back();
    stack_.push_back({root, 0, Context{}, true});
    while (!stack_.empty()) {
      Frame& frame = stack_.back();
      const GumboVector& children = frame.node->v.element.children;
      if (frame.next == children.length) {
        if (frame.block) Flush();
        stack_.pop_back();
        continue;
      }
      const auto* child = static_cast<const GumboNode*>(children.data[frame.next++]);
      Visit(child, frame.context);
    }
    Flush();
  }

  std::vector<HtmlElement> elements;
  std::vector<HtmlBlock> blocks;
  HtmlMetadataCollector metadata;

 private:
  struct Frame {
    const GumboNode* node;
    unsigned int next;
    Context context;
    bool block;
  };

  void Visit(const GumboNode* node, const Context& context) {
    switch (node->type) {
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_CDATA:
      case GUMBO_NODE_WHITESPACE:
        AddText(node->v.text, context);
        return;
      case GUMBO_NODE_ELEMENT:
        VisitElement(node, context);
        return;
      default:
        return;
    }
  }

  void VisitElement(const GumboNode* node, const Context& outer) {
    const GumboElement& element = node->v.element;
    const GumboTag tag = element.tag;
    metadata.Visit(element);
    if (tag == GUMBO_TAG_HEAD) VisitHead(element);
    if (IsInvisible(tag)) return;
    if (tag == GUMBO_TAG_BR) {
      AddBreak();
      return;
    }
    Context context = outer;
    if (IsInline(tag)) {
      if (tag == GUMBO_TAG_A) context.link = true;
      stack_.push_back({node, 0, context, false});
      return;
    }
    Flush();
    elements.push_back(Describe(element, outer));
    context.element = elements.size() - 1;
    if (tag == GUMBO_TAG_ARTICLE || tag == GUMBO_TAG_MAIN) context.in_article = true;
    SetKind(tag, &context);
    stack_.push_back({node, 0, context, true});
  }

  // Nothing in the head is visible, but it says what the page is.
  void VisitHead(const GumboElement& head) {
    for (unsigned int i = 0; i < head.children.length; ++i) {
      const auto* child = static_cast<const GumboNode*>(head.children.data[i]);
      if (child->type == GUMBO_NODE_ELEMENT) metadata.Visit(child->v.element);
    }
  }

  // Where a text node stands in the page, white space around it left out. Text that the parser made
  // up has no place.
  std::string_view SourceOf(const GumboText& text) const {
    const GumboStringPiece& piece = text.original_text;
    if (piece.data == nullptr || piece.data < page_.data() ||
        piece.data + piece.length > page_.data() + page_.size()) {
      return {};
    }
    std::string_view source(piece.data, piece.length);
    constexpr std::string_view kSpace = " \t\n\f\v\r";
    const std::size_t first = source.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return source.substr(first, source.find_last_not_of(kSpace) - first + 1);
  }

  void ExtendSource(const GumboText& text) {
    const std::string_view source = SourceOf(text);
    if (source.empty()) return;
    const auto start = static_cast<std::size_t>(source.data() - page_.data());
    const bool first = current_.source_end == 0;
    current_.source_start = first ? start : std::min(current_.source_start, start);
    current_.source_end = std::max(current_.source_end, start + source.size());
  }

  static HtmlElement Describe(const GumboElement& element, const Context& outer) {
    HtmlElement record;
    record.parent = outer.element;
    record.hidden = IsHidden(element);
    const NameHints classes = ReadNameHints(Attribute(element, "class"));
    const NameHints id = ReadNameHints(Attribute(element, "id"));
    record.named_chrome = (classes.chrome || id.chrome) && element.tag != GUMBO_TAG_BODY &&
                          element.tag != GUMBO_TAG_HTML && element.tag != GUMBO_TAG_ARTICLE &&
                          element.tag != GUMBO_TAG_MAIN;
    record.named_content = classes.content || id.content;
    const std::string_view role = Attribute(element, "role");
    const bool page_header = element.tag == GUMBO_TAG_HEADER && !outer.in_article;
    if (page_header || IsChromeTag(element.tag) || role == "navigation" ||
        role == "complementary" || role == "contentinfo" || role == "dialog" || role == "banner" ||
        role == "search") {
      record.role = HtmlRole::kChrome;
    } else if (Attribute(element, "itemprop") == "articleBody" || classes.body || id.body) {
      record.role = HtmlRole::kArticleBody;
    } else if (element.tag == GUMBO_TAG_ARTICLE) {
      record.role = HtmlRole::kArticle;
    } else if (element.tag == GUMBO_TAG_MAIN || role == "main") {
      record.role = HtmlRole::kMain;
    } else if (element.tag == GUMBO_TAG_DIV || element.tag == GUMBO_TAG_SECTION ||
               element.tag == GUMBO_TAG_TD || element.tag == GUMBO_TAG_BODY ||
               element.tag == GUMBO_TAG_CENTER) {
      record.role = HtmlRole::kContainer;
    }
    return record;
  }

  static void SetKind(GumboTag tag, Context* context) {
    if (const int level = HeadingLevel(tag); level != 0) {
      context->kind = BlockKind::kHeading;
      context->level = level;
      return;
    }
    switch (tag) {
      case GUMBO_TAG_LI:
      case GUMBO_TAG_DD:
      case GUMBO_TAG_DT:
        context->level = context->kind == BlockKind::kListItem ? context->level + 1 : 1;
        context->kind = BlockKind::kListItem;
        break;
      case GUMBO_TAG_BLOCKQUOTE:
        context->kind = BlockKind::kQuote;
        break;
      case GUMBO_TAG_FIGURE:
      case GUMBO_TAG_FIGCAPTION:
      case GUMBO_TAG_CAPTION:
      case GUMBO_TAG_PRE:
        context->kind = BlockKind::kCaption;
        break;
      case GUMBO_TAG_TD:
      case GUMBO_TAG_TH:
        context->cell = true;
        break;
      case GUMBO_TAG_P:
        context->cell = false;
        break;
      default:
        break;
    }
  }

  void AddText(const GumboText& text, const Context& context) {
    ExtendSource(text);
    for (const char* c = text.text; *c != '\0'; ++c) {
      const auto byte = static_cast<unsigned char>(*c);
      const bool space = byte == ' ' || (byte >= '\t' && byte <= '\r');
      if (space) {
        pending_space_ = !current_.text.empty();
        continue;
      }
      breaks_ = 0;
      if (current_.text.empty()) {
        current_.element = context.element;
        current_.kind = context.kind;
        current_.level = context.kind == BlockKind::kParagraph ? 0 : context.level;
        current_.cell = context.cell;
      } else if (pending_space_) {
        current_.text.push_back(' ');
      }
      pending_space_ = false;
      current_.text.push_back(*c);
      if (context.link) ++current_.link_bytes;
    }
  }

  // One line break is a space; two make a paragraph.
  void AddBreak() {
    pending_space_ = !current_.text.empty();
    if (++breaks_ >= 2) Flush();
  }

  void Flush() {
    if (!current_.text.empty()) blocks.push_back(std::move(current_));
    current_ = HtmlBlock{};
    pending_space_ = false;
    breaks_ = 0;
  }

  std::string_view page_;
  std::vector<Frame> stack_;
  HtmlBlock current_;
  bool pending_space_ = false;
  int breaks_ = 0;
};

// Text of the first <title> under <head>, white space squeezed by the caller.
std::string HeadTitle(const GumboNode* root) {
  const GumboVector& children = root->v.element.children;
  for (unsigned int i = 0; i < children.length; ++i) {
    const auto* head = static_cast<const GumboNode*>(children.data[i]);
    if (head->type != GUMBO_NODE_ELEMENT || head->v.element.tag != GUMBO_TAG_HEAD) continue;
    const GumboVector& inside = head->v.element.children;
    for (unsigned int k = 0; k < inside.length; ++k) {
      const auto* title = static_cast<const GumboNode*>(inside.data[k]);
      if (title->type != GUMBO_NODE_ELEMENT || title->v.element.tag != GUMBO_TAG_TITLE) continue;
      if (title->v.element.children.length == 0) return {};
      const auto* text = static_cast<const GumboNode*>(title->v.element.children.data[0]);
      return text->type == GUMBO_NODE_TEXT ? text->v.text.text : "";
    }
  }
  return {};
}

// The only first-level heading of the article; else the page's title up to the site's name.
std::string ChooseTitle(const std::vector<HtmlBlock>& blocks, std::string head_title) {
  for (const HtmlBlock& block : blocks) {
    if (block.kind == BlockKind::kHeading && block.level == 1) return block.text;
  }
  for (const std::string_view mark : {" | ", " - ", " \xE2\x80\x93 ", " \xC2\xB7 "}) {
    const std::size_t at = head_title.rfind(mark);
    if (at != std::string::npos && CountWords(head_title.substr(0, at)) >= 3) {
      head_title.resize(at);
      break;
    }
  }
  return head_title;
}

}  // namespace

absl::StatusOr<ReaderResult> ReadHtml(std::string_view text, std::string_view filename,
                                      const base::Stopped& stopped) {
  if (absl::Status status = CheckHtmlIsBounded(text, filename); !status.ok()) return status;
  if (base::IsStopped(stopped)) return base::StoppedWork();
  const std::unique_ptr<GumboOutput, OutputCloser> output(
      gumbo_parse_with_options(&kGumboDefaultOptions, text.data(), text.size()));
  if (base::IsStopped(stopped)) return base::StoppedWork();
  Walker walker(text);
  walker.Walk(output->root);
  if (base::IsStopped(stopped)) return base::StoppedWork();
  ClassifyHtmlBlocks(&walker.elements, &walker.blocks);
  ReaderResult result;
  result.title = ChooseTitle(walker.blocks, HeadTitle(output->root));
  result.language = std::string(Attribute(output->root->v.element, "lang"));
  HtmlMetadata metadata = walker.metadata.Take();
  result.author = std::move(metadata.author);
  result.date = std::move(metadata.date);
  result.source = std::move(metadata.source);
  for (const HtmlBlock& block : walker.blocks) {
    if (!result.text.empty()) result.text += "\n\n";
    const std::size_t start = result.text.size();
    result.text += block.text;
    result.blocks.push_back({block.kind, start, result.text.size(), block.level, /*page=*/0,
                             block.source_start, block.source_end});
  }
  return result;
}

}  // namespace plenum::ingestion
