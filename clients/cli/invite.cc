// invite add, import, list, revoke; join.
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <unordered_set>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/csv.h"
#include "clients/cli/private_file.h"
#include "clients/cli/roll_csv.h"
#include "clients/cli/sign_in.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "services/common/base/clock.h"
#include "services/common/base/person_name.h"

namespace plenum::cli {
namespace {

using deliberation::v1::Invitation;
using deliberation::v1::IssuedInvitation;

constexpr int kAtOnce = 1000;
constexpr std::size_t kMaxInvitedBytes = std::size_t{16} << 20U;
constexpr std::size_t kMaxInvited = 100'000;

struct AddOptions {
  std::string name;
  std::string role = "member";
  bool propose = false;
  int weight = 1;
  int days = 14;
};

struct ImportOptions {
  std::string file;
  std::string out;
  int days = 14;
};

struct ListOptions {
  std::string state;
};

struct RevokeOptions {
  std::string invitation;
};

struct JoinOptions {
  std::vector<std::string> words;  // SERVER CODE, or CODE alone
  std::string name;
  std::string id_token;      // file
  std::string deliberation;  // with an ID token: in place of a code
};

std::string_view StateWord(deliberation::v1::InvitationState state) {
  switch (state) {
    case deliberation::v1::INVITATION_STATE_OPEN:
      return "open";
    case deliberation::v1::INVITATION_STATE_USED:
      return "used";
    case deliberation::v1::INVITATION_STATE_EXPIRED:
      return "expired";
    case deliberation::v1::INVITATION_STATE_REVOKED:
      return "revoked";
    default:
      return "";
  }
}

deliberation::v1::InvitationState StateOf(std::string_view word) {
  for (int i = deliberation::v1::InvitationState_MIN; i <= deliberation::v1::InvitationState_MAX;
       ++i) {
    const auto state = static_cast<deliberation::v1::InvitationState>(i);
    if (StateWord(state) == word) return state;
  }
  return deliberation::v1::INVITATION_STATE_UNSPECIFIED;
}

Invitation Offer(const std::string& label, const std::string& role, int weight, int days) {
  Invitation invitation;
  invitation.set_weight(weight);
  invitation.set_label(label);
  invitation.set_role(RoleOfWord(role));
  invitation.mutable_expire_time()->set_seconds(base::SystemClock().NowMicros() / 1'000'000 +
                                                days * 24LL * 3600);
  return invitation;
}

absl::Status Add(Session& session, const AddOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  const auto where = session.Where();
  if (!where.ok()) return where.status();
  deliberation::v1::CreateInvitationRequest request;
  request.set_parent(who->deliberation);
  *request.mutable_invitation() = Offer(options.name, options.role, options.weight, options.days);
  if (options.propose) request.mutable_invitation()->add_scopes(deliberation::v1::SCOPE_PROPOSE);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Accesses::CreateInvitation, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const IssuedInvitation& issued = response->issued();
  const std::string name =
      options.name.empty() ? "Whoever you invite" : text::Printable(issued.invitation().label());
  session.out() << name << " joins as " << RoleWord(issued.invitation().role())
                << " with this line, once, until " << TimeWord(issued.invitation().expire_time())
                << "; send it to nobody else:\n\n  " << JoinCommand(*where, issued.code()) << "\n";
  if (!issued.link().empty()) session.out() << "\nor by this link:\n\n  " << issued.link() << "\n";
  session.out() << "\n";
  return absl::OkStatus();
}

// Who was invited or has joined, by how the name looks, so that a second import goes on where the
// first ended.
absl::StatusOr<std::unordered_set<std::string>> Known(Session& session,
                                                      const std::string& deliberation) {
  std::unordered_set<std::string> names;
  const auto members = session.Members();
  if (!members.ok()) return members.status();
  const auto add = [&](const std::string& name) {
    for (const auto& skeleton : base::NameSkeletons(name)) names.insert(skeleton);
  };
  for (const auto& member : *members) add(member.display_name());
  deliberation::v1::ListInvitationsRequest request;
  request.set_parent(deliberation);
  const auto invitations = session.CallAll(&Accesses::ListInvitations, request);
  if (!invitations.ok()) return invitations.status();
  for (const auto& invitation : invitations->invitations()) {
    const bool stands = invitation.state() == deliberation::v1::INVITATION_STATE_OPEN ||
                        invitation.state() == deliberation::v1::INVITATION_STATE_USED;
    if (stands) add(invitation.label());
  }
  return names;
}

std::string LineOf(const Addresses& where, const IssuedInvitation& issued) {
  return absl::StrCat(
      CsvCell(issued.invitation().label()), ",", std::string(RoleWord(issued.invitation().role())),
      ",", CsvCell(JoinCommand(where, issued.code())), ",", CsvCell(issued.link()), "\n");
}

// Sends the rows in pieces; `invited` counts what is in the file, also after an error.
absl::Status InviteAll(Session& session, const std::string& deliberation,
                       const std::vector<const RollRow*>& rows, int days, PrivateFile& out,
                       int& invited) {
  const auto where = session.Where();
  if (!where.ok()) return where.status();
  session.SetDeadline(std::chrono::seconds(60));
  for (std::size_t begin = 0; begin < rows.size(); begin += kAtOnce) {
    deliberation::v1::BatchCreateInvitationsRequest request;
    request.set_parent(deliberation);
    request.set_request_id(NewRequestId());
    for (std::size_t i = begin; i < std::min(rows.size(), begin + kAtOnce); ++i) {
      *request.add_invitations() = Offer(rows[i]->name, rows[i]->role, rows[i]->weight, days);
    }
    const auto response = session.Call(&Accesses::BatchCreateInvitations, request);
    if (!response.ok()) {
      session.err() << "of the lines from " << rows[begin]->line << " on, nobody was invited\n";
      return response.status();
    }
    std::string lines;
    for (const auto& issued : response->issued()) lines += LineOf(*where, issued);
    if (absl::Status written = out.Write(lines); !written.ok()) return written;
    invited += response->issued_size();
  }
  return absl::OkStatus();
}

absl::Status Import(Session& session, const ImportOptions& options) {
  const auto content = ReadFile(options.file, kMaxInvitedBytes);
  if (!content.ok()) return content.status();
  const auto rows = ParseRollCsv(*content);
  if (!rows.ok()) return UsageError(absl::StrCat(options.file, ": ", MessageOf(rows.status())));
  if (rows->size() > kMaxInvited) {
    return UsageError(absl::StrCat(options.file, " has ", rows->size(), " people; ", kMaxInvited,
                                   " can be invited at once"));
  }
  for (const RollRow& row : *rows) {
    if (const auto fault = base::NameFault(row.name)) {
      return UsageError(absl::StrCat(options.file, ", line ", row.line, ": the name \"",
                                     text::Printable(row.name), "\" ", std::string(*fault)));
    }
  }
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  const auto known = Known(session, who->deliberation);
  if (!known.ok()) return known.status();
  std::vector<const RollRow*> wanted;
  for (const RollRow& row : *rows) {
    const auto skeletons = base::NameSkeletons(row.name);
    const bool is_known = std::any_of(skeletons.begin(), skeletons.end(),
                                      [&](const auto& one) { return known->contains(one); });
    if (!is_known) wanted.push_back(&row);
  }
  PrivateFile out(options.out);
  if (absl::Status made = out.Create("name,role,join,link\n"); !made.ok()) return made;
  if (const std::string twice = NamesTwice(*rows, Alike::kByLook); !twice.empty()) {
    session.err() << options.file << ": names that look alike: " << twice
                  << ". All were invited: withdraw one with `plenum invite revoke` where it is the "
                     "same person\n";
  }
  int invited = 0;
  absl::Status done = InviteAll(session, who->deliberation, wanted, options.days, out, invited);
  if (!done.ok()) {
    session.err() << text::Count(invited, "person") << " before are in " << options.out
                  << "; import the file again, with another --out, for the rest\n";
    return done;
  }
  const std::size_t skipped = rows->size() - wanted.size();
  if (session.json()) {
    session.out() << "{\"invited\": " << invited << ", \"skipped\": " << skipped << "}\n";
    return absl::OkStatus();
  }
  session.out() << invited << (invited == 1 ? " person is" : " people are") << " invited";
  if (skipped > 0) {
    session.out() << "; " << skipped << (skipped == 1 ? " was" : " were")
                  << " on the roll or invited already";
  }
  session.out() << ". How each joins is in " << options.out
                << ", which only you can read; whoever uses a line first joins as that person.\n";
  return absl::OkStatus();
}

absl::Status List(Session& session, const ListOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::ListInvitationsRequest request;
  request.set_parent(who->deliberation);
  request.set_state(StateOf(options.state));
  const auto response = session.CallAll(&Accesses::ListInvitations, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  if (response->invitations().empty()) {
    session.out() << "There is none. `plenum invite add NAME` makes one.\n";
    return absl::OkStatus();
  }
  Table table({{"Invitation"}, {"For", Align::kLeft, true}, {"Role"}, {"State"}, {"Good until"}});
  for (const auto& invitation : response->invitations()) {
    table.Add({text::Printable(LastSegment(invitation.name())), text::Printable(invitation.label()),
               std::string(RoleWord(invitation.role())), std::string(StateWord(invitation.state())),
               TimeWord(invitation.expire_time())});
  }
  session.out() << table.Render(session.terminal());
  return absl::OkStatus();
}

// The one that is meant by its id or label; open ones first, since only those are of use.
absl::StatusOr<std::string> Find(Session& session, const std::string& deliberation,
                                 const std::string& query) {
  deliberation::v1::ListInvitationsRequest request;
  request.set_parent(deliberation);
  const auto all = session.CallAll(&Accesses::ListInvitations, request);
  if (!all.ok()) return all.status();
  std::vector<std::string> found;
  for (const auto& invitation : all->invitations()) {
    if (LastSegment(invitation.name()) == query || invitation.name() == query) {
      return invitation.name();
    }
    if (text::Fold(invitation.label()) == text::Fold(query) &&
        invitation.state() == deliberation::v1::INVITATION_STATE_OPEN) {
      found.push_back(invitation.name());
    }
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return absl::NotFoundError(absl::StrCat("no open invitation is for \"", text::Printable(query),
                                            "\"; `plenum invite list` shows them"));
  }
  std::string message = absl::StrCat("several invitations are for \"", text::Printable(query),
                                     "\"; name one by its id:");
  for (const std::string& name : found) {
    absl::StrAppend(&message, "\n  ", text::Printable(LastSegment(name)));
  }
  return UsageError(message);
}

absl::Status Revoke(Session& session, const RevokeOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  const auto name = Find(session, who->deliberation, options.invitation);
  if (!name.ok()) return name.status();
  deliberation::v1::RevokeInvitationRequest request;
  request.set_name(*name);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Accesses::RevokeInvitation, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "The invitation is withdrawn; nobody can join by it.\n";
  return absl::OkStatus();
}

using Joined = deliberation::v1::ExchangeIdTokenResponse;

absl::StatusOr<Joined> Accept(Session& joining, const JoinOptions& options) {
  deliberation::v1::AcceptInvitationRequest request;
  request.set_code(options.words.back());
  request.set_display_name(options.name);
  request.set_request_id(NewRequestId());
  const auto response = joining.Call(&Accesses::AcceptInvitation, request);
  if (!response.ok()) return response.status();
  Joined joined;
  *joined.mutable_member() = response->member();
  joined.set_deliberation_title(response->deliberation_title());
  *joined.mutable_sign_in() = response->sign_in();
  return joined;
}

absl::StatusOr<Joined> Exchange(Session& joining, const JoinOptions& options) {
  constexpr std::size_t kMaxIdTokenBytes = 16384;
  const auto token = ReadFile(options.id_token, kMaxIdTokenBytes);
  if (!token.ok()) return token.status();
  deliberation::v1::ExchangeIdTokenRequest request;
  request.set_id_token(token->substr(0, token->find_last_not_of(" \n\r\t") + 1));
  if (options.deliberation.empty()) {
    request.set_code(options.words.back());
  } else {
    request.set_deliberation(options.deliberation);
  }
  request.set_display_name(options.name);
  request.set_request_id(NewRequestId());
  return joining.Call(&Accesses::ExchangeIdToken, request);
}

absl::Status Join(Session& session, const JoinOptions& options) {
  const bool by_code = options.deliberation.empty();
  if (!by_code && options.id_token.empty()) {
    return UsageError("--in needs --id-token: without one, give the code of an invitation");
  }
  const std::size_t most = by_code ? 2 : 1;
  if (options.words.size() > most || (by_code && options.words.empty())) {
    return UsageError("`plenum join` takes the server and the code of the invitation");
  }
  GlobalOptions global = session.options();
  if (options.words.size() == most) global.addresses.server = options.words.front();
  Session joining(global, session.out(), session.err());
  joining.ActAsNobody();
  const auto where = joining.Where();
  if (!where.ok()) return where.status();
  const auto store = session.Store();
  if (!store.ok()) return store.status();
  // An invitation is good once: make sure first that what it gives can be kept.
  absl::Status saved = store->Update([](Credentials&) { return absl::OkStatus(); });
  if (!saved.ok()) return saved;
  const auto response =
      options.id_token.empty() ? Accept(joining, options) : Exchange(joining, options);
  if (!response.ok()) return response.status();
  Profile profile;
  profile.addresses = *where;
  profile.deliberation =
      response->member().name().substr(0, response->member().name().find("/members/"));
  profile.title = response->deliberation_title();
  profile.member = response->member().name();
  profile.display_name = response->member().display_name();
  profile.role = RoleWord(response->member().role());
  Keep(response->sign_in(), profile);
  saved = store->Update([&](Credentials& credentials) {
    credentials.Put(profile);
    return absl::OkStatus();
  });
  if (!saved.ok()) return saved;
  if (session.json()) return session.PrintJson(response->member());
  session.out() << "You are " << text::Printable(profile.display_name) << ", " << profile.role
                << " of \"" << text::Printable(profile.title) << "\".\n";
  return absl::OkStatus();
}

void AddDays(CLI::App& command, int& days) {
  command.add_option("--days", days, "Days until it expires, 1 to 365 (default 14)")
      ->check(CLI::Range(1, 365));
}

}  // namespace

void AddInviteCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "invite", "Invite people, each by a code that is good once");
  const auto add = AddVerb<AddOptions>(
      *noun, chosen, "add", "Invite someone, and print how to join",
      {"plenum invite add Ana", "plenum invite add \"Jo Kim\" --role observer --days 3",
       "plenum invite add Bo --role facilitator   # so that two can lead"},
      Add);
  add.command->add_option("NAME", add.options->name,
                          "For whom it is; who joins may choose another name");
  add.command
      ->add_option("--role", add.options->role,
                   "member (the default), observer, facilitator, auditor or service")
      ->check(CLI::IsMember({"member", "observer", "facilitator", "auditor", "service"}));
  add.command->add_flag("--propose", add.options->propose,
                        "A service may also add documents and measures");
  add.command->add_option("--weight", add.options->weight, "How many votes the ballot counts as; 1")
      ->check(CLI::Range(1, 1000));
  AddDays(*add.command, add.options->days);
  const auto import = AddVerb<ImportOptions>(*noun, chosen, "import",
                                             "Invite everybody of a table, up to 100000 people",
                                             {"plenum invite import roll.csv --out invitations.csv "
                                              "  # columns name and, if wanted, role and weight"},
                                             Import);
  import.command->add_option("FILE", import.options->file, "CSV file; - is standard input")
      ->required();
  import.command
      ->add_option("--out", import.options->out,
                   "New file for how each of them joins; only you can read it")
      ->required();
  AddDays(*import.command, import.options->days);
  const auto list =
      AddVerb<ListOptions>(*noun, chosen, "list", "Show the invitations and what became of them",
                           {"plenum invite list", "plenum invite list --state open --json"}, List);
  list.command->add_option("--state", list.options->state, "open, used, expired or revoked")
      ->check(CLI::IsMember({"open", "used", "expired", "revoked"}));
  const auto revoke = AddVerb<RevokeOptions>(
      *noun, chosen, "revoke", "Withdraw an invitation",
      {"plenum invite revoke Ana", "plenum invite revoke 1m8gd5zbpc0kdcwy"}, Revoke);
  revoke.command->add_option("INVITATION", revoke.options->invitation, "For whom it is, or its id")
      ->required();
  const auto join = AddVerb<JoinOptions>(
      app, chosen, "join", "Join a deliberation with the code of an invitation",
      {"plenum join plenum.example.org:7400 CODE --tls --name \"Ana Lee\"",
       "plenum join CODE                      # at the server of --server or PLENUM_SERVER",
       "plenum join SERVER CODE --id-token t.jwt   # and be known by the identity provider from "
       "now on",
       "plenum join SERVER --in deliberations/ID --id-token t.jwt   # ever after"},
      Join);
  join.command
      ->add_option("INVITATION", join.options->words,
                   "The server's address, and the code (or the link) of the invitation")
      ->expected(0, 2);
  join.command->add_option("--id-token", join.options->id_token,
                           "File with an ID token of the server's identity provider; - is standard "
                           "input");
  join.command->add_option("--in", join.options->deliberation,
                           "With --id-token: the deliberation, in place of a code");
  join.command->add_option("--name", join.options->name,
                           "What the others see; the name in the invitation when left out");
}

}  // namespace plenum::cli
