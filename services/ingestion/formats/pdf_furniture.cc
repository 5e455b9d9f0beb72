#include "services/ingestion/formats/pdf_furniture.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "services/ingestion/formats/chrome.h"
#include "services/ingestion/formats/strings.h"

namespace plenum::ingestion {
namespace {

// The share of a page's height at its top and at its bottom where furniture stands.
constexpr double kMargin = 0.12;

bool IsDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// The words with every number made "#", so that "Report | 4" is on page 5 what it is on page 4.
std::string KeyOf(std::string_view text) {
  std::string key;
  for (const char c : NormalizeForCues(text)) {
    if (!IsDigit(c)) {
      key.push_back(c);
    } else if (key.empty() || key.back() != '#') {
      key.push_back('#');
    }
  }
  return key;
}

bool IsPageNumber(std::string_view text) {
  const std::string key = KeyOf(text);
  if (key == "#" || key == "- # -" || key == "page #" || key == "page # of #" || key == "p. #" ||
      key == "# / #" || key == "#/#" || key == "# of #" || key == "| #" || key == "# |" ||
      key == "[#]" || key == "\xE2\x80\x93 # \xE2\x80\x93") {
    return true;
  }
  return text.size() <= 7 && text.find_first_not_of("ivxlc") == std::string_view::npos;
}

// "Introduction ........ 4", "Introduction . . . . 4".
bool IsContentsLine(std::string_view text) {
  return IsDigit(text.back()) && (Contains(text, ".....") || Contains(text, ". . . ."));
}

bool IsVertical(const PdfLine& line) {
  return line.text.size() > 3 && line.y_max - line.y_min > 2.0 * (line.x_max - line.x_min);
}

}  // namespace

std::vector<bool> FindFurniture(const PdfLayout& layout) {
  std::vector<bool> furniture(layout.lines.size(), false);
  // By words, the lines that stand near an edge: height on the page, page, line.
  struct Place {
    double y = 0;
    int page = 0;
    std::size_t line = 0;
  };
  std::map<std::string, std::vector<Place>> margins;
  for (std::size_t i = 0; i < layout.lines.size(); ++i) {
    const PdfLine& line = layout.lines[i];
    const double height = layout.pages[static_cast<std::size_t>(line.page) - 1].height;
    const bool top = line.y_min < kMargin * height;
    const bool bottom = line.y_max > (1.0 - kMargin) * height;
    furniture[i] = IsContentsLine(line.text) || IsVertical(line) ||
                   ((top || bottom) && IsPageNumber(line.text));
    if (!furniture[i] && (top || bottom)) {
      margins[(top ? "^" : "_") + KeyOf(line.text)].push_back({line.y_min, line.page, i});
    }
  }
  constexpr double kSameHeight = 4.0;
  const bool many = layout.pages.size() > 8;
  for (auto& [key, places] : margins) {
    // On a long document a chapter's head returns on two pages at least; a heading may by chance.
    const bool numbered = Contains(key, "#");
    const std::size_t least = many && !numbered ? 3 : 2;
    std::sort(places.begin(), places.end(),
              [](const Place& a, const Place& b) { return a.y < b.y; });
    for (std::size_t first = 0, last = 0; first < places.size(); first = last) {
      while (last < places.size() && places[last].y - places[first].y <= kSameHeight) ++last;
      std::vector<int> pages;
      for (std::size_t i = first; i < last; ++i) pages.push_back(places[i].page);
      std::sort(pages.begin(), pages.end());
      pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
      if (pages.size() < least) continue;
      for (std::size_t i = first; i < last; ++i) furniture[places[i].line] = true;
    }
  }
  return furniture;
}

}  // namespace plenum::ingestion
