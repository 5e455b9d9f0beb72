// terminal: what the place where output goes can show.
#pragma once

#include <string>
#include <string_view>

namespace plenum::cli {

// How a piece of text is meant, not what colour it has.
enum class Style { kPlain, kStrong, kDim, kGood, kWarning, kBad, kAccent };

struct Terminal {
  bool is_terminal = false;
  bool color = false;    // a terminal, and NO_COLOR is not set, and TERM is not "dumb"
  bool unicode = false;  // the locale says UTF-8
  int width = 80;        // columns

  // What file descriptor `fd` leads to. Width: the terminal's, else COLUMNS, else 100. The program
  // must have called setlocale before.
  static Terminal Detect(int fd);

  // `text` in its style; unchanged without colour, and for empty text.
  [[nodiscard]] std::string Paint(Style style, std::string_view text) const;
};

// True when someone sits in front of it: standard input and standard error are terminals.
bool CanAsk();

// Asks a yes/no question on the terminal; an empty answer means `otherwise`. False at the end of
// the input. Requires CanAsk().
bool Ask(std::string_view question, bool otherwise = false);

// A progress bar on standard error; nothing unless that is a terminal. Erased when destroyed.
class Progress {
 public:
  // `total` steps; shown with `quiet` false only.
  Progress(long long total, bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `done` steps are behind us; `label` says what happens now.
  void Show(long long done, std::string_view label);
  // Takes the bar away, so that lines can be printed.
  void Clear();

 private:
  long long total_;
  bool visible_;
  bool drawn_ = false;
  Terminal terminal_;
};

}  // namespace plenum::cli
