#include "services/common/config/config.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string_view>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX

namespace plenum::config {
namespace {

constexpr int kUsageError = 2;
constexpr std::string_view kPrefix = "PLENUM_";
constexpr char kNoPage[] = "none";

// Variables of the command line client and the tests, which a server may meet and does not read.
constexpr std::array<std::string_view, 13> kOthersVariables = {
    "PLENUM_CLIENT_KEY",     "PLENUM_SERVER",  "PLENUM_TOKEN",        "PLENUM_PROFILE",
    "PLENUM_EDITOR",         "PLENUM_CA",      "PLENUM_TLS",          "PLENUM_CLIENT_CERT",
    "PLENUM_INGESTION",      "PLENUM_SCORING", "PLENUM_DELIBERATION", "PLENUM_POSTGRESQL_BIN",
    "PLENUM_CONFORMANCE_DIR"};

std::string VariableOf(const std::string& name) {
  std::string variable(kPrefix);
  for (const char c : name) {
    variable.push_back(c == '-' ? '_' : static_cast<char>(std::toupper(c)));
  }
  return variable;
}

// Kubernetes puts variables like PLENUM_SCORING_SERVICE_HOST and PLENUM_SCORING_PORT_7402_TCP into
// every container beside a service of that name.
bool IsKubernetesLink(std::string_view name, std::string_view value) {
  const auto ends_with = [&](std::string_view end) {
    return name.size() > end.size() && name.substr(name.size() - end.size()) == end;
  };
  const bool is_address = value.rfind("tcp://", 0) == 0;
  return ends_with("_SERVICE_HOST") || ends_with("_SERVICE_PORT") ||
         name.find("_SERVICE_PORT_") != std::string_view::npos ||
         (ends_with("_PORT") && is_address) || name.find("_TCP_") != std::string_view::npos ||
         (ends_with("_TCP") && is_address);
}

// What is wrong in a settings file, from the library's "INI was not able to parse TEXT".
std::string BadLine(const std::string& file, std::string_view error) {
  constexpr std::string_view kBefore = "parse ";
  const auto at = error.find(kBefore);
  std::string line(
      base::Shorten(at == std::string_view::npos ? error : error.substr(at + kBefore.size()), 100));
  const bool is_shown = base::HasVisibleCharacter(line) && !base::HasControlCharacters(line);
  return absl::StrCat("the settings file ", file, " holds ",
                      is_shown ? absl::StrCat("\"", line, "\", which is no setting of this program")
                               : "what is no text",
                      ": write one `name = \"value\"` a line, with the names that `--help` lists");
}

// What is wrong with an address that invitations lead to; empty when nothing is.
std::string CheckPublicUrl(std::string& url) {
  const bool local = url.rfind("http://localhost", 0) == 0 || url.rfind("http://127.0.0.1", 0) == 0;
  if (url.rfind("https://", 0) != 0 && !local) {
    return "--public-url must begin with https://: a secret is read on that page";
  }
  if (url.find_first_of("#?\"<> ") != std::string::npos) {
    return "--public-url must be the address of a page without # and ?";
  }
  while (url.back() == '/') url.pop_back();
  return "";
}

// What is wrong with an origin that may call; empty when nothing is.
std::string CheckOrigin(std::string& origin) {
  const auto scheme = origin.find("://");
  const bool is_web = origin.rfind("https://", 0) == 0 || origin.rfind("http://", 0) == 0;
  const auto host = scheme == std::string::npos ? scheme : scheme + 3;
  if (is_web && host < origin.size() &&
      origin.find_first_of("/?#*\"<>, ", host) == std::string::npos) {
    return "";
  }
  return "--web-allow-origin must be https://HOST or https://HOST:PORT, without a path";
}

std::string WhyUnreadable(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return "it is a folder";
  errno = 0;
  const std::ifstream file(path);
  return file ? "it is no regular file" : std::generic_category().message(errno);
}

}  // namespace

Reader::Reader(const std::string& program, const std::string& description)
    : app_(std::make_unique<CLI::App>(description, program)) {
  app_->set_config("--config", "", "File of settings: one `name = \"value\"` a line");
  Remember("config");
  app_->allow_config_extras(CLI::config_extras_mode::error);
  app_->set_version_flag("--version", std::string("plenum ") + PLENUM_VERSION);
}

Reader::~Reader() = default;

CLI::Option* Reader::Setting(const std::string& name, std::string& value, const std::string& help) {
  Remember(name);
  return app_->add_option("--" + name, value, help)->capture_default_str();
}

void Reader::Remember(const std::string& name) {
  settings_.push_back({"--" + name, VariableOf(name)});
}

// The library lets its settings file win over variables. Here variables become flags in front of
// the given ones, unless the same flag was given.
std::vector<std::string> Reader::WithVariables(int argc, char** argv) const {
  std::vector<std::string> given(argv + 1, argv + argc);
  std::vector<std::string> all = {argv[0]};
  for (const auto& setting : settings_) {
    const std::string& flag = setting.flag;
    const char* value =
        std::getenv(setting.variable.c_str());  // NOLINT(concurrency-mt-unsafe): one thread
    const bool is_given = std::any_of(given.begin(), given.end(), [&](const std::string& argument) {
      return argument == flag || argument.rfind(flag + "=", 0) == 0;
    });
    if (value != nullptr && !is_given) all.push_back(absl::StrCat(flag, "=", value));
  }
  all.insert(all.end(), given.begin(), given.end());
  // To the library "--web-listen=" lacks a value.
  for (auto& argument : all) {
    if (argument == "--web-listen=") argument += kNoPage;
  }
  return all;
}

void Reader::Add(ProcessConfig& config) {
  Remember("insecure");
  app_->add_flag("--insecure", config.insecure,
                 "Allow plaintext on an address that is not loopback");
  Setting("log-level", config.log_level, "What to log to standard error")
      ->check(CLI::IsMember({"debug", "info", "warning", "error", "off"}));
}

void Reader::Add(ServerConfig& config, const std::string& default_listen) {
  config.listen = default_listen;
  Setting("listen", config.listen, "HOST:PORT to listen on; port 0 takes a free one");
  Setting("port-file", config.port_file, "Write the bound port to this file when ready");
  Setting("tls-cert", config.tls_cert, "Certificate chain, PEM");
  Setting("tls-key", config.tls_key, "Private key of the certificate, PEM");
  Setting("tls-client-ca", config.tls_client_ca, "Clients must show a certificate of this CA, PEM");
  Setting("metrics-listen", config.metrics_listen, "HOST:PORT of the Prometheus page");
  Add(static_cast<ProcessConfig&>(config));
}

void Reader::Add(DatabaseConfig& config) {
  Setting("database", config.database, "sqlite:PATH or postgresql://USER@HOST:PORT/DB")->required();
}

void Reader::Add(DataDirConfig& config) {
  Setting("data-dir", config.data_dir, "Folder of the databases and the signing key")->required();
}

void Reader::Add(IdentityConfig& config) {
  Setting(
      "signing-key", config.signing_key,
      "Ed25519 private key, PEM, the same for all replicas; with SQLite it is made when missing");
  Setting("creation-secret-file", config.creation_secret_file,
          "Only callers who show the secret in this file may create deliberations");
  Setting("oidc-issuer", config.oidc_issuer,
          "Identity provider whose ID tokens sign people in, as in their `iss`");
  Setting("oidc-audience", config.oidc_audience, "Client id of this server there: their `aud`");
  Setting("oidc-keys", config.oidc_keys,
          "File of the provider's public keys (JWKS); read again when it changes");
  AddPublicUrl(config.public_url);
  Remember("token-minutes");
  app_->add_option("--token-minutes", config.token_minutes,
                   "Minutes until a token must be refreshed, 1 to 1440")
      ->check(CLI::Range(1, 1440))
      ->capture_default_str();
  Remember("sign-in-days");
  app_->add_option("--sign-in-days", config.sign_in_days,
                   "Days until a sign-in that nobody uses has ended, 1 to 365")
      ->check(CLI::Range(1, 365))
      ->capture_default_str();
}

void Reader::Add(NoticeConfig& config) {
  Remember("allow-private-webhooks");
  app_->add_flag("--allow-private-webhooks", config.allow_private_webhooks,
                 "Let webhooks call http and addresses that are not public");
  Setting("smtp-url", config.smtp_url,
          "smtp://HOST[:PORT] or smtps://HOST[:PORT]: send digests by this mail server");
  Setting("smtp-from", config.smtp_from, "Address that mails come from");
  Setting("smtp-user", config.smtp_user, "Sign in to the mail server as this user");
  Setting("smtp-password-file", config.smtp_password_file, "File with the password of --smtp-user");
}

void Reader::AddPublicUrl(std::string& url) {
  Setting("public-url", url, "Address of the web page, https://…, for the links of invitations")
      ->transform(CLI::Validator(CheckPublicUrl, "", ""));
}

void Reader::Add(WebConfig& config, const std::string& default_listen) {
  config.listen = default_listen;
  web_ = &config;
  web_listen_ =
      Setting("web-listen", config.listen,
              "HOST:PORT of the web page; port 0 takes a free one; empty or none: no page");
  Setting("web-port-file", config.port_file, "Write the bound port of the page to this file");
  Remember("web-allow-origin");
  app_->add_option("--web-allow-origin", config.allow_origins,
                   "https://HOST of another page that may make calls, without cookies; repeatable, "
                   "or a list with commas")
      ->delimiter(',')
      ->transform(CLI::Validator(CheckOrigin, "", ""));
  Setting("web-tls-cert", config.tls_cert, "Certificate chain of the page, PEM");
  Setting("web-tls-key", config.tls_key, "Private key of that certificate, PEM");
}

void Reader::Add(PeerConfig& config, const std::vector<std::string>& names) {
  for (const auto& name : names) {
    std::string& address = name == "ingestion" ? config.ingestion
                           : name == "scoring" ? config.scoring
                                               : config.deliberation;
    peers_.push_back(Setting(name, address, "HOST:PORT of the " + name + " service"));
  }
  Setting("peer-ca", config.peer_ca, "Call the other services by TLS and trust this CA, PEM");
}

void Reader::AddCommand(const std::string& name, const std::string& description) {
  app_->add_subcommand(name, description)->fallthrough();
  app_->require_subcommand(1);
  commands_.push_back(name);
}

void Reader::ServeWithoutCommand() { app_->require_subcommand(0, 1); }

void Reader::AddArgument(const std::string& command, const std::string& name, std::string& value,
                         const std::string& help) {
  app_->get_subcommand(command)->add_option(name, value, help)->required();
}

std::string Reader::SettingsFile() const {
  const auto& given = app_->get_config_ptr()->results();
  return given.empty() ? "" : given.back();
}

std::string Reader::Chosen() const {
  const auto chosen = app_->get_subcommands();
  return chosen.empty() ? "" : chosen.front()->get_name();
}

std::string Reader::UnknownVariable() const {
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto name = text.substr(0, text.find('='));
    const bool is_ours =
        std::any_of(settings_.begin(), settings_.end(),
                    [&](const Remembered& setting) { return setting.variable == name; });
    const bool is_others =
        std::find(kOthersVariables.begin(), kOthersVariables.end(), name) != kOthersVariables.end();
    if (name.substr(0, kPrefix.size()) == kPrefix && !is_ours && !is_others &&
        !IsKubernetesLink(name, text.substr(std::min(text.size(), name.size() + 1)))) {
      return std::string(name);
    }
  }
  return "";
}

std::optional<int> Reader::Parse(int argc, char** argv) {
  try {
    const std::vector<std::string> all = WithVariables(argc, argv);
    std::vector<const char*> pointers;
    for (const auto& argument : all) pointers.push_back(argument.c_str());
    app_->parse(static_cast<int>(pointers.size()), pointers.data());
  } catch (const CLI::Success& help) {
    return app_->exit(help);
  } catch (const CLI::ConfigError& error) {
    std::cerr << app_->get_name() << ": " << BadLine(SettingsFile(), error.what()) << "\n";
    return kUsageError;
  } catch (const CLI::FileError&) {
    std::cerr << app_->get_name() << ": cannot read the settings file " << SettingsFile() << ": "
              << WhyUnreadable(SettingsFile()) << "; correct --config or PLENUM_CONFIG\n";
    return kUsageError;
  } catch (const CLI::Error& error) {
    const std::string file = SettingsFile();
    std::cerr << app_->get_name() << ": " << error.what()
              << (file.empty() ? ""
                               : absl::StrCat(" (it may stand in the settings file ", file, ")"))
              << "; `--help` lists the settings\n";
    return kUsageError;
  }
  if (web_ != nullptr) {
    web_->listen_given = !web_listen_->empty();
    if (web_->listen == kNoPage) web_->listen.clear();
  }
  // Only who answers calls makes some; `migrate` needs the database alone.
  for (const CLI::Option* peer : peers_) {
    if (peer->empty() && (commands_.empty() || Chosen() == "serve")) {
      std::cerr << app_->get_name() << ": " << peer->get_name()
                << " is required to serve; `--help` lists the settings\n";
      return kUsageError;
    }
  }
  if (const std::string unknown = UnknownVariable(); !unknown.empty()) {
    std::cerr << app_->get_name() << ": the environment variable " << unknown
              << " is no setting of this program; correct its name or unset it (`--help` lists the "
                 "settings)\n";
    return kUsageError;
  }
  return std::nullopt;
}

std::optional<std::string> ReadSecret(const std::string& path) {
  if (path.empty()) return "";
  std::ifstream file(path);
  std::stringstream content;
  if (file) content << file.rdbuf();
  std::string secret = content.str();
  const auto is_space = [](unsigned char c) { return std::isspace(c) != 0; };
  secret.erase(secret.begin(), std::find_if_not(secret.begin(), secret.end(), is_space));
  while (!secret.empty() && is_space(static_cast<unsigned char>(secret.back()))) secret.pop_back();
  constexpr std::size_t kShortestSecret = 16;
  if (secret.size() >= kShortestSecret) return secret;
  std::cerr << "the secret file " << path
            << (secret.empty() ? " cannot be read or is empty\n"
                               : " holds fewer than 16 characters, which can be guessed; "
                                 "`openssl rand -hex 24` makes a good one\n");
  return std::nullopt;
}

}  // namespace plenum::config
