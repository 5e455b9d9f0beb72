// config: how a server is configured: flags, environment variables PLENUM_*, and a file.
//
// Every setting is a flag (--signing-key FILE), a variable (PLENUM_SIGNING_KEY) and a key of the
// file that --config names (signing-key = "FILE"); a flag wins over a variable, which wins over the
// file. An unknown flag, variable or key, and a combination that makes no sense, are refused with a
// sentence that says what to do.
//
//   config::Reader reader("plenum-ingestion", "Reads documents …");
//   config::ServerConfig server;
//   reader.Add(server);
//   if (auto exit_code = reader.Parse(argc, argv)) return *exit_code;
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace plenum::config {

// What every process has that listens.
struct ProcessConfig {
  bool insecure = false;           // plaintext on a listener that is not loopback
  std::string log_level = "info";  // debug, info, warning, error, off
};

// What every server of gRPC has.
struct ServerConfig : ProcessConfig {
  std::string listen;     // HOST:PORT; port 0 takes a free one
  std::string port_file;  // the bound port is written here when the server is SERVING
  std::string tls_cert;   // PEM files
  std::string tls_key;
  std::string tls_client_ca;
  std::string metrics_listen;  // HOST:PORT of the Prometheus page; empty for none
};

// Where one service keeps its rows.
struct DatabaseConfig {
  std::string database;  // sqlite:PATH or postgresql://…
};

// The other services.
struct PeerConfig {
  std::string ingestion;  // HOST:PORT; empty where the service is not needed
  std::string scoring;
  std::string deliberation;
  std::string peer_ca;  // PEM; calls to the others use TLS when set
};

// What makes tokens.
struct IdentityConfig {
  std::string signing_key;           // Ed25519 PEM
  std::string creation_secret_file;  // whoever shows its content may create deliberations
  int token_minutes = 60;            // how long a token is good, 1..1440
  int sign_in_days = 30;             // how long a sign-in lasts that is not used, 1..365
  std::string oidc_issuer;           // an identity provider; all three or none
  std::string oidc_audience;
  std::string oidc_keys;   // file of its public keys, JWKS
  std::string public_url;  // where people find the web page, without a slash at its end
};

// What goes out to other systems and to members.
struct NoticeConfig {
  bool allow_private_webhooks = false;
  std::string smtp_url;
  std::string smtp_from;
  std::string smtp_user;
  std::string smtp_password_file;
};

// The web page and what it calls.
struct WebConfig {
  std::string listen;                      // HOST:PORT; empty for no page
  bool listen_given = false;               // and not the default
  std::string port_file;                   // the bound port is written here
  std::vector<std::string> allow_origins;  // of other pages that may call without a cookie
  std::string tls_cert;                    // PEM files
  std::string tls_key;
};

// The embedded server.
struct DataDirConfig {
  std::string data_dir;
};

class Reader {
 public:
  Reader(const std::string& program, const std::string& description);
  ~Reader();

  void Add(ProcessConfig& config);
  void Add(ServerConfig& config, const std::string& default_listen);
  void Add(DatabaseConfig& config);
  void Add(DataDirConfig& config);
  void Add(IdentityConfig& config);
  void Add(NoticeConfig& config);
  void Add(WebConfig& config, const std::string& default_listen);
  // The address of the page alone, for servers without the rest of IdentityConfig.
  void AddPublicUrl(std::string& url);
  // `names` of ingestion, scoring, deliberation: those that this server calls. They are required
  // by the command "serve" only.
  void Add(PeerConfig& config, const std::vector<std::string>& names);
  // Sub-commands; one of them must be given, unless serving is what a program does without any.
  // Chosen() tells which.
  void AddCommand(const std::string& name, const std::string& description);
  void ServeWithoutCommand();
  // The command takes one argument.
  void AddArgument(const std::string& command, const std::string& name, std::string& value,
                   const std::string& help);
  [[nodiscard]] std::string Chosen() const;

  // Nothing when the server may start. Otherwise the exit code, after the help (0) or a sentence
  // about what is wrong (2) was printed.
  std::optional<int> Parse(int argc, char** argv);

 private:
  CLI::Option* Setting(const std::string& name, std::string& value, const std::string& help);
  void Remember(const std::string& name);
  [[nodiscard]] std::vector<std::string> WithVariables(int argc, char** argv) const;
  [[nodiscard]] std::string UnknownVariable() const;
  // Path of the settings file, empty when none was named.
  [[nodiscard]] std::string SettingsFile() const;

  struct Remembered {
    std::string flag;
    std::string variable;
  };
  std::unique_ptr<CLI::App> app_;
  std::vector<Remembered> settings_;
  std::vector<std::string> commands_;
  std::vector<CLI::Option*> peers_;
  WebConfig* web_ = nullptr;
  CLI::Option* web_listen_ = nullptr;
};

// The content of a secret's file without white space at its ends; "" for an empty path. Nothing,
// and a sentence on standard error, when it cannot be read or is empty.
std::optional<std::string> ReadSecret(const std::string& path);

}  // namespace plenum::config
