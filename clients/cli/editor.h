// editor: lets the person edit a text in their own editor.
//
//   absl::StatusOr<Draft> draft = Draft::Create("ballot", text);
//   absl::Status status = draft->Edit();
//   absl::StatusOr<std::string> edited = draft->Read();
//   draft->Remove();       // else the file stays, so that nothing typed is lost
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace plenum::cli {

class Draft {
 public:
  // A file of mode 0600 in TMPDIR (/tmp) that holds `text`. FAILED_PRECONDITION when it cannot be
  // made.
  static absl::StatusOr<Draft> Create(std::string_view kind, std::string_view text);

  // Runs $VISUAL, else $EDITOR, else `editor` or `vi` when there is a terminal, through the shell
  // as git does, so that it may have options. A usage error when there is none; CANCELLED when the
  // editor fails.
  [[nodiscard]] absl::Status Edit() const;
  [[nodiscard]] absl::StatusOr<std::string> Read() const;
  [[nodiscard]] absl::Status Write(std::string_view text) const;
  void Remove() const;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  explicit Draft(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace plenum::cli
