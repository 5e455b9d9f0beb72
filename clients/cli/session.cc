#include "clients/cli/session.h"

#include <google/protobuf/util/json_util.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "clients/cli/text.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"

namespace plenum::cli {
namespace {

// A server on the same machine or network answers at once; waiting out the whole deadline for one
// that is not there would only be a nuisance.
constexpr std::chrono::milliseconds kConnectTime{3000};
// A refused connection is tried again for this long: a server may just be starting.
constexpr std::chrono::milliseconds kRefusedTime{500};
constexpr std::size_t kMaxTokenBytes = 16384;

std::string Env(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string Either(const std::string& first, const std::string& second) {
  return first.empty() ? second : first;
}

// White space around a pasted or saved token is not part of it.
std::string Strip(std::string token) {
  const auto space = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  token.erase(token.begin(), std::find_if_not(token.begin(), token.end(), space));
  while (!token.empty() && space(token.back())) token.pop_back();
  return token;
}

bool EndsSoon(const std::string& token) {
  constexpr std::int64_t kSoonSeconds = 60;
  const auto claims = ReadToken(token);
  const std::int64_t now_s = base::SystemClock().NowMicros() / 1'000'000;
  return claims.ok() && claims->expires_at_s > 0 && claims->expires_at_s <= now_s + kSoonSeconds;
}

bool WaitForReady(grpc::Channel& channel, std::chrono::milliseconds time) {
  auto deadline = std::chrono::system_clock::now() + time;
  bool refused = false;
  for (;;) {
    const grpc_connectivity_state state = channel.GetState(/*try_to_connect=*/true);
    if (state == GRPC_CHANNEL_READY) return true;
    if (state == GRPC_CHANNEL_TRANSIENT_FAILURE && !refused) {
      refused = true;
      deadline = std::min(deadline, std::chrono::system_clock::now() + kRefusedTime);
    }
    if (!channel.WaitForStateChange(state, deadline)) return false;
  }
}

template <class Resource>
absl::StatusOr<Resource> Find(std::string_view query, absl::StatusOr<std::vector<Resource>> all,
                              const Noun& noun) {
  if (!all.ok()) return all.status();
  const auto found = Resolve(query, CandidatesOf(*all), noun);
  if (!found.ok()) return found.status();
  return (*all)[*found];
}

template <class Repeated>
auto ToVector(const Repeated& repeated) {
  return std::vector<typename Repeated::value_type>(repeated.begin(), repeated.end());
}

// PLENUM_TLS: "1" or "0"; unset when it is not there.
absl::StatusOr<std::optional<bool>> TlsOfEnvironment() {
  const std::string value = Env("PLENUM_TLS");
  if (value.empty()) return std::optional<bool>();
  if (value == "1") return std::optional<bool>(true);
  if (value == "0") return std::optional<bool>(false);
  return UsageError(absl::StrCat("PLENUM_TLS is \"", text::Printable(value),
                                 "\"; it takes 1 (use TLS) or 0 (do not)"));
}

// True when a service is called at the address that the profile has for it. The token that it keeps
// was given over that transport, and must not go there over a weaker one because some other service
// is named on the command line.
bool CallsTheProfilesServer(const Addresses& known, const Addresses& where) {
  return std::any_of(std::begin(kServices), std::end(kServices), [&](Service service) {
    const std::string address = Session::AddressOf(known, service);
    return !address.empty() && address == Session::AddressOf(where, service);
  });
}

// Fills in TLS and the certificates of `where`, whose addresses are known. A certificate says that
// TLS is meant, unless the same place (the flags, or the environment) or a nearer one says no.
absl::Status SetTransport(const Addresses& flags, const Addresses& profile, Addresses& where) {
  const auto names_files = [](const Addresses& a) {
    return !a.ca_file.empty() || !a.client_cert_file.empty() || !a.client_key_file.empty();
  };
  if (flags.tls == false && names_files(flags)) {
    return UsageError(
        "--no-tls and certificates (--ca, --client-cert, --client-key) exclude "
        "each other");
  }
  const Addresses known = CallsTheProfilesServer(profile, where) ? profile : Addresses();
  const auto from_environment = TlsOfEnvironment();
  if (!from_environment.ok()) return from_environment.status();
  Addresses environment;
  environment.tls = *from_environment;
  environment.ca_file = Env("PLENUM_CA");
  environment.client_cert_file = Env("PLENUM_CLIENT_CERT");
  environment.client_key_file = Env("PLENUM_CLIENT_KEY");
  where.tls = false;
  for (const Addresses* place : {&flags, &std::as_const(environment), &known}) {
    if (!place->tls && !names_files(*place)) continue;
    where.tls = place->tls.value_or(true);
    break;
  }
  if (!*where.tls) return absl::OkStatus();
  where.ca_file = Either(Either(flags.ca_file, environment.ca_file), known.ca_file);
  where.client_cert_file = Either(flags.client_cert_file, environment.client_cert_file);
  where.client_key_file = Either(flags.client_key_file, environment.client_key_file);
  if (where.client_cert_file.empty() != where.client_key_file.empty()) {
    return UsageError(
        "a client certificate and its key belong together: give both --client-cert "
        "and --client-key (or PLENUM_CLIENT_CERT and PLENUM_CLIENT_KEY)");
  }
  if (where.client_cert_file.empty()) {
    where.client_cert_file = known.client_cert_file;
    where.client_key_file = known.client_key_file;
  }
  return absl::OkStatus();
}

}  // namespace

std::string_view ServiceName(Service service) {
  switch (service) {
    case Service::kIngestion:
      return "ingestion";
    case Service::kScoring:
      return "scoring";
    case Service::kDeliberation:
      return "deliberation";
  }
  return "";
}

std::string ToJson(const google::protobuf::Message& message, bool lines) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = lines;
  options.always_print_primitive_fields = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}\n";
  if (!lines) json += '\n';
  return json;
}

std::string NewRequestId() { return base::NewRequestId(base::SystemClock()); }

// Pipes and devices may have no end: one byte more than allowed is enough to know.
static absl::StatusOr<std::string> ReadAtMost(std::istream& in, std::size_t max_bytes,
                                              const std::string& what) {
  std::string content;
  std::array<char, 64 << 10> piece{};
  while (in && content.size() <= max_bytes) {
    in.read(piece.data(),
            static_cast<std::streamsize>(std::min(piece.size(), max_bytes + 1 - content.size())));
    content.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (content.size() <= max_bytes) return content;
  return UsageError(max_bytes >= (1U << 20U)
                        ? absl::StrCat(what, " is larger than ", max_bytes >> 20U, " MiB")
                        : absl::StrCat(what, " is larger than ", max_bytes, " bytes"));
}

absl::StatusOr<std::string> ReadFile(const std::string& path, std::size_t max_bytes) {
  if (path == "-") return ReadAtMost(std::cin, max_bytes, "standard input");
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return UsageError(absl::StrCat(path, " is a directory; name the files in it"));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return UsageError(absl::StrCat("cannot read ", path, ": no such file, or not allowed"));
  }
  return ReadAtMost(file, max_bytes, path);
}

Session::Session(GlobalOptions options, std::ostream& out, std::ostream& err)
    : options_(std::move(options)),
      out_(out),
      err_(err),
      terminal_(Terminal::Detect(STDOUT_FILENO)),
      deadline_(static_cast<std::int64_t>(options_.timeout_s * 1000)) {}

absl::Status Session::PrintJson(const google::protobuf::Message& message) {
  out_ << ToJson(message, true);
  return absl::OkStatus();
}

absl::Status Session::PrintJsonLine(const google::protobuf::Message& message) {
  out_ << ToJson(message, false) << std::flush;
  return absl::OkStatus();
}

absl::StatusOr<CredentialStore> Session::Store() {
  auto directory = ConfigDirectory();
  if (!directory.ok()) return directory.status();
  return CredentialStore(*std::move(directory));
}

absl::StatusOr<Profile> Session::Who() {
  if (nobody_) return NotSignedIn();
  if (!who_) {
    auto who = FindWho();
    if (!who.ok()) return who.status();
    who_ = *std::move(who);
  }
  return *who_;
}

absl::StatusOr<std::string> Session::GivenToken() {
  std::string token = options_.token;
  if (!options_.token_file.empty()) {
    auto content = ReadFile(options_.token_file, kMaxTokenBytes);
    if (!content.ok()) return content.status();
    token = *std::move(content);
  }
  // A profile that was asked for by name wins over a token that only stands in the environment.
  if (token.empty() && options_.profile.empty()) token = Env("PLENUM_TOKEN");
  return Strip(std::move(token));
}

absl::StatusOr<Profile> Session::FindWho() {
  const auto given = GivenToken();
  if (!given.ok()) return given.status();
  const std::string& token = *given;
  if (IsRefreshToken(token)) {
    return UsageError(
        "this is a sign-in, which is good once: `plenum login` takes it and keeps it");
  }
  if (!token.empty()) {
    const auto claims = ReadToken(token);
    if (!claims.ok()) return claims.status();
    Profile profile;
    profile.token = token;
    profile.member = claims->member;
    profile.deliberation = claims->deliberation;
    return profile;
  }
  const auto store = Store();
  if (!store.ok()) return store.status();
  const auto credentials = store->Load();
  if (!credentials.ok()) return credentials.status();
  kept_ = true;
  if (!options_.profile.empty()) {
    const auto found = credentials->Find(options_.profile);
    if (!found.ok()) return found.status();
    return **found;
  }
  const Profile* current = credentials->Current();
  if (current == nullptr) return NotSignedIn();
  return *current;
}

absl::StatusOr<Addresses> Session::Where() {
  const Addresses& flags = options_.addresses;
  Addresses known;
  // Without a profile the defaults hold; a profile that cannot be read is an error only for those
  // who need it, and Who() tells them.
  if (auto who = Who(); who.ok()) known = who->addresses;
  Addresses where;
  where.server = Either(flags.server, Env("PLENUM_SERVER"));
  // --server means all three services: those that the profile keeps apart are not meant then.
  const bool all = !where.server.empty();
  where.server = Either(where.server, Either(known.server, std::string(kDefaultServer)));
  where.ingestion =
      Either(Either(flags.ingestion, Env("PLENUM_INGESTION")), all ? "" : known.ingestion);
  where.scoring = Either(Either(flags.scoring, Env("PLENUM_SCORING")), all ? "" : known.scoring);
  where.deliberation =
      Either(Either(flags.deliberation, Env("PLENUM_DELIBERATION")), all ? "" : known.deliberation);
  absl::Status status = SetTransport(flags, known, where);
  if (!status.ok()) return status;
  return where;
}

rpc::ChannelOptions Session::ChannelTo(const Addresses& where, Service service) {
  rpc::ChannelOptions options;
  options.target = AddressOf(where, service);
  options.tls = where.tls.value_or(false);
  options.ca_file = where.ca_file;
  options.client_cert_file = where.client_cert_file;
  options.client_key_file = where.client_key_file;
  return options;
}

std::string Session::AddressOf(const Addresses& addresses, Service service) {
  switch (service) {
    case Service::kIngestion:
      return Either(addresses.ingestion, addresses.server);
    case Service::kScoring:
      return Either(addresses.scoring, addresses.server);
    case Service::kDeliberation:
      return Either(addresses.deliberation, addresses.server);
  }
  return addresses.server;
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Session::Connect(Service service) {
  const auto where = Where();
  if (!where.ok()) return where.status();
  const rpc::ChannelOptions options = ChannelTo(*where, service);
  auto channel = rpc::MakeChannel(options);
  if (!channel.ok()) return channel.status();
  if (!WaitForReady(**channel, std::min(deadline_, kConnectTime))) {
    return absl::UnavailableError(absl::StrCat(
        "the ", std::string(ServiceName(service)), " service does not answer at ",
        text::Printable(options.target), options.tls ? " (with TLS)" : "",
        "; is the server running there? Name another address with --server or PLENUM_SERVER",
        options.tls ? "" : "; if the server uses TLS, add --tls or --ca FILE"));
  }
  return channel;
}

template <>
absl::StatusOr<Deliberations*> Session::StubOf<Deliberations>() {
  if (deliberation_ == nullptr) {
    auto channel = Connect(Service::kDeliberation);
    if (!channel.ok()) return channel.status();
    deliberation_ = deliberation::v1::DeliberationService::NewStub(*channel);
  }
  return deliberation_.get();
}

template <>
absl::StatusOr<Accesses*> Session::StubOf<Accesses>() {
  if (access_ == nullptr) {
    auto channel = Connect(Service::kDeliberation);
    if (!channel.ok()) return channel.status();
    access_ = deliberation::v1::AccessService::NewStub(*channel);
  }
  return access_.get();
}

template <>
absl::StatusOr<Arguments*> Session::StubOf<Arguments>() {
  if (argument_ == nullptr) {
    auto channel = Connect(Service::kDeliberation);
    if (!channel.ok()) return channel.status();
    argument_ = deliberation::v1::ArgumentService::NewStub(*channel);
  }
  return argument_.get();
}

template <>
absl::StatusOr<Notices*> Session::StubOf<Notices>() {
  if (notice_ == nullptr) {
    auto channel = Connect(Service::kDeliberation);
    if (!channel.ok()) return channel.status();
    notice_ = deliberation::v1::NoticeService::NewStub(*channel);
  }
  return notice_.get();
}

template <>
absl::StatusOr<Opinions*> Session::StubOf<Opinions>() {
  if (opinion_ == nullptr) {
    auto channel = Connect(Service::kDeliberation);
    if (!channel.ok()) return channel.status();
    opinion_ = deliberation::v1::OpinionService::NewStub(*channel);
  }
  return opinion_.get();
}

template <>
absl::StatusOr<Ingestions*> Session::StubOf<Ingestions>() {
  if (ingestion_ == nullptr) {
    auto channel = Connect(Service::kIngestion);
    if (!channel.ok()) return channel.status();
    ingestion_ = ingestion::v1::IngestionService::NewStub(*channel);
  }
  return ingestion_.get();
}

template <>
absl::StatusOr<Scorings*> Session::StubOf<Scorings>() {
  if (scoring_ == nullptr) {
    auto channel = Connect(Service::kScoring);
    if (!channel.ok()) return channel.status();
    scoring_ = scoring::v1::ScoringService::NewStub(*channel);
  }
  return scoring_.get();
}

bool Session::TokenHasEnded(const absl::Status& status) {
  return base::HasReason(status, common::v1::ERROR_REASON_TOKEN_EXPIRED);
}

absl::StatusOr<deliberation::v1::SignIn> Session::Redeem(const std::string& refresh_token,
                                                         const std::string& request_id) {
  const auto stub = StubOf<Accesses>();
  if (!stub.ok()) return stub.status();
  deliberation::v1::RefreshTokenRequest request;
  request.set_refresh_token(refresh_token);
  request.set_request_id(request_id);
  rpc::CallOptions options;
  options.deadline = deadline_;
  auto response = rpc::Call(**stub, &Accesses::RefreshToken, request, options);
  if (!response.ok()) return response.status();
  return response->sign_in();
}

absl::Status Session::Renew() {
  if (!who_ || !kept_ || who_->refresh_token.empty() || !forced_token_.empty()) {
    return absl::FailedPreconditionError("there is no refresh token");
  }
  const auto store = Store();
  if (!store.ok()) return store.status();
  return store->Update([&](Credentials& credentials) -> absl::Status {
    for (Profile& profile : credentials.profiles) {
      if (profile.member != who_->member) continue;
      if (profile.token == who_->token) {
        auto next = Redeem(profile.refresh_token, profile.refresh_request);
        if (!next.ok()) return next.status();
        Keep(*next, profile);
      }
      who_->token = profile.token;
      who_->refresh_token = profile.refresh_token;
      who_->refresh_request = profile.refresh_request;
      return absl::OkStatus();
    }
    return NotSignedIn();
  });
}

void Keep(const deliberation::v1::SignIn& sign_in, Profile& profile) {
  profile.token = sign_in.token();
  profile.refresh_token = sign_in.refresh_token();
  profile.refresh_request = NewRequestId();
}

absl::StatusOr<rpc::CallOptions> Session::CallOptions() {
  rpc::CallOptions options;
  options.deadline = deadline_;
  if (!forced_token_.empty()) {
    options.token = forced_token_;
    return options;
  }
  auto who = Who();
  if (who.ok() && kept_ && EndsSoon(who->token)) {
    absl::Status renewed = Renew();
    // A server that does not answer says so to the call itself, and the token may still do.
    if (absl::IsUnauthenticated(renewed)) return renewed;
    who = Who();
  }
  // Methods that need no token work without one; the others answer that it is missing.
  if (who.ok()) {
    options.token = who->token;
  } else if (!base::HasReason(who.status(), common::v1::ERROR_REASON_TOKEN_MISSING)) {
    return who.status();
  }
  return options;
}

absl::StatusOr<std::vector<ingestion::v1::Measure>> Session::Measures() {
  const auto who = Who();
  if (!who.ok()) return who.status();
  ingestion::v1::ListMeasuresRequest request;
  request.set_parent(who->deliberation);
  request.set_show_rejected(true);
  const auto response = CallAll(&Ingestions::ListMeasures, request);
  if (!response.ok()) return response.status();
  return ToVector(response->measures());
}

absl::StatusOr<std::vector<scoring::v1::Criterion>> Session::Criteria() {
  const auto who = Who();
  if (!who.ok()) return who.status();
  scoring::v1::ListCriteriaRequest request;
  request.set_parent(who->deliberation);
  const auto response = CallAll(&Scorings::ListCriteria, request);
  if (!response.ok()) return response.status();
  return ToVector(response->criteria());
}

absl::StatusOr<std::vector<deliberation::v1::Member>> Session::Members() {
  const auto who = Who();
  if (!who.ok()) return who.status();
  deliberation::v1::ListMembersRequest request;
  request.set_parent(who->deliberation);
  const auto response = CallAll(&Deliberations::ListMembers, request);
  if (!response.ok()) return response.status();
  return ToVector(response->members());
}

absl::StatusOr<std::vector<ingestion::v1::Document>> Session::Documents() {
  const auto who = Who();
  if (!who.ok()) return who.status();
  ingestion::v1::ListDocumentsRequest request;
  request.set_parent(who->deliberation);
  const auto response = CallAll(&Ingestions::ListDocuments, request);
  if (!response.ok()) return response.status();
  return ToVector(response->documents());
}

absl::StatusOr<deliberation::v1::Deliberation> Session::GetDeliberation() {
  const auto who = Who();
  if (!who.ok()) return who.status();
  deliberation::v1::GetDeliberationRequest request;
  request.set_name(who->deliberation);
  const auto response = Call(&Deliberations::GetDeliberation, request);
  if (!response.ok()) return response.status();
  return response->deliberation();
}

absl::StatusOr<ingestion::v1::Measure> Session::FindMeasure(std::string_view query) {
  return Find(query, Measures(), kMeasure);
}

absl::StatusOr<scoring::v1::Criterion> Session::FindCriterion(std::string_view query) {
  return Find(query, Criteria(), kCriterion);
}

absl::StatusOr<deliberation::v1::Member> Session::FindMember(std::string_view query) {
  return Find(query, Members(), kMember);
}

absl::StatusOr<ingestion::v1::Document> Session::FindDocument(std::string_view query) {
  return Find(query, Documents(), kDocument);
}

std::string TitleOf(const std::vector<Candidate>& candidates, std::string_view name) {
  for (const Candidate& candidate : candidates) {
    if (candidate.name == name) return text::Printable(candidate.title);
  }
  return text::Printable(LastSegment(name));
}

std::string LabelOf(const std::vector<Candidate>& candidates, std::string_view name,
                    const Noun& noun) {
  for (const Candidate& candidate : candidates) {
    if (candidate.name == name) return Label(noun, candidate.number);
  }
  return text::Printable(LastSegment(name));
}

}  // namespace plenum::cli
