// Times the reading of documents against its floor, in one run: the article pages of
// PLENUM_CONFORMANCE_DIR, read and searched for measures, against gumbo's bare parse of the same
// bytes; and a text article of 15 KB from bytes to measures.
//
//   plenum-bench-ingestion [--json]
//
// --json prints {"pages", "megabytes", "gumbo_ms", "read_ms", "measures_ms", "article_ms"} on one
// line, for peer_ingestion.py. Medians of several rounds. Exit status 2 if the pages are missing.
#include <gumbo.h>
#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/formats/formats.h"

namespace {

using plenum::ingestion::ExtractMeasures;
using plenum::ingestion::Format;
using plenum::ingestion::Parse;

std::string ReadGzip(const std::string& path) {
  std::string out;
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return out;
  char buffer[1 << 16];
  for (int n = gzread(file, buffer, sizeof buffer); n > 0;
       n = gzread(file, buffer, sizeof buffer)) {
    out.append(buffer, static_cast<std::size_t>(n));
  }
  gzclose(file);
  return out;
}

std::vector<std::string> ReadPages(const std::filesystem::path& folder) {
  std::vector<std::string> pages;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".gz") pages.push_back(ReadGzip(entry.path().string()));
  }
  return pages;
}

double MedianMilliseconds(const std::function<void()>& work) {
  constexpr int kRounds = 7;
  std::vector<double> times;
  for (int i = 0; i < kRounds; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    times.push_back(took.count());
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

// Adds up what was found, so that nothing is optimised away.
std::size_t sink = 0;

void ParseWithGumbo(const std::string& page) {
  GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, page.data(), page.size());
  sink += output->root->v.element.children.length;
  gumbo_destroy_output(&kGumboDefaultOptions, output);
}

void Read(const std::string& bytes, Format format, bool measures) {
  const auto document = Parse(bytes, format, "page");
  if (!document.ok()) return;
  sink += document->blocks.size();
  if (!measures) return;
  const auto found = ExtractMeasures(*document);
  if (found.ok()) sink += found->size();
}

// About 15 KB of prose in which every third sentence proposes something.
std::string Article() {
  constexpr std::size_t kBytes = std::size_t{15} * 1024;
  std::string text = "The harbour after the ferries\n\n";
  for (int i = 0; text.size() < kBytes; ++i) {
    const std::string n = std::to_string(i);
    text.append("The pier in district ").append(n);
    text +=
        " was built in 1911 and has been repaired twice since, because the piles are softer than "
        "anybody admits. The council should repair the pier of district ";
    text.append(n);
    text +=
        " before the winter and move the ferry to the old dock, although some traders fear that it "
        "would cost them the summer. It could also lease the northern slip, which nobody has used "
        "for years, to the cooperative of district ";
    text.append(n).append(".\n\n");
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  const bool json = argc > 1 && std::strcmp(argv[1], "--json") == 0;
  const char* cases = std::getenv("PLENUM_CONFORMANCE_DIR");
  const std::string folder = cases == nullptr ? "../shared/conformance" : cases;
  const std::vector<std::string> pages = ReadPages(folder + "/ingestion/html");
  if (pages.empty()) {
    std::fprintf(stderr, "no pages in %s/ingestion/html; set PLENUM_CONFORMANCE_DIR\n",
                 folder.c_str());
    return 2;
  }
  double megabytes = 0;
  for (const std::string& page : pages) megabytes += static_cast<double>(page.size()) / 1e6;
  const double gumbo = MedianMilliseconds([&] {
    for (const std::string& page : pages) ParseWithGumbo(page);
  });
  const double read = MedianMilliseconds([&] {
    for (const std::string& page : pages) Read(page, Format::kHtml, false);
  });
  const double measures = MedianMilliseconds([&] {
    for (const std::string& page : pages) Read(page, Format::kHtml, true);
  });
  const std::string article = Article();
  const double one = MedianMilliseconds([&] { Read(article, Format::kText, true); });
  if (json) {
    std::printf(
        "{\"pages\": %zu, \"megabytes\": %.3f, \"gumbo_ms\": %.3f, \"read_ms\": %.3f, "
        "\"measures_ms\": %.3f, \"article_ms\": %.3f}\n",
        pages.size(), megabytes, gumbo, read, measures, one);
    return sink == 0 ? 1 : 0;
  }
  std::printf("%zu pages, %.1f MB: gumbo alone %.1f ms\n", pages.size(), megabytes, gumbo);
  std::printf("  read              %8.1f ms  %.2f x gumbo (at most 3)\n", read, read / gumbo);
  std::printf("  read and searched %8.1f ms  %.2f x gumbo\n", measures, measures / gumbo);
  std::printf("article of %zu KB, read and searched: %.2f ms (at most 20)\n", article.size() / 1024,
              one);
  return sink == 0 ? 1 : 0;
}
