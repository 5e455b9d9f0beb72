#include "services/ingestion/formats/pdf_order.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace plenum::ingestion {
namespace {

struct Box {
  double x_min = 0;
  double y_min = 0;
  double x_max = 0;
  double y_max = 0;
  std::size_t first = 0;  // of the layout's lines
  std::size_t last = 0;   // exclusive

  std::size_t lines() const { return last - first; }
  void Include(const Box& other) {
    x_min = std::min(x_min, other.x_min);
    y_min = std::min(y_min, other.y_min);
    x_max = std::max(x_max, other.x_max);
    y_max = std::max(y_max, other.y_max);
  }
};

using Boxes = std::vector<Box>;

Box Hull(const Boxes& boxes) {
  Box hull = boxes.front();
  for (const Box& box : boxes) hull.Include(box);
  return hull;
}

std::size_t CountLines(const Boxes& boxes) {
  std::size_t lines = 0;
  for (const Box& box : boxes) lines += box.lines();
  return lines;
}

constexpr double kLeastGutter = 6.0;  // points
constexpr std::size_t kLeastColumnLines = 3;
constexpr double kLeastColumnShare = 0.2;  // of the width of both

// Whether two sides of a gutter are columns: neither is a label beside the other, and they stand
// next to each other.
bool AreColumns(const Boxes& left, const Boxes& right) {
  const Box a = Hull(left);
  const Box b = Hull(right);
  const double width = b.x_max - a.x_min;
  return CountLines(left) >= kLeastColumnLines && CountLines(right) >= kLeastColumnLines &&
         a.x_max - a.x_min >= kLeastColumnShare * width &&
         b.x_max - b.x_min >= kLeastColumnShare * width &&
         std::min(a.y_max, b.y_max) > std::max(a.y_min, b.y_min);
}

// The two sides of the widest gutter between columns, if there is one. Keeps the order within them.
std::optional<std::pair<Boxes, Boxes>> CutColumns(const Boxes& boxes) {
  if (boxes.size() < 2) return std::nullopt;
  Boxes sorted = boxes;
  std::sort(sorted.begin(), sorted.end(),
            [](const Box& a, const Box& b) { return a.x_min < b.x_min; });
  std::vector<std::pair<double, double>> gutters;  // width, place
  double edge = sorted.front().x_max;
  for (const Box& box : sorted) {
    if (box.x_min - edge >= kLeastGutter) gutters.emplace_back(box.x_min - edge, box.x_min);
    edge = std::max(edge, box.x_max);
  }
  std::sort(gutters.rbegin(), gutters.rend());
  constexpr std::size_t kMostTries = 8;
  for (std::size_t i = 0; i < std::min(gutters.size(), kMostTries); ++i) {
    std::pair<Boxes, Boxes> sides;
    for (const Box& box : boxes) {
      (box.x_min < gutters[i].second ? sides.first : sides.second).push_back(box);
    }
    if (AreColumns(sides.first, sides.second)) return sides;
  }
  return std::nullopt;
}

// Bands from top to bottom with white between them, joined again where they share a gutter.
std::vector<Boxes> CutBands(const Boxes& boxes) {
  Boxes sorted = boxes;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Box& a, const Box& b) { return a.y_min < b.y_min; });
  std::vector<Boxes> bands;
  double edge = 0;
  for (const Box& box : sorted) {
    if (bands.empty() || box.y_min >= edge) bands.emplace_back();
    edge = bands.back().empty() ? box.y_max : std::max(edge, box.y_max);
    bands.back().push_back(box);
  }
  std::vector<Boxes> groups;
  for (Boxes& band : bands) {
    Boxes joined = groups.empty() ? Boxes{} : groups.back();
    joined.insert(joined.end(), band.begin(), band.end());
    if (!groups.empty() && CutColumns(joined).has_value()) {
      groups.back() = std::move(joined);
    } else {
      groups.push_back(std::move(band));
    }
  }
  return groups;
}

class PageOrder {
 public:
  explicit PageOrder(int* column) : column_(*column) {}

  // Appends the boxes in reading order with their columns.
  void Order(const Boxes& boxes, int depth) {
    constexpr int kDeepest = 12;
    if (boxes.size() > 1 && depth < kDeepest) {
      if (const auto sides = CutColumns(boxes)) {
        for (const Boxes* side : {&sides->first, &sides->second}) {
          ++column_;
          Order(*side, depth + 1);
        }
        ++column_;
        return;
      }
      const std::vector<Boxes> bands = CutBands(boxes);
      if (bands.size() > 1) {
        for (const Boxes& band : bands) Order(band, depth + 1);
        return;
      }
    }
    for (const Box& box : boxes) ordered.emplace_back(box, column_);
  }

  std::vector<std::pair<Box, int>> ordered;

 private:
  int& column_;
};

// The blocks of lines[first, last), without furniture, as the program ordered them.
Boxes BlocksOf(const PdfLayout& layout, const std::vector<bool>& furniture, std::size_t first,
               std::size_t last) {
  Boxes boxes;
  int block = -1;
  for (std::size_t i = first; i < last; ++i) {
    const PdfLine& line = layout.lines[i];
    if (furniture[i]) {
      block = -1;
      continue;
    }
    const Box box{line.x_min, line.y_min, line.x_max, line.y_max, i, i + 1};
    if (line.block == block) {
      boxes.back().Include(box);
      boxes.back().last = i + 1;
    } else {
      boxes.push_back(box);
      block = line.block;
    }
  }
  return boxes;
}

}  // namespace

void OrderLines(PdfLayout* layout, std::vector<bool>* furniture) {
  constexpr std::size_t kMostBlocks = 400;  // real pages have up to a hundred
  std::vector<PdfLine> lines;
  std::vector<bool> flags;
  lines.reserve(layout->lines.size());
  const auto take = [&](std::size_t i, int column) {
    lines.push_back(std::move(layout->lines[i]));
    lines.back().flow = column;
    flags.push_back((*furniture)[i]);
  };
  int column = 0;
  for (std::size_t first = 0, last = 0; first < layout->lines.size(); first = last) {
    const int page = layout->lines[first].page;
    while (last < layout->lines.size() && layout->lines[last].page == page) ++last;
    const double middle = layout->pages[static_cast<std::size_t>(page) - 1].height / 2.0;
    const Boxes boxes = BlocksOf(*layout, *furniture, first, last);
    std::vector<std::size_t> below;
    for (std::size_t i = first; i < last; ++i) {
      if (!(*furniture)[i]) continue;
      if (layout->lines[i].y_min < middle) {
        take(i, column);
      } else {
        below.push_back(i);
      }
    }
    ++column;
    PageOrder order(&column);
    constexpr int kNoCuts = 99;
    order.Order(boxes, boxes.size() > kMostBlocks ? kNoCuts : 0);
    for (const auto& [box, at] : order.ordered) {
      for (std::size_t i = box.first; i < box.last; ++i) take(i, at);
    }
    for (const std::size_t i : below) take(i, column);
  }
  layout->lines = std::move(lines);
  *furniture = std::move(flags);
}

}  // namespace plenum::ingestion
