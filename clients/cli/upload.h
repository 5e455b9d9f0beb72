// upload: one document in pieces, with progress, called off by Ctrl-C.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/session.h"

namespace plenum::cli {

// Takes SIGINT while it lives: the first one is noted, the next one ends the program as usual.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  // Becomes readable when there was one.
  [[nodiscard]] int fd() const { return read_; }
  [[nodiscard]] bool happened() const;

 private:
  int read_ = -1;
  int write_ = -1;
};

using ShowProgress = std::function<void(const ingestion::v1::UploadProgress&)>;

// Sends `content` and waits for the answer. CANCELLED when it was interrupted in time: then the
// server has said that nothing was stored. After an interrupt that came too late it is the answer.
absl::StatusOr<ingestion::v1::ImportDocumentResponse> Upload(
    Session& session, const ingestion::v1::UploadMetadata& metadata, const std::string& content,
    const Interrupts& interrupts, const ShowProgress& show);

}  // namespace plenum::cli
