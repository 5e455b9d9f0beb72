#include "clients/cli/terminal.h"

#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

constexpr int kWidthOfFile = 100;

std::string_view Env(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

int DetectWidth(int fd, bool is_terminal) {
  winsize size{};
  if (is_terminal && ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const std::string columns(Env("COLUMNS"));
  const long width = std::strtol(columns.c_str(), nullptr, 10);
  if (width >= 20 && width <= 10000) return static_cast<int>(width);
  return is_terminal ? 80 : kWidthOfFile;
}

std::string_view Code(Style style) {
  switch (style) {
    case Style::kPlain:
      return "";
    case Style::kStrong:
      return "\x1b[1m";
    case Style::kDim:
      return "\x1b[2m";
    case Style::kGood:
      return "\x1b[32m";
    case Style::kWarning:
      return "\x1b[33m";
    case Style::kBad:
      return "\x1b[31m";
    case Style::kAccent:
      return "\x1b[36m";
  }
  return "";
}

}  // namespace

Terminal Terminal::Detect(int fd) {
  Terminal terminal;
  terminal.is_terminal = isatty(fd) == 1;
  // https://no-color.org: any value that is not empty.
  terminal.color = terminal.is_terminal && Env("NO_COLOR").empty() && Env("TERM") != "dumb";
  const std::string_view charset = nl_langinfo(CODESET);
  terminal.unicode = charset == "UTF-8" || charset == "utf8";
  terminal.width = DetectWidth(fd, terminal.is_terminal);
  return terminal;
}

std::string Terminal::Paint(Style style, std::string_view text) const {
  if (!color || style == Style::kPlain || text.empty()) return std::string(text);
  std::string out(Code(style));
  out += text;
  out += "\x1b[0m";
  return out;
}

bool CanAsk() { return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1; }

bool Ask(std::string_view question, bool otherwise) {
  std::cerr << question << (otherwise ? " [Y/n] " : " [y/N] ") << std::flush;
  std::string answer;
  if (!std::getline(std::cin, answer)) return false;
  answer = text::Fold(answer);
  if (answer.empty()) return otherwise;
  return answer == "y" || answer == "yes";
}

Progress::Progress(long long total, bool quiet)
    : total_(std::max(1LL, total)),
      visible_(!quiet && isatty(STDERR_FILENO) == 1),
      terminal_(Terminal::Detect(STDERR_FILENO)) {}

Progress::~Progress() { Clear(); }

void Progress::Show(long long done, std::string_view label) {
  if (!visible_) return;
  constexpr int kBar = 24;
  const double fraction = static_cast<double>(done) / static_cast<double>(total_);
  const std::string bar = text::PadRight(text::Bar(fraction, kBar, terminal_.unicode), kBar);
  const int percent = static_cast<int>(fraction * 100);
  std::string line = bar + text::PadLeft(std::to_string(percent), 4) + " %  ";
  line += text::Truncate(text::Printable(label), terminal_.width - text::Width(line) - 1,
                         terminal_.unicode);
  std::cerr << "\r\x1b[K" << line << std::flush;
  drawn_ = true;
}

void Progress::Clear() {
  if (drawn_) std::cerr << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

}  // namespace plenum::cli
