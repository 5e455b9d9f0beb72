// document import, list, show.
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/document_view.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "clients/cli/upload.h"
#include "services/common/base/status.h"

namespace plenum::cli {
namespace {

using ingestion::v1::DocumentFormat;

// The service's limit; said here before 64 MiB travel.
constexpr std::size_t kMaxDocumentBytes = std::size_t{64} << 20U;
constexpr std::chrono::minutes kImportTime{1};
// Of the progress bar.
constexpr long long kStepsOfFile = 100;

struct ImportOptions {
  std::vector<std::string> files;
  std::string format;
};

struct ShowOptions {
  std::string document;
  bool text = false;
  bool original = false;
  bool chrome = false;
  bool info = false;
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

// What the bar says, and how much of the file's hundred steps is done.
void ShowUpload(Progress& progress, long long files_done, const std::string& name,
                const ingestion::v1::UploadProgress& now) {
  constexpr double kReceived = 40;
  constexpr double kRead = 50;
  constexpr double kExtracted = 95;
  double steps = 0;
  std::string label;
  switch (now.stage()) {
    case ingestion::v1::UPLOAD_STAGE_RECEIVING:
      steps = kReceived * now.share();
      label = "sending, " + SizeWord(now.received_bytes());
      break;
    case ingestion::v1::UPLOAD_STAGE_READING:
      steps = kReceived;
      label = "reading";
      break;
    case ingestion::v1::UPLOAD_STAGE_EXTRACTING:
      steps = kRead + (kExtracted - kRead) * now.share();
      label = "looking for measures";
      break;
    default:
      steps = kExtracted;
      label = "storing";
      break;
  }
  progress.Show(files_done * kStepsOfFile + static_cast<long long>(steps), name + ": " + label);
}

absl::Status ImportOne(Session& session, const std::string& deliberation, std::size_t index,
                       const ImportOptions& options, const Interrupts& interrupts,
                       Progress& progress) {
  const std::string& path = options.files[index];
  const auto content = ReadFile(path, kMaxDocumentBytes);
  if (!content.ok()) return content.status();
  if (content->empty()) {
    return absl::InvalidArgumentError("the file is empty: there is nothing to import");
  }
  ingestion::v1::UploadMetadata metadata;
  metadata.set_parent(deliberation);
  metadata.set_file_name(FileName(path));
  metadata.set_size_bytes(static_cast<std::int64_t>(content->size()));
  metadata.set_format(FormatOf(options.format));
  metadata.set_request_id(NewRequestId());
  const auto show = [&](const ingestion::v1::UploadProgress& now) {
    ShowUpload(progress, static_cast<long long>(index), metadata.file_name(), now);
  };
  const auto response = Upload(session, metadata, *content, interrupts, show);
  if (!response.ok()) return response.status();
  progress.Clear();
  if (session.json()) return session.PrintJsonLine(*response);
  const auto& document = response->document();
  session.out() << text::Printable(document.title()) << " ("
                << text::Printable(document.file_name()) << "): ";
  if (response->duplicate()) {
    session.out() << session.terminal().Paint(Style::kWarning, "already here")
                  << ", nothing added\n";
    return absl::OkStatus();
  }
  if (!document.searched()) {
    session.out() << "stored; measures are only looked for in English, and this is \""
                  << text::Printable(document.language()) << "\"\n";
    return absl::OkStatus();
  }
  const auto merged = std::count_if(
      response->measures().begin(), response->measures().end(),
      [](const auto& measure) { return measure.state() == ingestion::v1::MEASURE_STATE_MERGED; });
  session.out() << session.terminal().Paint(Style::kStrong,
                                            text::Count(document.measure_count(), "measure"))
                << " found";
  if (merged > 0) session.out() << ", " << merged << " of them known and merged";
  session.out() << "\n";
  return absl::OkStatus();
}

// After an interrupt: the server has said that nothing of files[next] was stored.
absl::Status CalledOff(const ImportOptions& options, std::size_t next) {
  if (next == 0) return Cancelled("called off; nothing was stored");
  return Cancelled(absl::StrCat("called off; nothing was stored of ", options.files[next],
                                next + 1 < options.files.size() ? " and the files after it" : "",
                                ", those before it are there"));
}

absl::Status Import(Session& session, const ImportOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  session.SetDeadline(std::max<std::chrono::milliseconds>(
      kImportTime,
      std::chrono::milliseconds(static_cast<std::int64_t>(session.options().timeout_s * 1000))));
  Progress progress(static_cast<long long>(options.files.size()) * kStepsOfFile, session.json());
  const Interrupts interrupts;
  absl::Status first;
  std::size_t failed = 0;
  for (std::size_t i = 0; i < options.files.size(); ++i) {
    if (interrupts.happened()) return CalledOff(options, i);
    progress.Show(static_cast<long long>(i) * kStepsOfFile, FileName(options.files[i]));
    absl::Status status = ImportOne(session, who->deliberation, i, options, interrupts, progress);
    if (status.ok()) continue;
    if (base::HasReason(status, common::v1::ERROR_REASON_UPLOAD_CANCELLED)) {
      return CalledOff(options, i);
    }
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

absl::Status ShowOriginal(Session& session, const std::string& name) {
  ingestion::v1::GetDocumentContentRequest request;
  request.set_name(name);
  const auto response = session.Call(&Ingestions::GetDocumentContent, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  if (session.terminal().is_terminal) {
    return UsageError("the imported bytes may steer a terminal; send them to a file with > FILE");
  }
  session.out() << response->content();
  return absl::OkStatus();
}

void ShowInfo(Session& session, const ingestion::v1::Document& document) {
  const Terminal& terminal = session.terminal();
  session.out() << terminal.Paint(Style::kStrong, text::Printable(document.title())) << "\n";
  Table table({{""}, {"", Align::kLeft, true}});
  table.Add({Cell("File", Style::kDim), text::Printable(document.file_name())});
  table.Add({Cell("Format", Style::kDim), std::string(FormatWord(document.format()))});
  table.Add(
      {Cell("Size", Style::kDim), absl::StrCat(SizeWord(document.size_bytes()), ", ",
                                               document.text_length(), " characters of text")});
  const auto add = [&](const char* what, const std::string& value) {
    if (!value.empty()) table.Add({Cell(what, Style::kDim), text::Printable(value)});
  };
  add("Author", document.author());
  add("Date", document.date());
  add("Source", document.source());
  add("Language", document.language());
  table.Add({Cell("Measures", Style::kDim), document.searched()
                                                ? absl::StrCat(document.measure_count())
                                                : "not looked for: the text is not English"});
  table.Add({Cell("Imported", Style::kDim), TimeWord(document.create_time())});
  table.Add({Cell("SHA-256", Style::kDim), text::Printable(document.sha256())});
  table.Add({Cell("Id", Style::kDim), text::Printable(LastSegment(document.name()))});
  session.out() << table.Render(terminal, 2);
}

// What Show() prints, for programs: the document, its text and blocks, and where its measures'
// quotes are.
std::string ShowJson(const ingestion::v1::Document& document,
                     const ingestion::v1::GetDocumentTextResponse& text,
                     const std::vector<ingestion::v1::Measure>& measures) {
  nlohmann::ordered_json json;
  json["document"] = nlohmann::ordered_json::parse(ToJson(document, false));
  json.update(nlohmann::ordered_json::parse(ToJson(text, false)));
  json["quotes"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < measures.size(); ++i) {
    if (measures[i].state() != ingestion::v1::MEASURE_STATE_ACTIVE) continue;
    for (const auto& quote : measures[i].quotes()) {
      if (quote.document() != document.name()) continue;
      auto each = nlohmann::ordered_json::parse(ToJson(quote, false));
      each["measure"] = measures[i].name();
      each["label"] = Label(kMeasure, static_cast<int>(i) + 1);
      json["quotes"].push_back(std::move(each));
    }
  }
  return json.dump(1) + "\n";
}

absl::Status Show(Session& session, const ShowOptions& options) {
  const auto found = session.FindDocument(options.document);
  if (!found.ok()) return found.status();
  if (options.text) return ShowText(session, found->name());
  if (options.original) return ShowOriginal(session, found->name());
  if (options.info && session.json()) {
    ingestion::v1::GetDocumentResponse response;
    *response.mutable_document() = *found;
    return session.PrintJson(response);
  }
  if (!session.json()) ShowInfo(session, *found);
  if (options.info) return absl::OkStatus();
  ingestion::v1::GetDocumentTextRequest request;
  request.set_name(found->name());
  const auto text = session.Call(&Ingestions::GetDocumentText, request);
  if (!text.ok()) return text.status();
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  if (session.json()) {
    session.out() << ShowJson(*found, *text, *measures);
    return absl::OkStatus();
  }
  session.out() << RenderDocument(*text, MarksOf(found->name(), *measures), session.terminal(),
                                  options.chrome);
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
      *noun, chosen, "show", "Show a document, with the quotes of its measures marked",
      {"plenum document show d1", "plenum document show \"Sharing the burden\" --text",
       "plenum document show d1 --json | jq '.quotes[] | {label, page, text}'",
       "plenum document show d1 --original > article.html"},
      Show);
  show.command->add_option("DOCUMENT", show.options->document, "Number, title or id")->required();
  show.command->add_flag("--info", show.options->info, "Only what is known about it, not its text");
  show.command->add_flag("--chrome", show.options->chrome,
                         "Menus, teasers and the like too, which are left out");
  CLI::Option* text =
      show.command->add_flag("--text", show.options->text, "Print the stored text as it is");
  show.command->add_flag("--original", show.options->original, "Print the bytes that were imported")
      ->excludes(text);
}

}  // namespace plenum::cli
