// member add, list, token.
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/sign_in.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

struct AddOptions {
  std::string name;
  std::string role = "member";
};

struct TokenOptions {
  std::string member;
};

// The token goes to standard output only: this is where it is asked for.
absl::Status PrintInvitation(Session& session, std::string_view name, std::string_view token) {
  const auto where = session.Where();
  if (!where.ok()) return where.status();
  session.out() << name << " signs in with this line; whoever has it acts as " << name
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
  request.mutable_member()->set_role(options.role == "observer" ? deliberation::v1::ROLE_OBSERVER
                                     : options.role == "facilitator"
                                         ? deliberation::v1::ROLE_FACILITATOR
                                         : deliberation::v1::ROLE_MEMBER);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Deliberations::CreateMember, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const std::string name = text::Printable(response->member().display_name());
  session.out() << name << " is on the roll as " << RoleWord(response->member().role()) << ".\n";
  return PrintInvitation(session, name, response->token());
}

absl::Status Token(Session& session, const TokenOptions& options) {
  const auto member = session.FindMember(options.member);
  if (!member.ok()) return member.status();
  deliberation::v1::CreateMemberTokenRequest request;
  request.set_name(member->name());
  const auto response = session.Call(&Deliberations::CreateMemberToken, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  return PrintInvitation(session, text::Printable(member->display_name()), response->token());
}

absl::Status List(Session& session, const NoOptions&) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::ListMembersRequest request;
  request.set_parent(who->deliberation);
  const auto response = session.CallAll(&Deliberations::ListMembers, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  Table table({{"", Align::kRight}, {"Member", Align::kLeft, true}, {"Role"}, {"Joined"}, {""}});
  int number = 0;
  for (const auto& member : response->members()) {
    table.Add({Label(kMember, ++number), text::Printable(member.display_name()),
               std::string(RoleWord(member.role())), TimeWord(member.create_time()),
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
          "member (scores and votes, the default), observer (reads) or facilitator (leads)")
      ->check(CLI::IsMember({"member", "observer", "facilitator"}));
  AddVerb<NoOptions>(*noun, chosen, "list", "Show the roll",
                     {"plenum member list", "plenum member list --json"}, List);
  const auto token = AddVerb<TokenOptions>(
      *noun, chosen, "token", "Print a new way to sign in for someone whose token is lost or old",
      {"plenum member token Ana", "plenum member token p3"}, Token);
  token.command->add_option("MEMBER", token.options->member, "Name, number or id")->required();
}

}  // namespace plenum::cli
