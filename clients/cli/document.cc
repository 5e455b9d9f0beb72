// document import, list, show.
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

using ingestion::v1::DocumentFormat;

// The service's limit; said here before 64 MiB travel.
constexpr std::size_t kMaxDocumentBytes = std::size_t{64} << 20U;
constexpr std::chrono::minutes kImportTime{1};

struct ImportOptions {
  std::vector<std::string> files;
  std::string format;
};

struct ShowOptions {
  std::string document;
  bool text = false;
};

std::string_view FormatWord(DocumentFormat format) {
  switch (format) {
    case ingestion::v1::DOCUMENT_FORMAT_TEXT:
      return "text";
    case ingestion::v1::DOCUMENT_FORMAT_MARKDOWN:
      return "Markdown";
    case ingestion::v1::DOCUMENT_FORMAT_HTML:
      return "HTML";
    case ingestion::v1::DOCUMENT_FORMAT_PDF:
      return "PDF";
    case ingestion::v1::DOCUMENT_FORMAT_DOCX:
      return "DOCX";
    default:
      return "unknown";
  }
}

DocumentFormat FormatOf(const std::string& word) {
  if (word == "text") return ingestion::v1::DOCUMENT_FORMAT_TEXT;
  if (word == "markdown") return ingestion::v1::DOCUMENT_FORMAT_MARKDOWN;
  if (word == "html") return ingestion::v1::DOCUMENT_FORMAT_HTML;
  if (word == "pdf") return ingestion::v1::DOCUMENT_FORMAT_PDF;
  if (word == "docx") return ingestion::v1::DOCUMENT_FORMAT_DOCX;
  return ingestion::v1::DOCUMENT_FORMAT_UNSPECIFIED;
}

std::string SizeWord(std::int64_t bytes) {
  if (bytes < 1000) return absl::StrCat(bytes, " B");
  if (bytes < 1000000) return text::Number(static_cast<double>(bytes) / 1e3, 1) + " kB";
  return text::Number(static_cast<double>(bytes) / 1e6, 1) + " MB";
}

std::string FileName(const std::string& path) {
  return path == "-" ? "stdin.txt" : std::filesystem::path(path).filename().string();
}

absl::Status ImportOne(Session& session, const std::string& deliberation, const std::string& path,
                       const ImportOptions& options, Progress& progress) {
  auto content = ReadFile(path, kMaxDocumentBytes);
  if (!content.ok()) return content.status();
  ingestion::v1::ImportDocumentRequest request;
  request.set_parent(deliberation);
  request.set_file_name(FileName(path));
  request.set_content(*std::move(content));
  request.set_format(FormatOf(options.format));
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Ingestions::ImportDocument, request);
  if (!response.ok()) return response.status();
  progress.Clear();
  if (session.json()) return session.PrintJsonLine(*response);
  const auto& document = response->document();
  session.out() << text::Printable(document.title()) << " ("
                << text::Printable(document.file_name()) << "): ";
  if (response->duplicate()) {
    session.out() << session.terminal().Paint(Style::kWarning, "already here")
                  << ", nothing added\n";
  } else {
    session.out() << session.terminal().Paint(Style::kStrong,
                                              text::Count(document.measure_count(), "measure"))
                  << " found\n";
  }
  return absl::OkStatus();
}

absl::Status Import(Session& session, const ImportOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  session.SetDeadline(std::max<std::chrono::milliseconds>(
      kImportTime,
      std::chrono::milliseconds(static_cast<std::int64_t>(session.options().timeout_s * 1000))));
  Progress progress(static_cast<long long>(options.files.size()), session.json());
  absl::Status first;
  std::size_t failed = 0;
  for (std::size_t i = 0; i < options.files.size(); ++i) {
    progress.Show(static_cast<long long>(i), FileName(options.files[i]));
    absl::Status status =
        ImportOne(session, who->deliberation, options.files[i], options, progress);
    if (status.ok()) continue;
    // One file that cannot be read must not keep the others out; a server that does not answer, or
    // does not let us, will not do so for the next file either.
    const bool one_file = absl::IsInvalidArgument(status) || absl::IsResourceExhausted(status);
    if (!one_file || options.files.size() == 1) return status;
    progress.Clear();
    ++failed;
    if (first.ok()) first = status;
    session.err() << text::Printable(options.files[i]) << ": "
                  << text::PrintableLines(MessageOf(status)) << "\n";
  }
  progress.Clear();
  if (failed == 0) return absl::OkStatus();
  const std::string message = absl::StrCat(failed, " of ", options.files.size(),
                                           " files were not imported, for the reasons above");
  return ExitCodeOf(first) == kExitUsage ? UsageError(message)
                                         : absl::Status(first.code(), message);
}

absl::Status List(Session& session, const NoOptions&) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  ingestion::v1::ListDocumentsRequest request;
  request.set_parent(who->deliberation);
  const auto response = session.CallAll(&Ingestions::ListDocuments, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  if (response->documents().empty()) {
    session.out() << "No documents yet; `plenum document import FILE...` adds them.\n";
    return absl::OkStatus();
  }
  Table table({{"", Align::kRight},
               {"Document", Align::kLeft, true},
               {"File", Align::kLeft, true},
               {"Format"},
               {"Size", Align::kRight},
               {"Measures", Align::kRight}});
  int number = 0;
  for (const auto& document : response->documents()) {
    table.Add({Label(kDocument, ++number), text::Printable(document.title()),
               text::Printable(document.file_name()), std::string(FormatWord(document.format())),
               SizeWord(document.size_bytes()), std::to_string(document.measure_count())});
  }
  session.out() << table.Render(session.terminal());
  return absl::OkStatus();
}

absl::Status ShowText(Session& session, const std::string& name) {
  ingestion::v1::GetDocumentTextRequest request;
  request.set_name(name);
  const auto response = session.Call(&Ingestions::GetDocumentText, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  // A pipe gets the words as they are, a terminal without what would steer it.
  session.out() << (session.terminal().is_terminal ? text::PrintableLines(response->text())
                                                   : response->text());
  if (response->text().empty() || response->text().back() != '\n') session.out() << "\n";
  return absl::OkStatus();
}

absl::Status Show(Session& session, const ShowOptions& options) {
  const auto found = session.FindDocument(options.document);
  if (!found.ok()) return found.status();
  if (options.text) return ShowText(session, found->name());
  ingestion::v1::GetDocumentRequest request;
  request.set_name(found->name());
  const auto response = session.Call(&Ingestions::GetDocument, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const auto& document = response->document();
  const Terminal& terminal = session.terminal();
  session.out() << terminal.Paint(Style::kStrong, text::Printable(document.title())) << "\n";
  Table table({{""}, {"", Align::kLeft, true}});
  table.Add({Cell("File", Style::kDim), text::Printable(document.file_name())});
  table.Add({Cell("Format", Style::kDim), std::string(FormatWord(document.format()))});
  table.Add(
      {Cell("Size", Style::kDim), absl::StrCat(SizeWord(document.size_bytes()), ", ",
                                               document.text_length(), " characters of text")});
  table.Add({Cell("Measures", Style::kDim), std::to_string(document.measure_count())});
  table.Add({Cell("Imported", Style::kDim), TimeWord(document.create_time())});
  table.Add({Cell("SHA-256", Style::kDim), text::Printable(document.sha256())});
  table.Add({Cell("Id", Style::kDim), text::Printable(LastSegment(document.name()))});
  session.out() << table.Render(terminal, 2);
  return absl::OkStatus();
}

}  // namespace

void AddDocumentCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "document", "Import documents; measures are found in them");
  const auto import = AddVerb<ImportOptions>(
      *noun, chosen, "import",
      "Import documents: text, Markdown, HTML, PDF or DOCX, up to 64 MiB each",
      {"plenum document import article.txt report.pdf brief.docx page.html",
       "curl -s https://example.org/page | plenum document import - --format html",
       "plenum document import *.txt --json   # one JSON object a line"},
      Import);
  import.command->add_option("FILE", import.options->files, "Files; - is standard input")
      ->required();
  import.command
      ->add_option("--format", import.options->format,
                   "text, markdown, html, pdf or docx; found out when left out")
      ->check(CLI::IsMember({"text", "markdown", "html", "pdf", "docx"}));
  AddVerb<NoOptions>(*noun, chosen, "list", "List the documents",
                     {"plenum document list", "plenum document list --json"}, List);
  const auto show = AddVerb<ShowOptions>(
      *noun, chosen, "show", "Show one document, or its text",
      {"plenum document show d1", "plenum document show \"Sharing the burden\" --text"}, Show);
  show.command->add_option("DOCUMENT", show.options->document, "Number, title or id")->required();
  show.command->add_flag("--text", show.options->text, "Print the stored text");
}

}  // namespace plenum::cli
