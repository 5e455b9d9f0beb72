// report_document: a report as headings, texts, tables and charts, and how it is written as
// Markdown and as one HTML file that needs nothing else.
//
// Texts come from documents and from other people: both writers make them harmless, so that what
// looks like a tag, a link or a table in them is shown as it was typed. Pure: no files, no network.
#pragma once

#include <string>
#include <vector>

namespace plenum::cli {

struct ReportBar {
  std::string label;
  double value = 0;  // not below 0
  std::string shown;
};

struct ReportBlock {
  enum class Kind { kHeading, kSubheading, kText, kItem, kQuote, kTable, kBars, kCode };
  Kind kind = Kind::kText;
  std::string text{};  // of a table or chart: what it shows, in a few words
  std::string note{};  // where it comes from: ids and places, shown small
  std::vector<std::string> header{};
  std::vector<std::vector<std::string>>
      rows{};  // as wide as the header; numbers stand to the right
  std::vector<ReportBar> bars{};
};

struct ReportDocument {
  std::string title;
  std::string subtitle;
  std::vector<ReportBlock> blocks;
};

// Both end in a line break. Linear.
std::string ToMarkdown(const ReportDocument& document);
std::string ToHtml(const ReportDocument& document);

}  // namespace plenum::cli
