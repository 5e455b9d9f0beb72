#include "clients/cli/receipt.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text.h"
#include "services/common/base/base64.h"
#include "services/common/base/status.h"
#include "services/deliberation/record/entries.h"

namespace plenum::cli {

void KeepReceipt(Session& session, const Profile& who, const deliberation::v1::Receipt& receipt) {
  const auto store = session.Store();
  if (!store.ok()) return;
  const auto known = store->Load();
  if (!known.ok()) return;
  absl::Status kept = store->Update([&](Credentials& credentials) {
    for (Profile& profile : credentials.profiles) {
      if (profile.member == who.member) profile.receipt = absl::Base64Escape(receipt.commitment());
    }
    return absl::OkStatus();
  });
  if (!kept.ok()) {
    session.err() << "The receipt could not be kept here: " << MessageOf(kept) << "\n";
  }
}

absl::StatusOr<std::optional<record::Receipt>> FetchReceipt(Session& session, const Profile& who) {
  deliberation::v1::GetReceiptRequest request;
  request.set_name(
      absl::StrCat(who.deliberation, "/ballots/", std::string(LastSegment(who.member))));
  // Of a closed vote without names only the receipt itself leads to the ballot.
  request.set_commitment(base::FromBase64(who.receipt).value_or(""));
  const auto response = session.Call(&Deliberations::GetReceipt, request);
  if (base::HasReason(response.status(), common::v1::ERROR_REASON_WRONG_PHASE)) {
    return std::optional<record::Receipt>();
  }
  if (absl::IsNotFound(response.status())) return std::optional<record::Receipt>();
  if (!response.ok()) return response.status();
  const auto& message = response->receipt();
  record::Receipt receipt;
  receipt.deliberation = who.deliberation;
  receipt.commitment = message.commitment();
  if (message.state() == deliberation::v1::RECEIPT_STATE_RECORDED) {
    receipt.inclusion = record::Inclusion{static_cast<std::uint64_t>(message.index()),
                                          {message.proof().begin(), message.proof().end()},
                                          message.checkpoint().public_key(),
                                          message.checkpoint().text()};
  }
  return std::optional<record::Receipt>(std::move(receipt));
}

std::optional<record::Check> CheckReceipt(const Profile& who,
                                          const std::optional<record::Receipt>& receipt) {
  const std::string kept = base::FromBase64(who.receipt).value_or("");
  if (!receipt) {
    if (kept.size() != record::kCommitmentBytes) return std::nullopt;
    return record::Check{
        record::Held::kNo,
        absl::StrCat("The server does not have the ballot \"", record::WordsOf(kept),
                     "\" that you cast from here, in the log or waiting for it. If you have not "
                     "voted from elsewhere since, keep the words, and tell the facilitator and the "
                     "other members.")};
  }
  if (!kept.empty() && kept != receipt->commitment) {
    return record::Check{
        record::Held::kNo,
        absl::StrCat("The server has the ballot \"", record::WordsOf(receipt->commitment),
                     "\" of yours, and the one that you cast from here was \"",
                     record::WordsOf(kept),
                     "\". If you have not voted from elsewhere since, tell the facilitator and "
                     "the other members.")};
  }
  return record::VerifyReceipt(*receipt);
}

std::optional<record::Check> CheckInPassing(const Profile& who,
                                            const std::optional<record::Receipt>& receipt,
                                            bool is_over) {
  std::optional<record::Check> check = CheckReceipt(who, receipt);
  if (!check || !receipt) return check;
  const std::string words = record::WordsOf(receipt->commitment);
  if (check->held == record::Held::kYes) {
    check->sentence = absl::StrCat("Your ballot \"", words, "\" is in the signed log.");
  } else if (check->held == record::Held::kNotYet && is_over) {
    check->held = record::Held::kNo;
    check->sentence = absl::StrCat("The server says that your ballot \"", words,
                                   "\" still waits, although the vote is closed: it is not in the "
                                   "log. Keep the words, and tell the facilitator and the other "
                                   "members.");
  } else if (check->held == record::Held::kNotYet) {
    check->sentence = absl::StrCat("Your ballot \"", words, "\" waits for the vote to be closed.");
  }
  return check;
}

void PrintCheck(Session& session, const record::Check& check) {
  const bool held = check.held == record::Held::kYes;
  const Style style = held                                  ? Style::kGood
                      : check.held == record::Held::kNotYet ? Style::kDim
                                                            : Style::kBad;
  const std::string mark = held                                  ? "holds   "
                           : check.held == record::Held::kNotYet ? "not yet "
                                                                 : "FAILS   ";
  const int indent = static_cast<int>(mark.size());
  const auto lines = text::Wrap(text::Printable(check.sentence), session.terminal().width - indent);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    session.out() << (i == 0 ? session.terminal().Paint(style, mark)
                             : std::string(mark.size(), ' '))
                  << lines[i] << "\n";
  }
}

}  // namespace plenum::cli
