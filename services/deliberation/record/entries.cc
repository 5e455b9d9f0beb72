#include "services/deliberation/record/entries.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/deliberation/record/words.h"

namespace plenum::record {
namespace {

constexpr char kVersion = 1;
constexpr unsigned kBitsOfAByte = 8;

class Writer {
 public:
  explicit Writer(char kind) : bytes_{kVersion, kind} {}

  void Number(std::uint64_t value) { BigEndian(value, 8); }
  void Raw(std::string_view bytes) { bytes_.append(bytes); }
  void Text(std::string_view text) {
    BigEndian(text.size(), 4);
    Raw(text);
  }
  template <class Items, class Write>
  void List(const Items& items, Write write) {
    BigEndian(items.size(), 4);
    for (const auto& item : items) write(item);
  }
  std::string Take() { return std::move(bytes_); }

 private:
  void BigEndian(std::uint64_t value, unsigned bytes) {
    while (bytes-- > 0) bytes_.push_back(static_cast<char>(value >> (bytes * kBitsOfAByte)));
  }
  std::string bytes_;
};

// Reads what Writer wrote. After something that is not there everything is empty, and ok() false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t Number() { return BigEndian(8); }
  std::string Raw(std::size_t bytes) {
    if (rest_.size() < bytes) ok_ = false;
    if (!ok_) return "";
    std::string taken(rest_.substr(0, bytes));
    rest_.remove_prefix(bytes);
    return taken;
  }
  std::string Text() { return Raw(BigEndian(4)); }
  template <class Read>
  void List(Read read) {
    // An item has a byte or more, so a number that is too large ends with the bytes.
    for (std::uint64_t left = BigEndian(4); left > 0 && ok_; --left) read();
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool AtEnd() const { return ok_ && rest_.empty(); }

 private:
  std::uint64_t BigEndian(unsigned bytes) {
    if (rest_.size() < bytes) ok_ = false;
    if (!ok_) return 0;
    std::uint64_t value = 0;
    for (; bytes > 0; --bytes) {
      value = value << kBitsOfAByte | static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
    }
    return value;
  }

  std::string_view rest_;
  bool ok_ = true;
};

constexpr char kOpened = 1;
constexpr char kJoined = 2;
constexpr char kCommitted = 3;
constexpr char kClosed = 4;

std::string Bytes(const Opened& entry) {
  Writer out(kOpened);
  out.Text(entry.deliberation);
  out.Text(entry.method);
  out.Text(entry.unranked);
  out.List(entry.options, [&](const Option& option) {
    out.Number(option.number);
    out.Text(option.measure);
    out.Text(option.title);
  });
  out.List(entry.voters, [&](const std::string& voter) { out.Text(voter); });
  out.Number(entry.time_us);
  return out.Take();
}

std::string Bytes(const Joined& entry) {
  Writer out(kJoined);
  out.Text(entry.voter);
  out.Number(entry.time_us);
  return out.Take();
}

std::string Bytes(const Committed& entry) {
  Writer out(kCommitted);
  out.Raw(entry.commitment);
  return out.Take();
}

std::string Bytes(const Closed& entry) {
  Writer out(kClosed);
  out.Number(entry.voters);
  out.Number(entry.ballots);
  out.Number(entry.abstentions);
  out.List(entry.places, [&](const std::vector<std::uint64_t>& place) {
    out.List(place, [&](std::uint64_t option) { out.Number(option); });
  });
  out.Number(entry.time_us);
  return out.Take();
}

Opened ReadOpened(Reader& in) {
  Opened entry;
  entry.deliberation = in.Text();
  entry.method = in.Text();
  entry.unranked = in.Text();
  in.List([&] {
    Option& option = entry.options.emplace_back();
    option.number = in.Number();
    option.measure = in.Text();
    option.title = in.Text();
  });
  in.List([&] { entry.voters.push_back(in.Text()); });
  entry.time_us = in.Number();
  return entry;
}

Joined ReadJoined(Reader& in) {
  Joined entry;
  entry.voter = in.Text();
  entry.time_us = in.Number();
  return entry;
}

Closed ReadClosed(Reader& in) {
  Closed entry;
  entry.voters = in.Number();
  entry.ballots = in.Number();
  entry.abstentions = in.Number();
  in.List([&] {
    auto& place = entry.places.emplace_back();
    in.List([&] { place.push_back(in.Number()); });
  });
  entry.time_us = in.Number();
  return entry;
}

std::optional<Entry> ReadKind(char kind, Reader& in) {
  switch (kind) {
    case kOpened:
      return ReadOpened(in);
    case kJoined:
      return ReadJoined(in);
    case kCommitted:
      return Committed{in.Raw(kCommitmentBytes)};
    case kClosed:
      return ReadClosed(in);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string Encode(const Entry& entry) {
  return std::visit([](const auto& kind) { return Bytes(kind); }, entry);
}

absl::StatusOr<Entry> Decode(std::string_view bytes) {
  if (bytes.size() < 2 || bytes.front() != kVersion) {
    return absl::InvalidArgumentError("an entry of the log is not of version 1");
  }
  Reader in(bytes.substr(2));
  std::optional<Entry> entry = ReadKind(bytes[1], in);
  if (!entry || !in.AtEnd()) {
    return absl::InvalidArgumentError("an entry of the log cannot be read");
  }
  return *std::move(entry);
}

std::string CommitmentOf(std::string_view deliberation, std::string_view salt,
                         std::string_view packed) {
  std::string bytes = "plenum ballot 1\n";
  bytes.append(deliberation).append("\n").append(salt).append(packed);
  return base::Sha256(bytes);
}

std::string WordsOf(std::string_view commitment) {
  constexpr std::size_t kShown = 6;
  std::string words;
  for (const char byte : commitment.substr(0, kShown)) {
    if (!words.empty()) words += ' ';
    words += kWords[static_cast<unsigned char>(byte)];
  }
  return words;
}

}  // namespace plenum::record
