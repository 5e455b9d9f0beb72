#include "services/ingestion/formats/html_blocks.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <unordered_set>

#include "services/ingestion/formats/chrome.h"

namespace plenum::ingestion {
namespace {

using Words = std::unordered_set<std::string_view>;

// Words of class names that stand for chrome.
const Words& ChromeWords() {
  static const auto* const kWords = new Words{"ad",
                                              "ads",
                                              "advert",
                                              "advertisement",
                                              "adverts",
                                              "aside",
                                              "author",
                                              "authors",
                                              "banner",
                                              "bio",
                                              "breadcrumb",
                                              "breadcrumbs",
                                              "byline",
                                              "comment",
                                              "comments",
                                              "commenting",
                                              "consent",
                                              "cookie",
                                              "cookies",
                                              "copyright",
                                              "credits",
                                              "cta",
                                              "dateline",
                                              "disclaimer",
                                              "disqus",
                                              "dropdown",
                                              "facebook",
                                              "footer",
                                              "footnotes",
                                              "gdpr",
                                              "hidden",
                                              "infobox",
                                              "login",
                                              "masthead",
                                              "menu",
                                              "meta",
                                              "metadata",
                                              "modal",
                                              "nav",
                                              "navbar",
                                              "navigation",
                                              "newsletter",
                                              "newsletters",
                                              "outbrain",
                                              "overlay",
                                              "pager",
                                              "pagination",
                                              "paywall",
                                              "popular",
                                              "popup",
                                              "promo",
                                              "promos",
                                              "promotion",
                                              "rail",
                                              "recirc",
                                              "recommended",
                                              "recommendations",
                                              "related",
                                              "search",
                                              "share",
                                              "sharing",
                                              "shares",
                                              "sidebar",
                                              "signup",
                                              "skip",
                                              "social",
                                              "sponsor",
                                              "sponsored",
                                              "subscribe",
                                              "subscription",
                                              "syndication",
                                              "taboola",
                                              "tag",
                                              "tags",
                                              "teaser",
                                              "teasers",
                                              "timestamp",
                                              "toolbar",
                                              "tooltip",
                                              "trending",
                                              "tweet",
                                              "twitter",
                                              "widget",
                                              "widgets",
                                              "noprint",
                                              "readmore",
                                              "print",
                                              "pinterest",
                                              "mostread",
                                              "buttons",
                                              "sociallinks",
                                              "respond",
                                              "replies",
                                              "reply",
                                              "reading",
                                              "upsell"};
  return *kWords;
}

const Words& ContentWords() {
  static const auto* const kWords =
      new Words{"article", "body", "content", "entry", "main", "page",
                "post",    "text", "blog",    "story", "news", "hentry"};
  return *kWords;
}

// Two words that, side by side, name the element that holds an article's text.
bool NamesBody(std::string_view first, std::string_view second) {
  static const auto* const kOwner = new Words{"article", "entry", "post", "story", "news", "blog"};
  static const auto* const kBody = new Words{"body", "content", "text", "copy"};
  return kOwner->count(first) != 0 && kBody->count(second) != 0;
}

// Splits "ArticleBody main-content" into lower-case words.
std::vector<std::string> SplitName(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  bool lower_before = false;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(word);
    word.clear();
  };
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalpha(byte) == 0) {
      flush();
      lower_before = false;
      continue;
    }
    if (std::isupper(byte) != 0 && lower_before) flush();
    lower_before = std::islower(byte) != 0;
    word.push_back(static_cast<char>(std::tolower(byte)));
  }
  flush();
  return words;
}

double LinkDensity(const HtmlBlock& block) {
  return block.text.empty()
             ? 0.0
             : static_cast<double>(block.link_bytes) / static_cast<double>(block.text.size());
}

// A block that looks like running text: long enough and not mainly links.
bool IsProse(const HtmlBlock& block) {
  return block.kind != BlockKind::kHeading && block.kind != BlockKind::kCaption &&
         block.text.size() >= 40 && LinkDensity(block) < 0.4;
}

double ProseScore(const HtmlBlock& block) {
  const auto commas = static_cast<double>(std::count(block.text.begin(), block.text.end(), ','));
  const double length = std::min(static_cast<double>(block.text.size()) / 100.0, 4.0);
  return (1.0 + std::min(commas, 6.0) + length) * (1.0 - LinkDensity(block));
}

class Classifier {
 public:
  Classifier(std::vector<HtmlElement>* elements, std::vector<HtmlBlock>* blocks)
      : elements_(*elements), blocks_(*blocks), junk_(elements->size(), 0) {}

  void Run() {
    if (elements_.empty()) return;
    MarkJunk();
    const std::size_t article = ChooseArticle();
    MarkOutside(article);
    MarkInside();
    TrimHeadings();
  }

 private:
  void SumText(bool skip_junk) {
    for (HtmlElement& element : elements_) element.text = 0;
    for (const HtmlBlock& block : blocks_) {
      if (!IsProse(block) || (skip_junk && junk_[block.element] != 0)) continue;
      elements_[block.element].text += static_cast<double>(block.text.size());
    }
    // Elements are in document order, so children come after their parents.
    for (std::size_t i = elements_.size() - 1; i > 0; --i) {
      elements_[elements_[i].parent].text += elements_[i].text;
    }
  }

  // An element that is chrome by tag or name, and everything in it; but not one that holds most of
  // the page's text, whatever it is called.
  void MarkJunk() {
    SumText(/*skip_junk=*/false);
    const double all = elements_[0].text;
    for (std::size_t i = 1; i < elements_.size(); ++i) {
      const HtmlElement& element = elements_[i];
      const bool inherited = junk_[element.parent] != 0;
      const bool own = element.role == HtmlRole::kChrome || element.named_chrome || element.hidden;
      junk_[i] = static_cast<char>(inherited || (own && element.text < 0.5 * all));
    }
    SumText(/*skip_junk=*/true);
  }

  std::size_t ChooseArticle() {
    const double all = elements_[0].text;
    if (all <= 0) return 0;
    // What the page itself calls its article, if it holds a good part of the text.
    for (const HtmlRole role : {HtmlRole::kArticleBody, HtmlRole::kArticle, HtmlRole::kMain}) {
      std::size_t best = 0;
      for (std::size_t i = 1; i < elements_.size(); ++i) {
        if (elements_[i].role != role || junk_[i] != 0) continue;
        if (best == 0 || elements_[i].text > elements_[best].text) best = i;
      }
      const double share = role == HtmlRole::kArticleBody ? 0.35 : 0.5;
      if (best != 0 && elements_[best].text >= share * all) {
        return role == HtmlRole::kMain ? Narrow(best) : best;
      }
    }
    return Narrow(0);
  }

  // The element with the best score of its paragraphs, inside `top`.
  std::size_t Narrow(std::size_t top) {
    for (HtmlElement& element : elements_) element.score = 0;
    for (const HtmlBlock& block : blocks_) {
      if (!IsProse(block) || junk_[block.element] != 0) continue;
      const double score = ProseScore(block);
      // A paragraph counts in full for its parent, by half for the next, then less.
      std::size_t at = block.element;
      if (elements_[at].role == HtmlRole::kOther) at = elements_[at].parent;
      constexpr int kReach = 4;
      double share = 1.0;
      for (int step = 0; step < kReach; ++step) {
        elements_[at].score += score * share;
        share = step == 0 ? 0.5 : share / 2.0;
        if (at == 0) break;
        at = elements_[at].parent;
      }
    }
    std::size_t best = top;
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      HtmlElement& element = elements_[i];
      if (element.named_content) element.score *= 1.25;
      if (junk_[i] == 0 && element.score > elements_[best].score && IsInside(i, top)) best = i;
    }
    // Up again while that doubles nothing but adds text of the same article.
    const double all = elements_[top].text;
    while (best != top && elements_[best].text < 0.7 * all) best = elements_[best].parent;
    return best;
  }

  bool IsInside(std::size_t element, std::size_t top) const {
    while (element > top) element = elements_[element].parent;
    return element == top;
  }

  void MarkOutside(std::size_t article) {
    std::vector<char> inside(elements_.size(), 0);
    inside[article] = 1;
    for (std::size_t i = article + 1; i < elements_.size(); ++i) {
      inside[i] = inside[elements_[i].parent];
    }
    for (HtmlBlock& block : blocks_) {
      if (inside[block.element] == 0 || junk_[block.element] != 0) {
        block.kind = BlockKind::kChrome;
      }
    }
  }

  void MarkInside() {
    constexpr std::size_t kFewestWordsOfASentence = 8;
    for (HtmlBlock& block : blocks_) {
      if (block.kind == BlockKind::kChrome || block.kind == BlockKind::kCaption) continue;
      const double density = LinkDensity(block);
      const bool list = block.kind == BlockKind::kListItem;
      const bool sentence = EndsAsSentence(block.text);
      if (density > (list ? 0.7 : 0.85) && !(sentence && block.text.size() > 80)) {
        block.kind = BlockKind::kChrome;
        continue;
      }
      // Old pages lay out their text in tables: what is a sentence in a cell is no figure.
      const std::size_t words = CountWords(block.text);
      const bool figure = words < kFewestWordsOfASentence || (words < 25 && !sentence);
      if (block.cell && figure) {
        block.kind = BlockKind::kCaption;
        continue;
      }
      const ChromeCue cue = FindChromeCue(block.text);
      if (cue == ChromeCue::kCredit) {
        block.kind = BlockKind::kCaption;
      } else if (cue != ChromeCue::kNone) {
        block.kind = BlockKind::kChrome;
      }
    }
  }

  // A heading with nothing of the article under it is the heading of a chrome box.
  void TrimHeadings() {
    bool content_follows = false;
    for (std::size_t i = blocks_.size(); i > 0; --i) {
      HtmlBlock& block = blocks_[i - 1];
      if (block.kind == BlockKind::kHeading) {
        if (!content_follows) block.kind = BlockKind::kChrome;
        if (block.level > 1) content_follows = false;
      } else if (block.kind != BlockKind::kChrome && block.kind != BlockKind::kCaption) {
        content_follows = true;
      }
    }
  }

  std::vector<HtmlElement>& elements_;
  std::vector<HtmlBlock>& blocks_;
  std::vector<char> junk_;
};

}  // namespace

NameHints ReadNameHints(std::string_view class_and_id) {
  NameHints hints;
  const std::vector<std::string> words = SplitName(class_and_id.substr(0, 400));
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (ChromeWords().count(words[i]) != 0) hints.chrome = true;
    if (ContentWords().count(words[i]) != 0) hints.content = true;
    if (words[i] == "articlebody" || words[i] == "storybody" || words[i] == "entrycontent" ||
        (i + 1 < words.size() && NamesBody(words[i], words[i + 1]))) {
      hints.body = true;
    }
  }
  if (hints.chrome) hints.body = false;
  return hints;
}

void ClassifyHtmlBlocks(std::vector<HtmlElement>* elements, std::vector<HtmlBlock>* blocks) {
  Classifier(elements, blocks).Run();
}

}  // namespace plenum::ingestion
