#include "clients/cli/upload.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "absl/strings/str_cat.h"
#include "clients/cli/text.h"
#include "services/common/rpc/status.h"

namespace plenum::cli {
namespace {

using ingestion::v1::UploadDocumentRequest;
using ingestion::v1::UploadDocumentResponse;
using Stream = grpc::ClientReaderWriter<UploadDocumentRequest, UploadDocumentResponse>;

constexpr std::size_t kPiece = std::size_t{512} << 10U;

// Of the one Interrupts; read by the signal handler.
std::atomic<int> interrupt_fd{-1};

void OnInterrupt(int /*signal*/) {
  const int fd = interrupt_fd.load();
  const char byte = 'i';
  if (fd >= 0 && write(fd, &byte, 1) < 0) _exit(EXIT_FAILURE);
}

bool IsReadable(int fd) {
  pollfd each{fd, POLLIN, 0};
  return poll(&each, 1, 0) == 1;
}

void WriteCancel(Stream& stream) {
  UploadDocumentRequest request;
  request.mutable_cancel();
  stream.Write(request);
}

// Sends everything, then waits for an interrupt or for `answered` to become readable.
void Send(Stream& stream, const ingestion::v1::UploadMetadata& metadata, const std::string& content,
          const Interrupts& interrupts, int answered) {
  UploadDocumentRequest request;
  *request.mutable_metadata() = metadata;
  if (!stream.Write(request)) return;
  for (std::size_t at = 0; at < content.size(); at += kPiece) {
    if (IsReadable(interrupts.fd())) return WriteCancel(stream);
    auto& chunk = *request.mutable_chunk();
    chunk.set_offset(static_cast<std::int64_t>(at));
    chunk.set_data(content.substr(at, kPiece));
    if (!stream.Write(request)) return;  // the server has ended the call; Finish tells why
  }
  pollfd both[] = {{interrupts.fd(), POLLIN, 0}, {answered, POLLIN, 0}};
  while (poll(both, 2, -1) < 0) {
  }
  if ((both[1].revents & POLLIN) == 0) WriteCancel(stream);
}

}  // namespace

Interrupts::Interrupts() {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) return;
  read_ = ends[0];
  write_ = ends[1];
  interrupt_fd = write_;
  struct sigaction action {};
  action.sa_handler = OnInterrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
}

Interrupts::~Interrupts() {
  std::signal(SIGINT, SIG_DFL);  // NOLINT(cert-err33-c)
  interrupt_fd = -1;
  if (read_ >= 0) close(read_);
  if (write_ >= 0) close(write_);
}

bool Interrupts::happened() const { return IsReadable(read_); }

// One upload over `stream`; `result` is what the server gave.
static grpc::Status UploadOnce(grpc::ClientContext& context, Stream& stream,
                               const ingestion::v1::UploadMetadata& metadata,
                               const std::string& content, const Interrupts& interrupts,
                               const ShowProgress& show,
                               absl::StatusOr<ingestion::v1::ImportDocumentResponse>& result) {
  int answered[2] = {-1, -1};
  if (pipe2(answered, O_CLOEXEC) != 0) {
    context.TryCancel();
    return stream.Finish();
  }
  std::thread sender([&] { Send(stream, metadata, content, interrupts, answered[0]); });
  UploadDocumentResponse response;
  while (stream.Read(&response)) {
    if (response.has_result()) {
      result = response.result();
    } else {
      show(response.progress());
    }
  }
  const char byte = 'a';
  const bool told = write(answered[1], &byte, 1) == 1;
  if (!told) context.TryCancel();
  sender.join();
  close(answered[0]);
  close(answered[1]);
  return stream.Finish();
}

absl::StatusOr<ingestion::v1::ImportDocumentResponse> Upload(
    Session& session, const ingestion::v1::UploadMetadata& metadata, const std::string& content,
    const Interrupts& interrupts, const ShowProgress& show) {
  const auto stub = session.StubOf<Ingestions>();
  if (!stub.ok()) return stub.status();
  auto options = session.CallOptions();
  if (!options.ok()) return options.status();
  options->called_off = [&interrupts] { return interrupts.happened(); };
  absl::StatusOr<ingestion::v1::ImportDocumentResponse> result =
      absl::InternalError("the server gave no result");
  // The request_id stays the same: what was stored is not stored again.
  const absl::Status status = rpc::Retry(*options, [&](grpc::ClientContext* context) {
    const auto stream = (*stub)->UploadDocument(context);
    return UploadOnce(*context, *stream, metadata, content, interrupts, show, result);
  });
  if (!status.ok()) return status;
  return result;
}

}  // namespace plenum::cli
