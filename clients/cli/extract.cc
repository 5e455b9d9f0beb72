// extract: measures of a file, without a server.
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/text.h"
#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/extraction/json.h"
#include "services/ingestion/formats/formats.h"
#include "services/ingestion/formats/limits.h"
#include "services/ingestion/pdf_program/pdf_program.h"

namespace plenum::cli {
namespace {

struct ExtractOptions {
  std::vector<std::string> files;
};

std::string_view StanceWord(plenum::ingestion::Stance stance) {
  switch (stance) {
    case plenum::ingestion::Stance::kRecommends:
      return "recommended";
    case plenum::ingestion::Stance::kMentions:
      return "mentioned";
    case plenum::ingestion::Stance::kOpposes:
      return "opposed";
  }
  return "";
}

void Print(Session& session, const plenum::ingestion::ParsedDocument& document,
           const std::vector<plenum::ingestion::ExtractedMeasure>& measures) {
  const Terminal& terminal = session.terminal();
  session.out() << terminal.Paint(Style::kStrong, text::Printable(document.title)) << ": "
                << text::Count(static_cast<long long>(measures.size()), "measure") << "\n";
  int number = 0;
  for (const auto& measure : measures) {
    const std::string label = text::PadLeft(std::to_string(++number), 4) + "  ";
    const std::string margin(label.size(), ' ');
    const int room = terminal.width - static_cast<int>(label.size());
    const auto title = text::Wrap(text::Printable(measure.title), room);
    for (std::size_t i = 0; i < title.size(); ++i) {
      session.out() << (i == 0 ? label : margin) << terminal.Paint(Style::kStrong, title[i])
                    << "\n";
    }
    session.out() << margin << StanceWord(measure.stance);
    if (!measure.actor.empty()) session.out() << ", " << text::Printable(measure.actor);
    session.out() << "\n";
    for (const auto& quote : measure.quotes) {
      const std::string words =
          absl::StrCat(terminal.unicode ? "“" : "\"", text::Printable(quote.text),
                       terminal.unicode ? "”" : "\"");
      for (const auto& line : text::Wrap(words, room)) session.out() << margin << line << "\n";
    }
  }
}

absl::Status ExtractFile(Session& session, const std::string& file) {
  const auto content = ReadFile(file, plenum::ingestion::kMaxDocumentBytes);
  if (!content.ok()) return content.status();
  const std::string name = std::filesystem::path(file).filename().string();
  const auto in_file = [&](const absl::Status& status) {
    return UsageError(absl::StrCat(file, ": ", status.message()));
  };
  const auto format = plenum::ingestion::DetectFormat(*content, name, "");
  if (!format.ok()) return in_file(format.status());
  const auto document =
      plenum::ingestion::Parse(*content, *format, name, nullptr, plenum::ingestion::PdfToText());
  if (!document.ok()) return in_file(document.status());
  if (document->foreign) {
    session.err() << absl::StrCat(
        file, ": its language is ", document->language,
        ", and measures are found in English (en) only; none were looked for\n");
  }
  const auto measures = document->foreign
                            ? absl::StatusOr<std::vector<plenum::ingestion::ExtractedMeasure>>(
                                  std::vector<plenum::ingestion::ExtractedMeasure>())
                            : plenum::ingestion::ExtractMeasures(*document);
  if (!measures.ok()) return measures.status();
  if (session.json()) {
    session.out() << plenum::ingestion::ExtractionToJson(*document, *measures);
  } else {
    Print(session, *document, *measures);
  }
  return absl::OkStatus();
}

absl::Status Extract(Session& session, const ExtractOptions& options) {
  for (const std::string& file : options.files) {
    if (absl::Status status = ExtractFile(session, file); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

void AddExtractCommands(CLI::App& app, Action& chosen) {
  const auto extract = AddVerb<ExtractOptions>(
      app, chosen, "extract", "Show the measures of documents, without a server",
      {"plenum extract article.txt", "plenum extract page.html --json | jq -r '.measures[].title'"},
      Extract);
  extract.command
      ->add_option("FILE", extract.options->files,
                   "Text, Markdown, HTML, PDF or DOCX; - is standard input")
      ->required();
}

}  // namespace plenum::cli
