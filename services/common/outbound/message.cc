#include "services/common/outbound/message.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace plenum::outbound {
namespace {

constexpr char kLineEnd[] = "\r\n";
// RFC 2047, section 2: a line with encoded words has at most 76 characters; this many bytes in
// base64, the 12 characters around them and "Subject: " stay below.
constexpr std::size_t kBytesOfWord = 39;
// RFC 5322, section 2.1.1, asks for lines of 78 characters at most.
constexpr std::size_t kPlainSubject = 60;
constexpr std::size_t kBase64Line = 76;

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsAtom(char c) {
  return IsLetterOrDigit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string::npos;
}

// Parts between dots, none of them empty, each of characters that `is_good` takes.
template <class IsGood>
bool IsDotted(std::string_view text, IsGood is_good) {
  char before = '.';
  for (const char c : text) {
    if (c == '.' ? before == '.' : !is_good(c)) return false;
    before = c;
  }
  return before != '.';
}

bool IsPrintable(char c) { return c >= ' ' && c <= '~'; }

std::string Base64(std::string_view bytes) {
  return absl::Base64Escape(absl::string_view(bytes.data(), bytes.size()));
}

std::string EncodedSubject(std::string_view subject) {
  const bool is_plain = subject.size() <= kPlainSubject &&
                        std::all_of(subject.begin(), subject.end(), IsPrintable) &&
                        subject.find("=?") == std::string_view::npos;
  if (is_plain) return std::string(subject);
  std::string words;
  while (!subject.empty()) {
    // A word holds whole code points (RFC 2047, section 5).
    std::string_view piece = base::Shorten(subject, kBytesOfWord);
    if (piece.empty()) piece = subject.substr(0, kBytesOfWord);
    absl::StrAppend(&words, words.empty() ? "" : "\r\n ", "=?UTF-8?B?", Base64(piece), "?=");
    subject.remove_prefix(piece.size());
  }
  return words;
}

std::string DateOf(std::int64_t micros) {
  static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = static_cast<std::time_t>(micros / 1'000'000);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[64];
  std::snprintf(text, sizeof(text), "%s, %02d %s %04d %02d:%02d:%02d +0000",
                kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                utc.tm_min, utc.tm_sec);
  return text;
}

std::string WithLineEnds(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') {
      out.append(kLineEnd);
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace

bool IsMailAddress(std::string_view address) {
  const auto at = address.rfind('@');
  if (at == std::string_view::npos || address.size() > kMaxMailAddressBytes || at > 64) {
    return false;
  }
  const std::string_view host = address.substr(at + 1);
  const auto is_of_host = [](char c) { return IsLetterOrDigit(c) || c == '-'; };
  const bool has_place = host == "localhost" || host.find('.') != std::string_view::npos;
  return IsDotted(address.substr(0, at), IsAtom) && has_place && IsDotted(host, is_of_host) &&
         host.front() != '-' && host.back() != '-';
}

std::string Compose(const Message& message) {
  const std::string host = message.from.substr(message.from.rfind('@') + 1);
  std::string out = absl::StrCat("Date: ", DateOf(message.date_us), kLineEnd, "From: Plenum <",
                                 message.from, ">", kLineEnd, "To: ", message.to, kLineEnd,
                                 "Subject: ", EncodedSubject(message.subject), kLineEnd);
  absl::StrAppend(&out, "Message-ID: <", message.id, "@", host, ">", kLineEnd);
  for (const auto& [name, value] : message.headers) {
    std::string kept;
    std::copy_if(value.begin(), value.end(), std::back_inserter(kept), IsPrintable);
    absl::StrAppend(&out, name, ": ", kept, kLineEnd);
  }
  absl::StrAppend(&out, "Auto-Submitted: auto-generated", kLineEnd, "MIME-Version: 1.0", kLineEnd,
                  "Content-Type: text/plain; charset=utf-8", kLineEnd,
                  "Content-Transfer-Encoding: base64", kLineEnd, kLineEnd);
  const std::string body = Base64(WithLineEnds(message.text));
  for (std::size_t at = 0; at < body.size(); at += kBase64Line) {
    absl::StrAppend(&out, body.substr(at, kBase64Line), kLineEnd);
  }
  return out;
}

}  // namespace plenum::outbound
