#include "clients/cli/table.h"

#include <algorithm>
#include <utility>

#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

constexpr int kGap = 2;
// A flexible column is never made narrower than this: the line may then be longer than the
// terminal.
constexpr int kNarrowest = 12;

}  // namespace

void Table::Add(std::vector<Cell> cells) {
  cells.resize(columns_.size(), Cell(""));
  rows_.push_back(std::move(cells));
}

std::vector<int> Table::Widths(int width) const {
  std::vector<int> widths;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    int widest = text::Width(columns_[c].header);
    for (const auto& row : rows_) widest = std::max(widest, text::Width(row[c].text));
    widths.push_back(widest);
  }
  int total = kGap * (static_cast<int>(columns_.size()) - 1);
  for (const int w : widths) total += w;
  // Take from the widest flexible column, one at a time, until it fits or nothing can give.
  while (total > width) {
    std::size_t widest = columns_.size();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (!columns_[c].flexible || widths[c] <= kNarrowest) continue;
      if (widest == columns_.size() || widths[c] > widths[widest]) widest = c;
    }
    if (widest == columns_.size()) break;
    --widths[widest];
    --total;
  }
  return widths;
}

void Table::RenderRow(const std::vector<Cell>& row, const std::vector<int>& widths,
                      const Terminal& terminal, int indent, std::string& out) const {
  std::vector<std::vector<std::string>> lines;
  std::size_t height = 1;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    lines.push_back(columns_[c].flexible ? text::Wrap(row[c].text, widths[c])
                                         : std::vector<std::string>{row[c].text});
    height = std::max(height, lines.back().size());
  }
  for (std::size_t l = 0; l < height; ++l) {
    std::string line(static_cast<std::size_t>(indent), ' ');
    int free = 0;  // spaces owed before the next cell that shows something
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const std::string part = l < lines[c].size() ? lines[c][l] : "";
      const int room = widths[c] - text::Width(part);
      if (part.empty()) {
        free += widths[c] + kGap;
        continue;
      }
      const bool right = columns_[c].align == Align::kRight;
      line.append(static_cast<std::size_t>(std::max(0, free + (right ? room : 0))), ' ');
      line += terminal.Paint(row[c].style, part);
      free = kGap + (right ? 0 : std::max(0, room));
    }
    out += line;
    out += '\n';
  }
}

std::string Table::Render(const Terminal& terminal, int indent) const {
  const std::vector<int> widths = Widths(terminal.width - indent);
  std::string out;
  std::vector<Cell> header;
  bool named = false;
  for (const Column& column : columns_) {
    header.emplace_back(column.header, Style::kDim);
    named = named || !column.header.empty();
  }
  if (named) RenderRow(header, widths, terminal, indent, out);
  for (const auto& row : rows_) RenderRow(row, widths, terminal, indent, out);
  return out;
}

}  // namespace plenum::cli
