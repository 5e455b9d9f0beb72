// login, logout, whoami, use.
#include <google/protobuf/util/time_util.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/sign_in.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

struct LoginOptions {
  std::string token;
};

struct UseOptions {
  std::string profile;
};

struct SignOutOptions {
  bool everywhere = false;
};

struct LogoutOptions {
  std::string profile;
};

// Everything but the token.
nlohmann::ordered_json ToJson(const Profile& profile) {
  const auto address = [&](Service service) {
    return Session::AddressOf(profile.addresses, service);
  };
  return {{"deliberation", profile.deliberation},
          {"title", profile.title},
          {"member", profile.member},
          {"displayName", profile.display_name},
          {"role", profile.role},
          {"addresses",
           {{"ingestion", address(Service::kIngestion)},
            {"scoring", address(Service::kScoring)},
            {"deliberation", address(Service::kDeliberation)}}}};
}

void PrintJson(Session& session, const nlohmann::ordered_json& json) {
  session.out() << json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

std::string AddressesWord(const Profile& profile) {
  std::string out;
  std::string last;
  for (const Service service : kServices) {
    const std::string address = Session::AddressOf(profile.addresses, service);
    if (address == last) continue;
    last = address;
    absl::StrAppend(&out, out.empty() ? "" : ", ", text::Printable(address));
  }
  return out;
}

// Fills in names and role from the servers, which also proves that the token is good.
absl::StatusOr<Profile> Complete(Session& session, Profile profile) {
  const auto deliberation = session.GetDeliberation();
  if (!deliberation.ok()) return deliberation.status();
  profile.title = deliberation->title();
  const auto members = session.Members();
  if (!members.ok()) return members.status();
  for (const auto& member : *members) {
    if (member.name() != profile.member) continue;
    profile.display_name = member.display_name();
    profile.role = RoleWord(member.role());
  }
  const auto where = session.Where();
  if (!where.ok()) return where.status();
  profile.addresses = *where;
  return profile;
}

absl::Status Login(Session& session, const LoginOptions& options) {
  GlobalOptions global = session.options();
  if (!options.token.empty() && options.token != "-") global.token = options.token;
  if (options.token == "-") global.token_file = "-";
  if (global.token.empty() && global.token_file.empty()) {
    const auto who = session.Who();  // PLENUM_TOKEN
    if (!who.ok() || !who->title.empty()) {
      return UsageError(
          "give the token of your invitation: `plenum login TOKEN`, or "
          "`plenum login --token-file FILE` to keep it out of the shell's history");
    }
  }
  const auto store = session.Store();
  if (!store.ok()) return store.status();
  // What is given only once must be kept: make sure first that it can be.
  absl::Status saved = store->Update([](Credentials&) { return absl::OkStatus(); });
  if (!saved.ok()) return saved;
  Profile redeemed;
  const auto given = Session(global, session.out(), session.err()).GivenToken();
  if (!given.ok()) return given.status();
  if (IsRefreshToken(*given)) {
    const auto sign_in = session.Redeem(*given, NewRequestId());
    if (!sign_in.ok()) return sign_in.status();
    Keep(*sign_in, redeemed);
    global.token = sign_in->token();
    global.token_file.clear();
  } else if (!given->empty()) {
    // Standard input can be read once.
    global.token = *given;
    global.token_file.clear();
  }
  Session signed_in(global, session.out(), session.err());
  const auto who = signed_in.Who();
  if (!who.ok()) return who.status();
  auto profile = Complete(signed_in, *who);
  if (!profile.ok()) return profile.status();
  profile->refresh_token = redeemed.refresh_token;
  profile->refresh_request = redeemed.refresh_request;
  saved = store->Update([&](Credentials& credentials) {
    credentials.Put(*profile);
    return absl::OkStatus();
  });
  if (!saved.ok()) return saved;
  if (session.json()) {
    PrintJson(session, ToJson(*profile));
    return absl::OkStatus();
  }
  session.out() << "You are " << text::Printable(profile->display_name) << ", " << profile->role
                << " of \"" << text::Printable(profile->title) << "\".\n";
  return absl::OkStatus();
}

// When the token ends, as it says itself: the server has just taken it.
std::optional<google::protobuf::Timestamp> ExpiryOf(const std::string& token) {
  const auto claims = ReadToken(token);
  if (!claims.ok() || claims->expires_at_s == 0) return std::nullopt;
  google::protobuf::Timestamp time;
  time.set_seconds(claims->expires_at_s);
  return time;
}

absl::Status SignOut(Session& session, const SignOutOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::SignOutRequest request;
  request.set_name(who->member);
  request.set_everywhere(options.everywhere);
  const auto response = session.Call(&Accesses::SignOut, request);
  if (!response.ok()) return response.status();
  const auto store = session.Store();
  if (!store.ok()) return store.status();
  absl::Status forgotten = store->Update([&](Credentials& credentials) {
    std::erase_if(credentials.profiles,
                  [&](const Profile& profile) { return profile.member == who->member; });
    if (credentials.current == who->member) credentials.current.clear();
    return absl::OkStatus();
  });
  if (!forgotten.ok()) return forgotten;
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Signed out of \"" << text::Printable(who->title) << "\""
                << (options.everywhere ? ", on every computer" : "")
                << ". To come back, ask the facilitator for a new invitation.\n";
  return absl::OkStatus();
}

absl::Status WhoAmI(Session& session, const NoOptions&) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  const auto profile = Complete(session, *who);
  if (!profile.ok()) return profile.status();
  const auto expiry = ExpiryOf(profile->token);
  if (session.json()) {
    auto json = ToJson(*profile);
    if (expiry) json["expireTime"] = google::protobuf::util::TimeUtil::ToString(*expiry);
    PrintJson(session, json);
    return absl::OkStatus();
  }
  session.out() << text::Printable(profile->display_name) << ", " << profile->role << " of \""
                << text::Printable(profile->title) << "\", at " << AddressesWord(*profile) << "\n";
  if (expiry) {
    session.out() << session.terminal().Paint(
                         Style::kDim,
                         absl::StrCat(
                             "The token is good until ", TimeWord(*expiry),
                             profile->refresh_token.empty() ? "." : ", and is renewed by itself."))
                  << "\n";
  }
  return absl::OkStatus();
}

absl::Status ListProfiles(Session& session, const Credentials& credentials) {
  if (session.json()) {
    nlohmann::ordered_json json = {{"profiles", nlohmann::ordered_json::array()}};
    for (const Profile& profile : credentials.profiles) {
      json["profiles"].push_back(ToJson(profile));
      json["profiles"].back()["current"] = profile.member == credentials.current;
    }
    PrintJson(session, json);
    return absl::OkStatus();
  }
  if (credentials.profiles.empty()) {
    session.out() << "Nobody is signed in here. Sign in with `plenum login TOKEN`, or start a "
                     "deliberation with `plenum deliberation create TITLE`.\n";
    return absl::OkStatus();
  }
  Table table({{"", Align::kLeft},
               {"", Align::kRight},
               {"Deliberation", Align::kLeft, true},
               {"Member", Align::kLeft, true},
               {"Role"},
               {"Server"}});
  int number = 0;
  for (const Profile& profile : credentials.profiles) {
    const bool current = profile.member == credentials.current;
    table.Add({Cell(current ? "*" : "", Style::kGood), std::to_string(++number),
               text::Printable(profile.title), text::Printable(profile.display_name), profile.role,
               AddressesWord(profile)});
  }
  session.out() << table.Render(session.terminal());
  return absl::OkStatus();
}

absl::Status Use(Session& session, const UseOptions& options) {
  const auto store = session.Store();
  if (!store.ok()) return store.status();
  if (options.profile.empty()) {
    const auto credentials = store->Load();
    if (!credentials.ok()) return credentials.status();
    return ListProfiles(session, *credentials);
  }
  Profile chosen;
  absl::Status status = store->Update([&](Credentials& credentials) {
    const auto found = credentials.Find(options.profile);
    if (!found.ok()) return found.status();
    chosen = **found;
    credentials.current = chosen.member;
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  if (session.json()) {
    PrintJson(session, ToJson(chosen));
  } else {
    session.out() << "Now in \"" << text::Printable(chosen.title) << "\" as "
                  << text::Printable(chosen.display_name) << ", " << chosen.role << ".\n";
  }
  return absl::OkStatus();
}

absl::Status Logout(Session& session, const LogoutOptions& options) {
  const auto store = session.Store();
  if (!store.ok()) return store.status();
  Profile gone;
  absl::Status status = store->Update([&](Credentials& credentials) -> absl::Status {
    const Profile* found = credentials.Current();
    if (!options.profile.empty()) {
      const auto named = credentials.Find(options.profile);
      if (!named.ok()) return named.status();
      found = *named;
    }
    if (found == nullptr) return NotSignedIn();
    gone = *found;
    std::erase_if(credentials.profiles,
                  [&](const Profile& profile) { return profile.member == gone.member; });
    if (credentials.current == gone.member) credentials.current.clear();
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  if (session.json()) {
    PrintJson(session, ToJson(gone));
  } else {
    session.out() << "Forgot the token of " << text::Printable(gone.display_name) << " in \""
                  << text::Printable(gone.title) << "\".\n";
  }
  return absl::OkStatus();
}

}  // namespace

namespace {

bool RunApart(const Addresses& addresses) {
  return !addresses.ingestion.empty() || !addresses.scoring.empty() ||
         !addresses.deliberation.empty();
}

// " --ingestion … --scoring … --deliberation …" or nothing, and then how to reach them safely.
std::string WhereApart(const Addresses& addresses) {
  std::string words;
  if (RunApart(addresses)) {
    absl::StrAppend(&words, " --ingestion ", Session::AddressOf(addresses, Service::kIngestion),
                    " --scoring ", Session::AddressOf(addresses, Service::kScoring),
                    " --deliberation ", Session::AddressOf(addresses, Service::kDeliberation));
  }
  if (!addresses.ca_file.empty()) {
    absl::StrAppend(&words, " --ca ", addresses.ca_file);
  } else if (addresses.tls.value_or(false)) {
    words += " --tls";
  }
  return words;
}

}  // namespace

std::string InvitationCommand(const Addresses& addresses, std::string_view token) {
  return absl::StrCat("plenum login",
                      RunApart(addresses) ? "" : absl::StrCat(" --server ", addresses.server),
                      WhereApart(addresses), " ", std::string(token));
}

std::string JoinCommand(const Addresses& addresses, std::string_view code) {
  return absl::StrCat("plenum join", RunApart(addresses) ? "" : absl::StrCat(" ", addresses.server),
                      " ", std::string(code), WhereApart(addresses));
}

void AddSignInCommands(CLI::App& app, Action& chosen) {
  const auto login = AddVerb<LoginOptions>(
      app, chosen, "login", "Sign in as a member, with the token of the invitation",
      {"plenum login --server 127.0.0.1:7400 eyJhbGciOi...",
       "plenum login --token-file invitation.txt   # keeps the token out of the shell's history",
       "plenum login -                             # reads the token from standard input"},
      Login);
  login.command->add_option("TOKEN", login.options->token,
                            "The token; - reads it from standard input");
  const auto sign_out = AddVerb<SignOutOptions>(
      app, chosen, "signout", "End this sign-in on the server, and forget it here",
      {"plenum signout", "plenum signout --everywhere   # on every computer"}, SignOut);
  sign_out.command->add_flag("--everywhere", sign_out.options->everywhere,
                             "End all your sign-ins in this deliberation");
  const auto logout = AddVerb<LogoutOptions>(
      app, chosen, "logout",
      "Forget the token kept here; the server is not told (`plenum signout`)",
      {"plenum logout", "plenum logout recalibration/Ana"}, Logout);
  logout.command->add_option("PROFILE", logout.options->profile,
                             "Which one, see `plenum use`; the current one when left out");
  AddVerb<NoOptions>(app, chosen, "whoami", "Say who you are, in which deliberation",
                     {"plenum whoami", "plenum whoami --json"}, WhoAmI);
  const auto use = AddVerb<UseOptions>(
      app, chosen, "use", "List the deliberations you are signed in to, or choose one",
      {"plenum use                      # lists them",
       "plenum use recalibration        # by the start of its title or id, or its number",
       "plenum use recalibration/Ana    # as one of several members",
       "plenum measure list --profile 2 # for one command only"},
      Use);
  use.command->add_option("DELIBERATION", use.options->profile,
                          "Title, id or number, or DELIBERATION/MEMBER");
}

}  // namespace plenum::cli
