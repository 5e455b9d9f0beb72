// Reads the article pages of scrapinghub's article-extraction-benchmark and scores the text of the
// blocks that are not chrome against the marked article bodies: 4-word shingles, F1 of the averaged
// precision and recall, as the benchmark's own script does it.
//
//   ingestion_html_score DIR [--list] [--print PAGE]
//
// DIR holds ground-truth.json and PAGE.html.gz. Ends with a line "F1 ... pages >= 0.90: N of M".
// Exit status 1 if a page could not be read.
#include <zlib.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/formats.h"

namespace {

using plenum::ingestion::Block;
using plenum::ingestion::BlockKind;
using plenum::ingestion::CodePointIndex;
using plenum::ingestion::Format;
using plenum::ingestion::ParsedDocument;

using Shingles = std::map<std::vector<std::string>, int>;

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

// Runs of word characters, as the benchmark's \w+; every byte beyond ASCII counts as one, except
// typographic punctuation.
std::vector<std::string> Words(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool punctuation3 = text.compare(i, 2, "\xE2\x80") == 0;
    const bool punctuation2 = text.compare(i, 2, "\xC2\xA0") == 0 ||
                              text.compare(i, 2, "\xC2\xAB") == 0 ||
                              text.compare(i, 2, "\xC2\xBB") == 0;
    if (!punctuation2 && !punctuation3 &&
        (byte >= 0x80 || std::isalnum(byte) != 0 || byte == '_')) {
      word.push_back(text[i]);
      continue;
    }
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
    if (punctuation3) i += 2;
    if (punctuation2) i += 1;
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

Shingles MakeShingles(const std::string& text) {
  constexpr std::size_t kSize = 4;
  Shingles shingles;
  const std::vector<std::string> words = Words(text);
  if (words.size() < kSize && !words.empty()) ++shingles[words];
  for (std::size_t i = 0; i + kSize <= words.size(); ++i) {
    ++shingles[{words.begin() + static_cast<std::ptrdiff_t>(i),
                words.begin() + static_cast<std::ptrdiff_t>(i + kSize)}];
  }
  return shingles;
}

struct Score {
  double precision = 0;
  double recall = 0;
  double F1() const {
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }
};

Score Compare(const Shingles& truth, const Shingles& found) {
  double common = 0;
  double extra = 0;
  double missing = 0;
  for (const auto& [shingle, count] : found) {
    const auto it = truth.find(shingle);
    const int there = it == truth.end() ? 0 : it->second;
    common += std::min(count, there);
    extra += std::max(0, count - there);
  }
  for (const auto& [shingle, count] : truth) {
    const auto it = found.find(shingle);
    missing += std::max(0, count - (it == found.end() ? 0 : it->second));
  }
  Score score;
  if (common + extra == 0 && common + missing == 0) return {1, 1};
  score.precision = common + extra == 0 ? 0 : common / (common + extra);
  score.recall = common + missing == 0 ? 0 : common / (common + missing);
  return score;
}

std::string Body(const ParsedDocument& document, bool mark) {
  const CodePointIndex index(document.text);
  std::string body;
  for (const Block& block : document.blocks) {
    const bool keep = block.kind != BlockKind::kChrome && block.kind != BlockKind::kCaption &&
                      !(block.kind == BlockKind::kHeading && block.level == 1);
    if (mark) body += keep ? "+ " : "- ";
    if (mark) body.append(plenum::ingestion::BlockKindName(block.kind)).append(": ");
    if (keep || mark) body.append(index.Slice(block.start, block.end)).append("\n");
  }
  return body;
}

}  // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): a page without articleBody should end it loudly
int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: ingestion_html_score DIR [--list] [--print PAGE]\n";
    return 2;
  }
  const std::string folder = argv[1];
  const bool list = argc > 2 && std::strcmp(argv[2], "--list") == 0;
  const std::string print = argc > 3 && std::strcmp(argv[2], "--print") == 0 ? argv[3] : "";
  std::ifstream file(folder + "/ground-truth.json");
  const nlohmann::json truth = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!truth.is_object()) {
    std::cerr << "no ground-truth.json in " << folder << "\n";
    return 2;
  }
  Score sum;
  int pages = 0;
  int good = 0;
  int failed = 0;
  double seconds = 0;
  for (const auto& [page, expected] : truth.items()) {
    if (!print.empty() && page.rfind(print, 0) != 0) continue;
    std::string path = folder;
    path.append("/").append(page).append(".html.gz");
    const std::string bytes = ReadGzip(path);
    if (bytes.empty()) continue;  // the other half of the benchmark is not here
    const auto begin = std::chrono::steady_clock::now();
    const absl::StatusOr<ParsedDocument> document =
        plenum::ingestion::Parse(bytes, Format::kHtml, page);
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    ++pages;
    if (!document.ok()) {
      ++failed;
      std::cout << page << ": " << document.status().ToString() << "\n";
      continue;
    }
    const Score score = Compare(MakeShingles(expected["articleBody"].get<std::string>()),
                                MakeShingles(Body(*document, false)));
    sum.precision += score.precision;
    sum.recall += score.recall;
    if (score.F1() >= 0.90) ++good;
    if (list) {
      std::printf("%.3f P %.3f R %.3f %s\n", score.F1(), score.precision, score.recall,
                  page.c_str());
    }
    if (!print.empty()) {
      std::cout << Body(*document, true) << "=== expected\n"
                << expected["articleBody"].get<std::string>() << "\n";
    }
  }
  if (pages == 0) {
    std::cerr << "no pages in " << folder << "\n";
    return 2;
  }
  sum.precision /= pages;
  sum.recall /= pages;
  std::printf("F1 %.3f precision %.3f recall %.3f | %.1f ms a page | pages >= 0.90: %d of %d\n",
              sum.F1(), sum.precision, sum.recall, 1000 * seconds / pages, good, pages);
  return failed == 0 ? 0 : 1;
}
