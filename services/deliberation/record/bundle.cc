#include "services/deliberation/record/bundle.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/base64.h"
#include "services/deliberation/record/entries.h"

namespace plenum::record {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr char kBundleFormat[] = "plenum bundle 1";
constexpr char kReceiptFormat[] = "plenum receipt 1";

// Takes the fields of an object, remembering the first that is wrong.
class Fields {
 public:
  Fields(const json& object, std::string place) : object_(object), place_(std::move(place)) {}

  std::string Text(const char* name) {
    const auto at = object_.find(name);
    if (at != object_.end() && at->is_string()) return at->get<std::string>();
    Blame(name, "must be a text");
    return "";
  }
  std::string Bytes(const char* name) {
    std::optional<std::string> bytes = base::FromBase64(Text(name));
    if (!bytes) Blame(name, "must be base64");
    return std::move(bytes).value_or("");
  }
  std::vector<std::string> ListOfBytes(const char* name) {
    std::vector<std::string> list;
    for (const json& item : List(name)) {
      auto bytes = item.is_string() ? base::FromBase64(item.get<std::string>()) : std::nullopt;
      if (!bytes) Blame(name, "must be a list of base64");
      list.push_back(std::move(bytes).value_or(""));
    }
    return list;
  }
  std::uint64_t Number(const char* name) {
    const auto at = object_.find(name);
    if (at != object_.end() && at->is_number_unsigned()) return at->get<std::uint64_t>();
    Blame(name, "must be a whole number");
    return 0;
  }
  const json& List(const char* name) {
    static const json kNone = json::array();
    const auto at = object_.find(name);
    if (at != object_.end() && at->is_array()) return *at;
    Blame(name, "must be a list");
    return kNone;
  }
  void Blame(const std::string& name, const char* what) {
    if (wrong_.empty()) wrong_ = absl::StrCat(place_, name, " ", what);
  }
  void Take(const Fields& part) {
    if (wrong_.empty()) wrong_ = part.wrong_;
  }
  [[nodiscard]] absl::Status status() const {
    return wrong_.empty() ? absl::OkStatus() : absl::InvalidArgumentError(wrong_);
  }

 private:
  const json& object_;
  const std::string place_;
  std::string wrong_;
};

absl::StatusOr<json> Parse(std::string_view text, const char* format) {
  json object = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) {
    return absl::InvalidArgumentError("it is no JSON object; was the file cut off?");
  }
  Fields fields(object, "");
  const std::string found = fields.Text("format");
  if (found != format) {
    return absl::InvalidArgumentError(
        absl::StrCat("format is \"", found, "\", not \"", format, "\""));
  }
  return object;
}

std::string LineOf(const OpenedBallot& ballot) {
  std::string line = absl::StrCat(R"({"salt": ")", absl::Base64Escape(ballot.salt),
                                  R"(", "packed": ")", absl::Base64Escape(ballot.packed), "\"");
  if (ballot.weight != 1) absl::StrAppend(&line, R"(, "weight": )", ballot.weight);
  if (!ballot.voter.empty()) {
    absl::StrAppend(&line, R"(, "voter": )",
                    json(ballot.voter).dump(-1, ' ', false, json::error_handler_t::replace));
  }
  return line + "}";
}

// Whether `object` has the field: weight and voter may be left out.
bool Has(const json& object, const char* name) {
  return object.is_object() && object.contains(name);
}

}  // namespace

std::string OriginOf(std::string_view deliberation) {
  return absl::StrCat("plenum/", std::string(deliberation));
}

std::string BundleWriter::Next(std::size_t bytes) {
  std::string out;
  if (part_ == Part::kHead) {
    const ordered_json head = {{"format", kBundleFormat},
                               {"origin", bundle_.origin},
                               {"public_key", absl::Base64Escape(bundle_.public_key)},
                               {"checkpoint", bundle_.checkpoint}};
    out = head.dump(1, ' ', false, json::error_handler_t::replace);
    out.erase(out.rfind('\n'));
    out += ",\n \"entries\": [";
    part_ = Part::kEntries;
  }
  // One item a line, so that tools that compare lines find what differs.
  if (part_ == Part::kEntries) {
    for (; entry_ < bundle_.entries.size() && out.size() < bytes; ++entry_) {
      absl::StrAppend(&out, entry_ == 0 ? "\n  \"" : ",\n  \"",
                      absl::Base64Escape(bundle_.entries[entry_]), "\"");
    }
    if (entry_ < bundle_.entries.size()) return out;
    out += "\n ],\n \"ballots\": [";
    part_ = Part::kBallots;
  }
  if (part_ == Part::kBallots) {
    for (; ballot_ < bundle_.ballots.size() && out.size() < bytes; ++ballot_) {
      absl::StrAppend(&out, ballot_ == 0 ? "\n  " : ",\n  ", LineOf(bundle_.ballots[ballot_]));
    }
    if (ballot_ < bundle_.ballots.size()) return out;
    out += "\n ]\n}\n";
    part_ = Part::kEnd;
  }
  return out;
}

std::string ToJson(const Bundle& bundle) {
  return BundleWriter(bundle).Next(std::numeric_limits<std::size_t>::max());
}

std::string ToJson(const Receipt& receipt) {
  ordered_json object = {{"format", kReceiptFormat},
                         {"deliberation", receipt.deliberation},
                         {"commitment", absl::Base64Escape(receipt.commitment)},
                         {"words", WordsOf(receipt.commitment)}};
  if (receipt.inclusion) {
    ordered_json proof = ordered_json::array();
    for (const auto& hash : receipt.inclusion->proof) proof.push_back(absl::Base64Escape(hash));
    object["inclusion"] = {{"index", receipt.inclusion->index},
                           {"proof", std::move(proof)},
                           {"public_key", absl::Base64Escape(receipt.inclusion->public_key)},
                           {"checkpoint", receipt.inclusion->checkpoint}};
  }
  return object.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

absl::StatusOr<Bundle> ReadBundle(std::string_view text) {
  auto object = Parse(text, kBundleFormat);
  if (!object.ok()) return object.status();
  Fields fields(*object, "");
  Bundle bundle;
  bundle.origin = fields.Text("origin");
  bundle.public_key = fields.Bytes("public_key");
  bundle.checkpoint = fields.Text("checkpoint");
  bundle.entries = fields.ListOfBytes("entries");
  for (const json& ballot : fields.List("ballots")) {
    Fields parts(ballot, absl::StrCat("ballots[", bundle.ballots.size(), "]."));
    OpenedBallot& opened = bundle.ballots.emplace_back();
    opened.salt = parts.Bytes("salt");
    opened.packed = parts.Bytes("packed");
    if (Has(ballot, "weight")) opened.weight = parts.Number("weight");
    if (Has(ballot, "voter")) opened.voter = parts.Text("voter");
    fields.Take(parts);
  }
  if (!fields.status().ok()) return fields.status();
  return bundle;
}

absl::StatusOr<Receipt> ReadReceipt(std::string_view text) {
  auto object = Parse(text, kReceiptFormat);
  if (!object.ok()) return object.status();
  Fields fields(*object, "");
  Receipt receipt;
  receipt.deliberation = fields.Text("deliberation");
  receipt.commitment = fields.Bytes("commitment");
  if (receipt.commitment.size() != kCommitmentBytes) {
    fields.Blame("commitment", "must be 32 bytes in base64");
  }
  if (fields.status().ok() && fields.Text("words") != WordsOf(receipt.commitment)) {
    fields.Blame("words", "are not those of the commitment: the receipt was changed");
  }
  if (const auto at = object->find("inclusion"); at != object->end()) {
    Fields parts(*at, "inclusion.");
    Inclusion& inclusion = receipt.inclusion.emplace();
    inclusion.index = parts.Number("index");
    inclusion.proof = parts.ListOfBytes("proof");
    inclusion.public_key = parts.Bytes("public_key");
    inclusion.checkpoint = parts.Text("checkpoint");
    fields.Take(parts);
  }
  if (!fields.status().ok()) return fields.status();
  return receipt;
}

}  // namespace plenum::record
