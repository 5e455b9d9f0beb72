#include "clients/cli/completion.h"

#include "clients/cli/commands.h"

namespace plenum::cli {
namespace {

constexpr std::string_view kBash =
    R"(# bash completion of plenum; install: plenum completion bash > \
#   ~/.local/share/bash-completion/completions/plenum
_plenum() {
  local line words=()
  while IFS=$'\t' read -r line _; do words+=("$line"); done < <(
    "${COMP_WORDS[0]}" __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ ${words[0]-} == :files ]]; then compopt -o default; words=(); fi
  COMPREPLY=("${words[@]}")
}
complete -F _plenum plenum
)";

constexpr std::string_view kZsh = R"(#compdef plenum
# zsh completion of plenum; install: plenum completion zsh > a file _plenum in a folder of $fpath
_plenum() {
  local -a lines described
  local line
  lines=("${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ $lines[1] == :files ]]; then _files; return; fi
  for line in $lines; do
    [[ -n $line ]] && described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  (( $#described )) && _describe plenum described
}
if [[ $funcstack[1] == _plenum ]]; then _plenum "$@"; else compdef _plenum plenum; fi
)";

constexpr std::string_view kFish =
    R"(# fish completion of plenum; install: plenum completion fish > \
#   ~/.config/fish/completions/plenum.fish
function __plenum_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found ($words[1] __complete -- $words[2..-1] 2>/dev/null)
  if test "$found[1]" = ":files"
    __fish_complete_path (commandline -ct)
  else if test (count $found) -gt 0
    printf '%s\n' $found
  end
end
complete -c plenum -f -a '(__plenum_complete)'
)";

struct CompletionOptions {
  std::string shell;
};

absl::Status PrintScript(Session& session, const CompletionOptions& options) {
  session.out() << CompletionScript(options.shell);
  return absl::OkStatus();
}

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// The option that `word` names, in `app` or above it.
const CLI::Option* FindOption(const CLI::App* app, const std::string& word) {
  for (; app != nullptr; app = app->get_parent()) {
    if (const CLI::Option* option = app->get_option_no_throw(word)) return option;
  }
  return nullptr;
}

void AddOptions(const CLI::App& app, std::string_view begun, std::vector<Completion>& found) {
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      const std::string word = "--" + name;
      if (StartsWith(word, begun)) found.push_back({word, option->get_description()});
    }
  }
}

// What may stand for `option`: the names of its set, which its type is shown with ("TEXT:{a,b}"),
// or a file. Our options that take one are called so, or hold a certificate.
void AddValues(const CLI::Option& option, std::string_view begun, std::vector<Completion>& found) {
  const std::string type = option.get_type_name();
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}');
  if (open != std::string::npos && close != std::string::npos && open < close) {
    for (const std::string& word :
         CLI::detail::split(type.substr(open + 1, close - open - 1), ',')) {
      if (StartsWith(word, begun)) found.push_back({word, ""});
    }
    return;
  }
  const std::string name = CLI::detail::to_lower(option.get_name());
  const bool file = name.size() >= 4 && name.substr(name.size() - 4) == "file";
  if (file || name == "--ca" || name == "--client-cert" || name == "--client-key") {
    found.push_back({std::string(kFilesWord), ""});
  }
}

// The positional option that the word after `before` others stands for; null when there is none.
const CLI::Option* FindPositional(const CLI::App& app, int before) {
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional()) continue;
    before -= option->get_items_expected_max();
    if (before < 0) return option;
  }
  return nullptr;
}

}  // namespace

const CLI::App* FindVerb(const CLI::App& app, std::string_view name) {
  for (const CLI::App* verb : app.get_subcommands(nullptr)) {
    if (verb->get_name() == name) return verb;
  }
  return nullptr;
}

std::vector<Completion> Complete(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* at = &app;
  const CLI::Option* value = nullptr;  // the word is the value of the option before it
  int positionals = 0;                 // words since the verb that are neither
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (value != nullptr) {
      value = nullptr;
      continue;
    }
    if (StartsWith(words[i], "-")) {
      const CLI::Option* option = FindOption(at, words[i]);
      if (option != nullptr && option->get_items_expected_min() > 0) value = option;
    } else if (const CLI::App* sub = FindVerb(*at, words[i])) {
      at = sub;
      positionals = 0;
    } else {
      ++positionals;
    }
  }
  const std::string begun = words.empty() ? "" : words.back();
  std::vector<Completion> found;
  if (value != nullptr) {
    AddValues(*value, begun, found);
    return found;
  }
  if (StartsWith(begun, "-")) {
    for (const CLI::App* a = at; a != nullptr; a = a->get_parent()) AddOptions(*a, begun, found);
    return found;
  }
  for (const CLI::App* sub : at->get_subcommands(nullptr)) {
    if (sub->get_group().empty() || !StartsWith(sub->get_name(), begun)) continue;
    found.push_back({sub->get_name(), sub->get_description()});
  }
  if (const CLI::Option* option = FindPositional(*at, positionals)) {
    AddValues(*option, begun, found);
  }
  return found;
}

std::string_view CompletionScript(std::string_view shell) {
  if (shell == "bash") return kBash;
  if (shell == "zsh") return kZsh;
  if (shell == "fish") return kFish;
  return "";
}

void AddCompletionCommands(CLI::App& app, Action& chosen) {
  const auto completion = AddVerb<CompletionOptions>(
      app, chosen, "completion", "Print a script that completes plenum's words in your shell",
      {"source <(plenum completion bash)",
       "plenum completion fish > ~/.config/fish/completions/plenum.fish"},
      PrintScript);
  completion.command->add_option("SHELL", completion.options->shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

}  // namespace plenum::cli
