// table: aligned columns that honour the width of the terminal.
//
//   Table table({{"", Align::kRight}, {"Measure", Align::kLeft, /*flexible=*/true}, {"Votes"}});
//   table.Add({"1", title, "5"});
//   out << table.Render(terminal);
//
// Flexible columns are wrapped when the table is wider than the terminal; the others never are.
// Cells must be printable (see text.h) and may be styled as a whole.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/terminal.h"

namespace plenum::cli {

enum class Align { kLeft, kRight };

struct Column {
  std::string header;
  Align align = Align::kLeft;
  bool flexible = false;
};

struct Cell {
  // Not explicit: rows are written as {"1", title, {"yes", Style::kGood}}.
  // NOLINTNEXTLINE(google-explicit-constructor)
  Cell(std::string cell_text, Style cell_style = Style::kPlain)
      : text(std::move(cell_text)), style(cell_style) {}
  Cell(const char* cell_text) : text(cell_text) {}  // NOLINT(google-explicit-constructor)

  std::string text;
  Style style = Style::kPlain;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // One cell for each column; missing ones are empty.
  void Add(std::vector<Cell> cells);
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  // Every line ends in a line break and has no spaces before it. The header is left out when all
  // headers are empty. `indent` columns stay free on the left.
  [[nodiscard]] std::string Render(const Terminal& terminal, int indent = 0) const;

 private:
  [[nodiscard]] std::vector<int> Widths(int width) const;
  void RenderRow(const std::vector<Cell>& row, const std::vector<int>& widths,
                 const Terminal& terminal, int indent, std::string& out) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace plenum::cli
