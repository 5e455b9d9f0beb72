// verify bundle, verify receipt, bundle export, ballot receipt.
#include <chrono>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/receipt.h"
#include "clients/cli/text.h"
#include "services/common/base/status.h"
#include "services/common/rpc/status.h"

namespace plenum::cli {
namespace {

constexpr std::size_t kMaxBundleBytes = std::size_t{1} << 30;
constexpr std::size_t kMaxReceiptBytes = std::size_t{1} << 20;
constexpr std::chrono::minutes kExportTime{5};

struct VerifyOptions {
  std::string file;
  std::string bundle;
  std::optional<std::string> key;  // an empty one, of a variable that is not set, is a wrong one
};

struct OutOptions {
  std::string file;
};

std::string_view HeldWord(record::Held held) {
  if (held == record::Held::kYes) return "yes";
  return held == record::Held::kNo ? "no" : "not yet";
}

// Prints the checks; an error when one failed, so that scripts see it.
absl::Status Say(Session& session, const std::vector<record::Check>& checks, const char* what) {
  const record::Verdict verdict{checks};
  if (session.json()) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const record::Check& check : checks) {
      list.push_back({{"held", HeldWord(check.held)}, {"sentence", check.sentence}});
    }
    session.out() << nlohmann::ordered_json{{"holds", verdict.holds()}, {"checks", list}}.dump(2)
                  << "\n";
  } else {
    for (const record::Check& check : checks) PrintCheck(session, check);
  }
  for (const record::Check& check : checks) {
    if (check.held != record::Held::kNo) continue;
    return absl::DataLossError(absl::StrCat("the ", what, " does not hold: ", check.sentence));
  }
  return absl::OkStatus();
}

// The file as a bundle or receipt, with its name before the error.
template <class Part>
absl::StatusOr<Part> ReadPart(const std::string& file, std::size_t max_bytes,
                              absl::StatusOr<Part> (*read)(std::string_view)) {
  const auto text = ReadFile(file, max_bytes);
  if (!text.ok()) return text.status();
  auto part = read(*text);
  if (!part.ok()) return UsageError(absl::StrCat(file, ": ", MessageOf(part.status())));
  return part;
}

absl::Status VerifyBundleFile(Session& session, const VerifyOptions& options) {
  const auto bundle = ReadPart<record::Bundle>(options.file, kMaxBundleBytes, &record::ReadBundle);
  if (!bundle.ok()) return bundle.status();
  std::vector<record::Check> checks = record::VerifyBundle(*bundle).checks;
  if (options.key) {
    checks.insert(checks.begin(),
                  record::CheckKey(*options.key, bundle->origin, bundle->public_key));
  }
  return Say(session, checks, "bundle");
}

absl::Status VerifyReceiptFile(Session& session, const VerifyOptions& options) {
  const auto receipt =
      ReadPart<record::Receipt>(options.file, kMaxReceiptBytes, &record::ReadReceipt);
  if (!receipt.ok()) return receipt.status();
  std::vector<record::Check> checks;
  if (options.key && receipt->inclusion) {
    checks.push_back(record::CheckKey(*options.key, record::OriginOf(receipt->deliberation),
                                      receipt->inclusion->public_key));
  }
  if (options.bundle.empty()) {
    checks.push_back(record::VerifyReceipt(*receipt));
    return Say(session, checks, "receipt");
  }
  const auto bundle =
      ReadPart<record::Bundle>(options.bundle, kMaxBundleBytes, &record::ReadBundle);
  if (!bundle.ok()) return bundle.status();
  for (const auto& check : record::VerifyBundle(*bundle).checks) checks.push_back(check);
  checks.push_back(record::VerifyReceipt(*receipt, *bundle));
  return Say(session, checks, "receipt");
}

// The pieces of a bundle, one after the other, to `out`.
absl::Status Export(Session& session, const std::string& deliberation, std::ostream& out) {
  const auto stub = session.StubOf<Deliberations>();
  if (!stub.ok()) return stub.status();
  const auto options = session.CallOptions();
  if (!options.ok()) return options.status();
  deliberation::v1::ExportBundleRequest request;
  request.set_parent(deliberation);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kExportTime);
  rpc::Prepare(context, *options);
  const auto reader = (*stub)->ExportBundle(&context, request);
  deliberation::v1::ExportBundleResponse piece;
  while (reader->Read(&piece)) out << piece.data();
  return rpc::FromGrpc(reader->Finish());
}

absl::Status ExportBundle(Session& session, const OutOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  if (options.file == "-") return Export(session, who->deliberation, session.out());
  // A bundle that was cut off never has the name of a whole one.
  const std::string part = options.file + ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  absl::Status status = out ? Export(session, who->deliberation, out) : absl::OkStatus();
  out.close();
  if (status.ok() && (!out || std::rename(part.c_str(), options.file.c_str()) != 0)) {
    status = UsageError(absl::StrCat("cannot write ", options.file));
  }
  if (!status.ok()) {
    std::remove(part.c_str());
    return status;
  }
  if (!session.json()) {
    session.out() << "Written to " << options.file << "; `plenum verify bundle " << options.file
                  << "` checks it without a server.\n";
  }
  return absl::OkStatus();
}

absl::Status ShowReceipt(Session& session, const OutOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  const auto receipt = FetchReceipt(session, *who);
  if (!receipt.ok()) return receipt.status();
  const auto check = CheckReceipt(*who, *receipt);
  if (!check) {
    return base::Error(absl::StatusCode::kNotFound, common::v1::ERROR_REASON_RESOURCE_NOT_FOUND,
                       "there is no receipt: you have not voted, or not from here, and once a vote "
                       "without names is closed only the receipt leads to the ballot");
  }
  if (!receipt->has_value()) return absl::DataLossError(check->sentence);
  if (!options.file.empty()) {
    std::ofstream out(options.file, std::ios::binary | std::ios::trunc);
    out << record::ToJson(**receipt);
    out.close();
    if (!out) return UsageError(absl::StrCat("cannot write ", options.file));
  }
  if (session.json()) {
    session.out() << record::ToJson(**receipt);
  } else {
    PrintCheck(session, *check);
    if (!options.file.empty()) {
      session.out() << "Written to " << options.file << "; `plenum verify receipt " << options.file
                    << "` checks it without a server.\n";
    }
  }
  if (check->held != record::Held::kNo) return absl::OkStatus();
  return absl::DataLossError("the receipt does not match");
}

}  // namespace

void AddBallotReceiptVerb(CLI::App& ballot, Action& chosen) {
  const auto receipt = AddVerb<OutOptions>(
      ballot, chosen, "receipt", "Check that your ballot is recorded, and keep the proof",
      {"plenum ballot receipt", "plenum ballot receipt --out receipt.json"}, ShowReceipt);
  receipt.command->add_option("--out", receipt.options->file,
                              "Also write it to this file, for `plenum verify receipt`");
}

void AddVerifyCommands(CLI::App& app, Action& chosen) {
  CLI::App* verify = AddNoun(app, "verify", "Check a vote from files, without a server");
  const auto add_key = [](CLI::App& command, VerifyOptions& options) {
    command.add_option("--key", options.key,
                       "The key of the server's logs as you got it from elsewhere (NAME+HASH+KEY)");
  };
  const auto bundle = AddVerb<VerifyOptions>(
      *verify, chosen, "bundle", "Check signature, log and ballots of a vote, and count it again",
      {"plenum verify bundle vote.json",
       "plenum verify bundle vote.json --key plenum/deliberations/d1+9a0b1c2d+AbCd... --json"},
      VerifyBundleFile);
  bundle.command->add_option("FILE", bundle.options->file, "From `plenum bundle export`")
      ->required();
  add_key(*bundle.command, *bundle.options);
  const auto receipt = AddVerb<VerifyOptions>(
      *verify, chosen, "receipt", "Check that the ballot of a receipt was counted",
      {"plenum verify receipt receipt.json",
       "plenum verify receipt receipt.json --bundle vote.json   # and the whole vote"},
      VerifyReceiptFile);
  receipt.command->add_option("FILE", receipt.options->file, "From `plenum ballot receipt --out`")
      ->required();
  receipt.command->add_option("--bundle", receipt.options->bundle,
                              "Look for the ballot in this bundle, and check it too");
  add_key(*receipt.command, *receipt.options);

  CLI::App* noun = AddNoun(app, "bundle", "Take a vote along, for anyone to check");
  const auto exported = AddVerb<OutOptions>(
      *noun, chosen, "export", "Write everything public of the vote to one file",
      {"plenum bundle export vote.json && plenum verify bundle vote.json",
       "plenum bundle export - | jq .checkpoint"},
      ExportBundle);
  exported.command->add_option("FILE", exported.options->file, "- is standard output")->required();
}

}  // namespace plenum::cli
