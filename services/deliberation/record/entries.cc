#include "services/deliberation/record/entries.h"

#include <optional>
#include <type_traits>
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
  void Hash(const std::string& hash) { bytes_.append(hash); }
  void Text(const std::string& text) {
    BigEndian(text.size(), 4);
    bytes_.append(text);
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

  void Number(std::uint64_t& value) { value = BigEndian(8); }
  void Hash(std::string& hash) { hash = Raw(kHashBytes); }
  void Text(std::string& text) { text = Raw(BigEndian(4)); }
  template <class Items, class Read>
  void List(Items& items, Read read) {
    // An item has a byte or more, so a number that is too large ends with the bytes.
    for (std::uint64_t left = BigEndian(4); left > 0 && ok_; --left) read(items.emplace_back());
  }
  [[nodiscard]] bool AtEnd() const { return ok_ && rest_.empty(); }

 private:
  std::string Raw(std::size_t bytes) {
    if (rest_.size() < bytes) ok_ = false;
    if (!ok_) return "";
    std::string taken(rest_.substr(0, bytes));
    rest_.remove_prefix(bytes);
    return taken;
  }
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

// The fields of every kind, once for both directions: `form` is a Writer and the entry constant, or
// a Reader and the entry is filled in.

template <class Form, class VoterType>
void VoterFields(Form& form, VoterType& voter) {
  form.Text(voter.id);
  form.Number(voter.weight);
}

template <class Form, class List>
void HashedFields(Form& form, List& list) {
  form.List(list, [&](auto& item) {
    form.Text(item.name);
    form.Hash(item.hash);
  });
}

template <class Form, class EntryType>
void Fields(Form& form, EntryType& entry) {
  using Kind = std::remove_const_t<EntryType>;
  if constexpr (std::is_same_v<Kind, Opened>) {
    form.Text(entry.deliberation);
    form.Number(entry.decision);
    form.Number(entry.version);
    form.Text(entry.method);
    form.Text(entry.unranked);
    form.Text(entry.tie_rule);
    form.Text(entry.tie_seed);
    form.Text(entry.secrecy);
    form.Text(entry.quorum_basis);
    form.Number(entry.quorum_percent);
    form.Text(entry.threshold);
    form.Text(entry.baseline);
    form.Text(entry.package_rule);
    form.Number(entry.budget);
    form.Number(entry.close_time_us);
    form.List(entry.options, [&](auto& option) {
      form.Number(option.number);
      form.Text(option.measure);
      form.Text(option.title);
      form.Number(option.cost);
    });
    form.List(entry.voters, [&](auto& voter) { VoterFields(form, voter); });
    form.Number(entry.time_us);
  } else if constexpr (std::is_same_v<Kind, Joined>) {
    VoterFields(form, entry.voter);
    form.Number(entry.time_us);
  } else if constexpr (std::is_same_v<Kind, Committed>) {
    form.Hash(entry.commitment);
  } else if constexpr (std::is_same_v<Kind, Closed>) {
    form.Number(entry.voters);
    form.Number(entry.ballots);
    form.Number(entry.abstentions);
    form.Number(entry.delegated);
    form.Number(entry.weight);
    form.Text(entry.decision);
    form.List(entry.places,
              [&](auto& place) { form.List(place, [&](auto& option) { form.Number(option); }); });
    form.List(entry.package, [&](auto& option) { form.Number(option); });
    form.Number(entry.time_us);
  } else if constexpr (std::is_same_v<Kind, Moved>) {
    form.Text(entry.from);
    form.Text(entry.to);
    form.Number(entry.time_us);
  } else {
    static_assert(std::is_same_v<Kind, Content>);
    HashedFields(form, entry.documents);
    HashedFields(form, entry.measures);
    HashedFields(form, entry.arguments);
    form.Number(entry.scores);
    form.Hash(entry.scores_hash);
    form.Number(entry.time_us);
  }
}

// The byte of a kind is its place among the kinds, from 1.
template <std::size_t kind = 0>
std::optional<Entry> ReadKind(char wanted, Reader& in) {
  if constexpr (kind < std::variant_size_v<Entry>) {
    if (wanted != static_cast<char>(kind + 1)) return ReadKind<kind + 1>(wanted, in);
    std::variant_alternative_t<kind, Entry> entry;
    Fields(in, entry);
    return entry;
  } else {
    return std::nullopt;
  }
}

}  // namespace

std::string Encode(const Entry& entry) {
  Writer out(static_cast<char>(entry.index() + 1));
  std::visit([&](const auto& kind) { Fields(out, kind); }, entry);
  return out.Take();
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

std::string CommitmentOf(std::string_view deliberation, std::uint64_t decision,
                         const OpenedBallot& ballot) {
  return base::Sha256(absl::StrCat("plenum ballot 2\n", std::string(deliberation), "\n", decision,
                                   "\n", ballot.voter, "\n", ballot.weight, "\n", ballot.salt,
                                   ballot.packed));
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
