#include "services/ingestion/formats/chrome.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>

namespace plenum::ingestion {
namespace {

bool IsAlnum(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0;
}

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool EndsWith(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool StartsWithAny(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view p) { return StartsWith(text, p); });
}

bool ContainsAny(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view p) { return Contains(text, p); });
}

bool IsCredit(std::string_view text, std::size_t words) {
  if (StartsWithAny(text, {"top photo credit", "top image credit", "photo credit", "image credit",
                           "credit:", "photo:", "photograph:", "image:", "picture:", "caption:",
                           "photo by ", "image by ", "illustration:", "illustration by ",
                           "file photo", "source: ", "figure:", "courtesy of "})) {
    return words < 80;
  }
  return words < 80 &&
         ContainsAny(text, {"(photo by", "(photo:", "(image:", "photo credit:", "image credit:",
                            "/shutterstock", "via getty", "getty images", "/reuters", "reuters/",
                            "(via reuters", "via reuters", "/afp", "ap photo", "(photo/",
                            "photograph by", "wikimedia commons"});
}

bool IsTeaserEnd(std::string_view text, std::size_t words) {
  if (words > 8) return false;
  return ContainsAny(text, {"keep reading", "read more", "continue reading", "show less",
                            "show more", "read the full", "read full", "load more", "view more",
                            "see more", "see all", "view all", "read on"}) ||
         text == "more" || text == "more...";
}

bool IsArticleEnd(std::string_view text, std::size_t words) {
  if (StartsWithAny(text, {"you may also like",   "you might also like",
                           "more from ",          "more on ",
                           "related articles",    "related stories",
                           "related reading",     "related posts",
                           "related content",     "related topics",
                           "recommended for",     "recommended reading",
                           "read next",           "up next",
                           "further reading",     "don't miss",
                           "editors' picks",      "editor's picks",
                           "about the author",    "leave a comment",
                           "leave a reply",       "join the conversation",
                           "join the discussion", "recent features",
                           "recent posts",        "recent articles",
                           "popular now",         "trending now",
                           "latest from",         "latest news",
                           "also in this",        "also on ",
                           "in other news",       "what to read next",
                           "sponsored content",   "tags:",
                           "filed under",         "see also:"})) {
    return words <= 30;
  }
  static constexpr std::array<std::string_view, 12> kWhole = {
      "related", "most read",     "most popular", "trending", "comments", "latest",
      "tags",    "advertisement", "newsletter",   "see also", "share",    "popular"};
  if (std::find(kWhole.begin(), kWhole.end(), text) != kWhole.end()) return true;
  return words <= 3 && EndsWith(text, " comments");
}

bool IsCallToAction(std::string_view text, std::size_t words) {
  if (words > 70) return false;
  if (StartsWithAny(text, {"follow us",
                           "subscribe",
                           "sign up",
                           "sign in",
                           "log in",
                           "join our",
                           "register now",
                           "click here",
                           "share this",
                           "share on",
                           "tweet this",
                           "email this",
                           "print this",
                           "support our",
                           "become a member",
                           "donate",
                           "download the",
                           "download our",
                           "download pdf",
                           "cite this",
                           "get the latest",
                           "get our",
                           "enjoying this",
                           "enjoyed this",
                           "like what you",
                           "thank you for",
                           "listen to this",
                           "listen to our",
                           "watch our",
                           "skip to ",
                           "back to top",
                           "find your ",
                           "apply now",
                           "buy now",
                           "shop now",
                           "start your free",
                           "advertise with",
                           "contact us",
                           "about us",
                           "terms of ",
                           "privacy policy",
                           "all rights reserved",
                           "copyright",
                           "\xC2\xA9",
                           "this article was originally",
                           "this article first appeared",
                           "this article originally",
                           "republish",
                           "want more",
                           "never miss",
                           "stay informed",
                           "stay up to date",
                           "sponsored",
                           "advertisement",
                           "menu",
                           "search",
                           "please enable",
                           "your browser"})) {
    return words <= 45;
  }
  return ContainsAny(text, {"newsletter",
                            "unsubscribe",
                            "this site uses cookies",
                            "this website uses cookies",
                            "accept all cookies",
                            "cookie policy",
                            "cookie settings",
                            "we use cookies",
                            "all rights reserved",
                            "privacy policy",
                            "terms of service",
                            "terms and conditions",
                            "follow us on",
                            "share on facebook",
                            "share on linkedin",
                            "share on twitter",
                            "in your inbox",
                            "to your inbox",
                            "our weekly round",
                            "our daily brief",
                            "subscribe now",
                            "subscribe to",
                            "subscribe today",
                            "already a subscriber",
                            "free trial",
                            "jobs board",
                            "podcast wherever",
                            "without permission",
                            "the views expressed",
                            "views expressed in this",
                            "reading time",
                            "min read",
                            "minute read",
                            "minutes read",
                            "click the link",
                            "tax-deductible",
                            "tax deductible",
                            "your support",
                            "dreaming of a career"});
}

bool IsBreadcrumb(std::string_view block, std::string_view text, std::size_t words) {
  if (words == 0 || words > 16 || EndsAsSentence(block)) return false;
  std::size_t separators = 0;
  for (const std::string_view mark :
       {" | ", " / ", " > ", " \xC2\xBB ", " \xE2\x80\xBA ", " \xC2\xB7 ", " \xE2\x80\xA2 "}) {
    for (std::size_t at = text.find(mark); at != std::string_view::npos;
         at = text.find(mark, at + 1)) {
      ++separators;
    }
  }
  // A single separator with few words on both sides, or several.
  return separators >= 2 || (separators == 1 && words <= 6);
}

bool IsByline(std::string_view text, std::size_t words) {
  if (words == 0 || words > 14) return false;
  if (StartsWithAny(text, {"by the ", "by "}) && !EndsWith(text, ".")) return words <= 10;
  if (StartsWithAny(text, {"published", "updated", "posted", "last updated", "first published",
                           "last modified", "date:", "author:"})) {
    return true;
  }
  static constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  if (words > 5) return false;
  const bool digit =
      std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digit && std::any_of(kMonths.begin(), kMonths.end(),
                              [&](std::string_view m) { return Contains(text, m); });
}

bool IsAuthorNote(std::string_view text, std::size_t words) {
  if (words > 90) return false;
  if (StartsWithAny(
          text, {"the author is", "the author was", "the author served", "the author has ",
                 "the author works", "the author teaches", "the author writes", "the authors are",
                 "the writer is", "about the author", "the author's"})) {
    return true;
  }
  const std::string_view head = text.substr(0, 160);
  const bool role = ContainsAny(head, {" is a senior fellow",
                                       " is a fellow",
                                       " is a research fellow",
                                       " is a professor",
                                       " is professor",
                                       " is an associate professor",
                                       " is an assistant professor",
                                       " is a nonresident",
                                       " is a non-resident",
                                       " is a visiting",
                                       " is director of",
                                       " is the director of",
                                       " is the author of",
                                       " is a columnist",
                                       " is a contributing",
                                       " is a reporter",
                                       " is a journalist",
                                       " is a staff writer",
                                       " is a freelance",
                                       " is a former",
                                       " is a senior researcher",
                                       " is a research associate",
                                       " is an analyst at",
                                       " is a policy analyst",
                                       " is editor",
                                       " is a correspondent"});
  return role && words <= 60;
}

bool IsNotice(std::string_view text, std::size_t words) {
  if (words > 60) return false;
  return ContainsAny(
      text, {"copies may be ordered", "copies may be obtained", "copies of this report",
             "responses should be sent", "responses should be submitted", "comments should be sent",
             "enquiries should be", "queries should be", "inquiries should be",
             "correspondence should be", "for further information", "for more information",
             "for media enquiries", "press enquiries", "isbn ", "issn "});
}

// The beginning and the end of a block, where cues stand; the middle of a long one is not read.
std::string_view Head(std::string_view block) { return block.substr(0, 400); }

}  // namespace

std::string NormalizeForCues(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (text.substr(i, 3) == "\xE2\x80\x99" || text.substr(i, 3) == "\xE2\x80\x98") {
      out.push_back('\'');
      i += 2;
      continue;
    }
    const bool no_break = text.substr(i, 2) == "\xC2\xA0";
    if (no_break || std::isspace(static_cast<unsigned char>(c)) != 0) {
      if (!out.empty() && out.back() != ' ') out.push_back(' ');
      if (no_break) ++i;
      continue;
    }
    out.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::size_t CountWords(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    // The no-break space and typographic punctuation are no letters.
    const bool no_break = text.substr(i, 2) == "\xC2\xA0";
    const bool dash = text.substr(i, 2) == "\xE2\x80";
    if (no_break || dash) {
      if (no_break || static_cast<unsigned char>(text[std::min(i + 2, text.size() - 1)]) != 0x99) {
        inside = false;
      }
      i += no_break ? 1 : 2;
      continue;
    }
    const bool joins = inside && (text[i] == '\'' || text[i] == '-');
    const bool letter = IsAlnum(text[i]);
    if (letter && !inside) ++words;
    inside = letter || joins;
  }
  return words;
}

bool EndsAsSentence(std::string_view text) {
  for (;;) {
    while (!text.empty() && (std::isspace(static_cast<unsigned char>(text.back())) != 0 ||
                             text.back() == '"' || text.back() == '\'' || text.back() == ')' ||
                             text.back() == ']' || text.back() == '*' || text.back() == '_')) {
      text.remove_suffix(1);
    }
    if (EndsWith(text, "\xE2\x80\x9D") || EndsWith(text, "\xE2\x80\x99")) {
      text.remove_suffix(3);
      continue;
    }
    if (EndsWith(text, "\xC2\xA0")) {
      text.remove_suffix(2);
      continue;
    }
    // The number of a note behind the stop, whose bracket has gone above: "homes.[5".
    const std::size_t digits = text.find_last_not_of("0123456789");
    if (digits != text.npos && digits + 1 < text.size() && text[digits] == '[') {
      text.remove_suffix(text.size() - digits);
      continue;
    }
    break;
  }
  if (EndsWith(text, "\xE2\x80\xA6")) return true;
  return !text.empty() && (text.back() == '.' || text.back() == '!' || text.back() == '?');
}

ChromeCue FindChromeCue(std::string_view block) {
  constexpr std::size_t kLongest = 1200;
  if (block.size() > kLongest) return ChromeCue::kNone;
  std::string normal = NormalizeForCues(Head(block));
  // Emphasis, quote and list marks of Markdown say nothing here.
  normal.erase(std::remove_if(normal.begin(), normal.end(),
                              [](char c) { return c == '*' || c == '_' || c == '`'; }),
               normal.end());
  std::string_view text = normal;
  while (!text.empty() && (text.front() == ' ' || text.front() == '>' || text.front() == '#')) {
    text.remove_prefix(1);
  }
  const std::size_t words = CountWords(block);
  if (IsTeaserEnd(text, words)) return ChromeCue::kTeaserEnd;
  if (IsArticleEnd(text, words)) return ChromeCue::kArticleEnd;
  if (IsCredit(text, words)) return ChromeCue::kCredit;
  if (IsCallToAction(text, words)) return ChromeCue::kCallToAction;
  if (IsBreadcrumb(block, text, words)) return ChromeCue::kBreadcrumb;
  if (IsByline(text, words)) return ChromeCue::kByline;
  if (IsAuthorNote(text, words)) return ChromeCue::kAuthorNote;
  if (IsNotice(text, words)) return ChromeCue::kNotice;
  return ChromeCue::kNone;
}

}  // namespace plenum::ingestion
