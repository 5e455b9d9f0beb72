#include "services/ingestion/pdf_program/pdf_program.h"

#include <csignal>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/limits.h"

namespace plenum::ingestion {
namespace {

constexpr std::size_t kMemoryPerByte = 16;

absl::Status FromEnd(const ChildResult& result) {
  const std::string& errors = result.errors;
  if (result.exit_code == 0) return absl::OkStatus();
  if (absl::StrContains(errors, "Incorrect password") ||
      absl::StrContains(errors, "nsupported security handler") ||
      absl::StrContains(errors, "ncryption")) {
    return absl::InvalidArgumentError(
        "is encrypted; save a copy without a password, for example with `qpdf --decrypt "
        "--password=... in.pdf out.pdf`");
  }
  if (result.signal == SIGXCPU || result.signal == SIGKILL) {
    return absl::InvalidArgumentError(
        "takes too much processor time to read; print it to a new PDF, or split it");
  }
  if (absl::StrContains(errors, "ut of memory") || absl::StrContains(errors, "bad_alloc") ||
      result.signal == SIGABRT || result.signal == SIGSEGV) {
    return absl::InvalidArgumentError(
        "takes too much memory to read, or breaks the program that reads PDF; print it to a new "
        "PDF, or split it");
  }
  return absl::InvalidArgumentError(
      "is damaged, or no PDF; open it in a viewer and print it to a new PDF, or fetch it again");
}

absl::Status FromRun(const absl::Status& status, const std::string& program) {
  switch (status.code()) {
    case absl::StatusCode::kNotFound:
      return absl::FailedPreconditionError(
          absl::StrCat("is a PDF, and ", program,
                       " is not there to read it; install it (Debian: apt install poppler-utils)"));
    case absl::StatusCode::kDeadlineExceeded:
      return absl::InvalidArgumentError(absl::StrCat("cannot be read: ", status.message(),
                                                     "; print it to a new PDF, or split it"));
    case absl::StatusCode::kResourceExhausted:
      return absl::InvalidArgumentError(
          absl::StrCat("has too much text to be read: ", status.message(), "; split it"));
    default:
      return status;
  }
}

}  // namespace

PdfLayoutSource PdfToText(const PdfProgramOptions& options) {
  return [options](std::string_view pdf, const PdfLayoutSink& sink,
                   const base::Stopped& stopped) -> absl::Status {
    ChildLimits limits = options.limits;
    limits.memory_bytes += kMemoryPerByte * pdf.size();
    limits.output_bytes = std::min(limits.output_bytes, kMaxPdfLayoutBytes);
    // One page more than is read, so that too many are noticed.
    const std::vector<std::string> arguments = {options.program,
                                                "-bbox-layout",
                                                "-enc",
                                                "UTF-8",
                                                "-l",
                                                absl::StrCat(kMaxPdfPages + 1),
                                                "/dev/stdin",
                                                "-"};
    const absl::StatusOr<ChildResult> result = RunChild(arguments, pdf, limits, sink, stopped);
    return result.ok() ? FromEnd(*result) : FromRun(result.status(), options.program);
  };
}

}  // namespace plenum::ingestion
