// Page: what all views of counts print with: names of options, headings and wrapped lines.
//
//   Page page(session, names);
//   page.Head("The ranking");
//   page.Line(absl::StrCat(page.Names(level), " are level."));
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/session.h"
#include "clients/cli/text.h"

namespace plenum::cli {

class Page {
 public:
  // names[i] is what option i is called. Both must outlive the page.
  Page(Session& session, const std::vector<std::string>& names)
      : session_(session), terminal_(session.terminal()), names_(names) {}

  std::string Name(int option) const {
    return option >= 0 && option < static_cast<int>(names_.size())
               ? text::Printable(names_[static_cast<size_t>(option)])
               : "?";
  }

  template <typename Options>
  std::string Names(const Options& options, const char* glue = ", ") const {
    std::string list;
    for (const int option : options) absl::StrAppend(&list, list.empty() ? "" : glue, Name(option));
    return list;
  }

  void Head(std::string_view words) {
    session_.out() << terminal_.Paint(Style::kStrong, std::string(words)) << "\n";
  }

  void Line(const std::string& words, int indent = 0) {
    for (const std::string& line : text::Wrap(words, terminal_.width - indent)) {
      session_.out() << std::string(static_cast<size_t>(indent), ' ') << line << "\n";
    }
  }

  void Gap() { session_.out() << "\n"; }

  void Withdrawn(const google::protobuf::RepeatedField<int>& withdrawn) {
    if (withdrawn.empty()) return;
    Line(absl::StrCat("Withdrawn, and taken off every ballot: ", Names(withdrawn), "."));
  }

  Session& session() { return session_; }
  const Terminal& terminal() const { return terminal_; }
  const std::vector<std::string>& names() const { return names_; }

 private:
  Session& session_;
  const Terminal& terminal_;
  const std::vector<std::string>& names_;
};

}  // namespace plenum::cli
