#include "clients/cli/report_document.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

using Kind = ReportBlock::Kind;

bool IsNumber(const std::string& cell) {
  return !cell.empty() && cell.find_first_not_of("0123456789.,-%+ ") == std::string::npos;
}

// What Markdown, and the HTML within it, would read as more than words.
std::string Markdown(const std::string& words) {
  std::string out;
  for (const char c : text::Printable(words)) {
    if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// The same at the beginning of a line, where more is read: lists and their numbers.
std::string MarkdownLine(const std::string& words) {
  std::string out = Markdown(words);
  const std::size_t after = out.find_first_not_of("0123456789");
  if (after == 0 && (out[0] == '-' || out[0] == '+' || out[0] == '~' || out[0] == '=')) {
    out.insert(0, "\\");
  } else if (after != out.npos && after > 0 && (out[after] == '.' || out[after] == ')')) {
    out.insert(after, "\\");
  }
  return out;
}

std::string Html(const std::string& words) {
  std::string out;
  for (const char c : text::Printable(words)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

void AddMarkdownTable(const std::vector<std::string>& header,
                      const std::vector<std::vector<std::string>>& rows, std::string& out) {
  const auto row = [&](const std::vector<std::string>& cells) {
    out += '|';
    for (const std::string& cell : cells) absl::StrAppend(&out, " ", Markdown(cell), " |");
    out += '\n';
  };
  row(header);
  out += '|';
  for (std::size_t column = 0; column < header.size(); ++column) {
    const bool right = !rows.empty() && column < rows[0].size() && IsNumber(rows[0][column]);
    out += right ? " ---: |" : " --- |";
  }
  out += '\n';
  for (const auto& cells : rows) row(cells);
}

void AddMarkdown(const ReportBlock& block, std::string& out) {
  const std::string words = MarkdownLine(block.text);
  switch (block.kind) {
    case Kind::kHeading:
      absl::StrAppend(&out, "\n## ", words, "\n");
      break;
    case Kind::kSubheading:
      absl::StrAppend(&out, "\n### ", words, "\n");
      break;
    case Kind::kText:
      absl::StrAppend(&out, "\n", words, "\n");
      break;
    case Kind::kItem:
      absl::StrAppend(&out, "- ", words, "\n");
      break;
    case Kind::kQuote:
      absl::StrAppend(&out, "\n> ", words, "\n");
      break;
    case Kind::kCode:
      absl::StrAppend(&out, "\n    ", text::Printable(block.text), "\n");
      break;
    case Kind::kTable:
      absl::StrAppend(&out, "\n", words, "\n\n");
      AddMarkdownTable(block.header, block.rows, out);
      break;
    case Kind::kBars: {
      std::vector<std::vector<std::string>> rows;
      for (const ReportBar& bar : block.bars) rows.push_back({bar.label, bar.shown});
      absl::StrAppend(&out, "\n", words, "\n\n");
      AddMarkdownTable({"", ""}, rows, out);
      break;
    }
  }
  if (block.note.empty()) return;
  // Below an item it belongs to it.
  absl::StrAppend(&out, block.kind == Kind::kItem ? "  " : "\n", "*", Markdown(block.note), "*\n");
}

constexpr char kStyle[] =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b1b1b;background:#fff}"
    "h1{line-height:1.2}h2{margin-top:2.5rem;border-bottom:1px solid #ccc}"
    "table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}"
    "caption{text-align:left;font-style:italic;padding-bottom:.3rem}"
    "th,td{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}"
    "td.n{text-align:right;font-variant-numeric:tabular-nums}"
    "blockquote{margin:.5rem 0;padding-left:.8rem;border-left:3px solid #888}"
    "small{color:#666;display:block}svg{max-width:100%;height:auto}"
    "svg text{font:14px system-ui,sans-serif;fill:currentColor}svg rect{fill:#2a6fb0}"
    "pre{overflow-x:auto;background:#f3f3f3;padding:.6rem}"
    "@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}"
    "th,td{border-color:#444}h2{border-color:#555}small{color:#aaa}svg rect{fill:#6fb1ee}"
    "pre{background:#222}}"
    "@media print{body{max-width:none;margin:0}h2,h3{break-after:avoid}"
    "table,blockquote,svg{break-inside:avoid}}";

void AddHtmlTable(const ReportBlock& block, std::string& out) {
  absl::StrAppend(&out, "<table><caption>", Html(block.text), "</caption>\n<tr>");
  for (const std::string& cell : block.header) {
    absl::StrAppend(&out, "<th scope=\"col\">", Html(cell), "</th>");
  }
  out += "</tr>\n";
  for (const auto& row : block.rows) {
    out += "<tr>";
    for (const std::string& cell : row) {
      absl::StrAppend(&out, IsNumber(cell) ? "<td class=\"n\">" : "<td>", Html(cell), "</td>");
    }
    out += "</tr>\n";
  }
  out += "</table>\n";
}

// Horizontal bars, each below its label, so that a label may be as long as the chart is wide.
void AddHtmlBars(const ReportBlock& block, std::string& out) {
  constexpr int kWidth = 640;
  constexpr int kRow = 44;
  constexpr double kRoom = 560;  // the rest is for the figure
  double most = 0;
  std::string spoken = block.text + ": ";
  for (const ReportBar& bar : block.bars) {
    most = std::max(most, bar.value);
    absl::StrAppend(&spoken, bar.label, " ", bar.shown, "; ");
  }
  const int height = kRow * static_cast<int>(block.bars.size());
  absl::StrAppend(&out, "<figure><figcaption>", Html(block.text),
                  "</figcaption>\n<svg viewBox=\"0 0 ", kWidth, " ", height, "\" width=\"", kWidth,
                  "\" role=\"img\" aria-label=\"", Html(spoken), "\">\n");
  int top = 0;
  for (const ReportBar& bar : block.bars) {
    const int length = most > 0 ? static_cast<int>(kRoom * bar.value / most) : 0;
    absl::StrAppend(&out, "<text x=\"0\" y=\"", top + 15, "\">",
                    Html(text::Truncate(bar.label, 86)), "</text>");
    absl::StrAppend(&out, "<rect x=\"0\" y=\"", top + 21, "\" width=\"", length,
                    "\" height=\"14\"/><text x=\"", length + 6, "\" y=\"", top + 33, "\">",
                    Html(bar.shown), "</text>\n");
    top += kRow;
  }
  out += "</svg></figure>\n";
}

void AddHtml(const ReportBlock& block, std::string& out) {
  const std::string words = Html(block.text);
  const auto element = [&](const char* tag) {
    absl::StrAppend(&out, "<", tag, ">", words,
                    block.note.empty() ? "" : "<small>" + Html(block.note) + "</small>");
    absl::StrAppend(&out, "</", tag, ">\n");
  };
  switch (block.kind) {
    case Kind::kHeading:
      return element("h2");
    case Kind::kSubheading:
      return element("h3");
    case Kind::kText:
      return element("p");
    case Kind::kItem:
      return element("li");
    case Kind::kQuote:
      return element("blockquote");
    case Kind::kCode:
      return element("pre");
    case Kind::kTable:
      AddHtmlTable(block, out);
      break;
    case Kind::kBars:
      AddHtmlBars(block, out);
      break;
  }
  if (!block.note.empty()) absl::StrAppend(&out, "<small>", Html(block.note), "</small>\n");
}

}  // namespace

std::string ToMarkdown(const ReportDocument& document) {
  std::string out = absl::StrCat("# ", Markdown(document.title), "\n");
  if (!document.subtitle.empty()) absl::StrAppend(&out, "\n", Markdown(document.subtitle), "\n");
  Kind before = Kind::kText;
  for (const ReportBlock& block : document.blocks) {
    // A list begins after an empty line, and ends with one.
    if (block.kind == Kind::kItem && before != Kind::kItem) out += '\n';
    AddMarkdown(block, out);
    before = block.kind;
  }
  return out;
}

std::string ToHtml(const ReportDocument& document) {
  std::string out = absl::StrCat(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "name=\"viewport\" "
      "content=\"width=device-width\">\n<title>",
      Html(document.title), "</title>\n<style>", kStyle, "</style>\n</head>\n<body>\n<h1>",
      Html(document.title), "</h1>\n");
  if (!document.subtitle.empty()) {
    absl::StrAppend(&out, "<p>", Html(document.subtitle), "</p>\n");
  }
  bool listed = false;
  for (const ReportBlock& block : document.blocks) {
    const bool item = block.kind == Kind::kItem;
    if (item != listed) out += item ? "<ul>\n" : "</ul>\n";
    listed = item;
    AddHtml(block, out);
  }
  if (listed) out += "</ul>\n";
  return out + "</body>\n</html>\n";
}

}  // namespace plenum::cli
