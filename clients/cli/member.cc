// member add, import, list, token, revoke.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/csv.h"
#include "clients/cli/private_file.h"
#include "clients/cli/roll_csv.h"
#include "clients/cli/sign_in.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

struct AddOptions {
  std::string name;
  std::string role = "member";
  bool propose = false;
  int weight = 1;
};

struct ImportOptions {
  std::string file;
  std::string out;
};

struct TokenOptions {
  std::string member;
};

constexpr std::size_t kMaxRollBytes = std::size_t{16} << 20U;

// The token goes to standard output only: this is where it is asked for.
absl::Status PrintInvitation(Session& session, std::string_view name, std::string_view token) {
  const auto where = session.Where();
  if (!where.ok()) return where.status();
  session.out() << name << " signs in with this line, once; whoever has it first acts as " << name
                << ", so send it to nobody else:\n\n  " << InvitationCommand(*where, token)
                << "\n\n";
  return absl::OkStatus();
}

absl::Status Add(Session& session, const AddOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::CreateMemberRequest request;
  request.set_parent(who->deliberation);
  request.mutable_member()->set_display_name(options.name);
  request.mutable_member()->set_role(RoleOfWord(options.role));
  request.mutable_member()->set_weight(options.weight);
  if (options.propose) request.mutable_member()->add_scopes(deliberation::v1::SCOPE_PROPOSE);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Deliberations::CreateMember, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const std::string name = text::Printable(response->member().display_name());
  session.out() << name << " is on the roll as " << RoleWord(response->member().role()) << ".\n";
  return PrintInvitation(session, name, response->sign_in().refresh_token());
}

absl::Status Import(Session& session, const ImportOptions& options) {
  const auto content = ReadFile(options.file, kMaxRollBytes);
  if (!content.ok()) return content.status();
  const auto rows = ParseRollCsv(*content);
  if (!rows.ok()) return UsageError(absl::StrCat(options.file, ": ", MessageOf(rows.status())));
  // A second run would not know whom of them it has added.
  if (const std::string twice = NamesTwice(*rows, Alike::kByLetters); !twice.empty()) {
    return UsageError(absl::StrCat(options.file, ": names that stand there twice: ", twice,
                                   "; take one out, or tell two people apart by their names"));
  }
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  const auto where = session.Where();
  if (!where.ok()) return where.status();
  const auto known = session.Members();
  if (!known.ok()) return known.status();
  std::set<std::string> names;
  for (const auto& member : *known) names.insert(text::Fold(member.display_name()));
  PrivateFile out(options.out);
  if (absl::Status opened = out.Create("name,role,sign_in\n"); !opened.ok()) return opened;
  int added = 0;
  for (const RollRow& row : *rows) {
    if (names.contains(text::Fold(row.name))) continue;
    deliberation::v1::CreateMemberRequest request;
    request.set_parent(who->deliberation);
    request.mutable_member()->set_display_name(row.name);
    request.mutable_member()->set_role(RoleOfWord(row.role));
    request.mutable_member()->set_weight(row.weight);
    request.set_request_id(NewRequestId());
    const auto response = session.Call(&Deliberations::CreateMember, request);
    if (!response.ok()) {
      session.err() << options.file << ", line " << row.line << ": the "
                    << text::Count(added, "person") << " before are on the roll and in "
                    << options.out << "; mend it and import the file again for the rest\n";
      return response.status();
    }
    absl::Status written = out.Write(absl::StrCat(
        CsvCell(row.name), ",", row.role, ",",
        CsvCell(InvitationCommand(*where, response->sign_in().refresh_token())), "\n"));
    if (!written.ok()) return written;
    ++added;
  }
  const auto skipped = static_cast<int>(rows->size()) - added;
  if (session.json()) {
    session.out() << "{\"added\": " << added << ", \"skipped\": " << skipped << "}\n";
    return absl::OkStatus();
  }
  session.out() << added << (added == 1 ? " person is" : " people are") << " new on the roll";
  if (skipped > 0) {
    session.out() << "; " << skipped << (skipped == 1 ? " was" : " were") << " on it already";
  }
  session.out() << ". How each signs in is in " << options.out
                << ", which only you can read; whoever has a line acts as that person.\n";
  return absl::OkStatus();
}

absl::Status Token(Session& session, const TokenOptions& options) {
  const auto member = session.FindMember(options.member);
  if (!member.ok()) return member.status();
  deliberation::v1::CreateMemberTokenRequest request;
  request.set_name(member->name());
  const auto response = session.Call(&Deliberations::CreateMemberToken, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  return PrintInvitation(session, text::Printable(member->display_name()),
                         response->sign_in().refresh_token());
}

absl::Status Revoke(Session& session, const TokenOptions& options) {
  const auto member = session.FindMember(options.member);
  if (!member.ok()) return member.status();
  deliberation::v1::RevokeTokensRequest request;
  request.set_name(member->name());
  const auto response = session.Call(&Accesses::RevokeTokens, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const std::string name = text::Printable(member->display_name());
  session.out() << "Every sign-in of " << name << " has ended. " << name
                << " stays on the roll; `plenum member token` gives a new way in.\n";
  return absl::OkStatus();
}

absl::Status List(Session& session, const NoOptions&) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::ListMembersRequest request;
  request.set_parent(who->deliberation);
  const auto response = session.CallAll(&Deliberations::ListMembers, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const bool weighted = std::any_of(response->members().begin(), response->members().end(),
                                    [](const auto& member) { return member.weight() > 1; });
  Table table({{"", Align::kRight},
               {"Member", Align::kLeft, true},
               {"Role"},
               {weighted ? "Weight" : "", Align::kRight},
               {"Joined"},
               {""}});
  int number = 0;
  for (const auto& member : response->members()) {
    table.Add({Label(kMember, ++number), text::Printable(member.display_name()),
               std::string(RoleWord(member.role())),
               weighted ? std::to_string(std::max(1, member.weight())) : std::string(),
               TimeWord(member.create_time()),
               Cell(member.name() == who->member ? "you" : "", Style::kAccent)});
  }
  session.out() << table.Render(session.terminal());
  return absl::OkStatus();
}

}  // namespace

void AddMemberCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "member", "Keep the roll: who reads, scores and votes");
  const auto add = AddVerb<AddOptions>(
      *noun, chosen, "add", "Add someone to the roll and print how they sign in",
      {"plenum member add Ana", "plenum member add \"Jo Kim\" --role observer",
       "plenum member add Ana --json | jq -r .token"},
      Add);
  add.command->add_option("NAME", add.options->name, "Shown to the others")->required();
  add.command
      ->add_option(
          "--role", add.options->role,
          "member (scores and votes, the default), observer (reads), facilitator (leads), auditor "
          "(reads what members do not see, too) or service (another system; reads)")
      ->check(CLI::IsMember({"member", "observer", "facilitator", "auditor", "service"}));
  add.command->add_flag("--propose", add.options->propose,
                        "A service may also add documents and measures");
  add.command->add_option("--weight", add.options->weight, "How many votes the ballot counts as; 1")
      ->check(CLI::Range(1, 1000));
  const auto import =
      AddVerb<ImportOptions>(*noun, chosen, "import", "Add everybody of a table to the roll",
                             {"plenum member import roll.csv --out invitations.csv   # columns "
                              "name and, if wanted, role and weight"},
                             Import);
  import.command->add_option("FILE", import.options->file, "CSV file; - is standard input")
      ->required();
  import.command
      ->add_option("--out", import.options->out,
                   "New file for how each of them signs in; only you can read it")
      ->required();
  AddVerb<NoOptions>(*noun, chosen, "list", "Show the roll",
                     {"plenum member list", "plenum member list --json"}, List);
  const auto token = AddVerb<TokenOptions>(
      *noun, chosen, "token", "Print a new way to sign in for someone whose token is lost or old",
      {"plenum member token Ana", "plenum member token p3"}, Token);
  token.command->add_option("MEMBER", token.options->member, "Name, number or id")->required();
  const auto revoke = AddVerb<TokenOptions>(
      *noun, chosen, "revoke", "End every sign-in of someone, who stays on the roll",
      {"plenum member revoke Ana   # whose laptop was lost"}, Revoke);
  revoke.command->add_option("MEMBER", revoke.options->member, "Name, number or id")->required();
}

}  // namespace plenum::cli
