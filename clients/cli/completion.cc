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
  COMPREPLY=("${words[@]}")
}
complete -o default -F _plenum plenum
)";

constexpr std::string_view kZsh = R"(#compdef plenum
# zsh completion of plenum; install: plenum completion zsh > a file _plenum in a folder of $fpath
_plenum() {
  local -a lines described
  local line
  lines=("${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in $lines; do
    [[ -n $line ]] && described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  if (( $#described )); then _describe plenum described; else _files; fi
}
if [[ $funcstack[1] == _plenum ]]; then _plenum "$@"; else compdef _plenum plenum; fi
)";

constexpr std::string_view kFish =
    R"(# fish completion of plenum; install: plenum completion fish > \
#   ~/.config/fish/completions/plenum.fish
function __plenum_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found ($words[1] __complete -- $words[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\n' $found
  else
    __fish_complete_path (commandline -ct)
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

}  // namespace

const CLI::App* FindVerb(const CLI::App& app, std::string_view name) {
  for (const CLI::App* verb : app.get_subcommands(nullptr)) {
    if (verb->get_name() == name) return verb;
  }
  return nullptr;
}

std::vector<Completion> Complete(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* at = &app;
  bool value = false;  // the word is the value of the option before it
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (value) {
      value = false;
      continue;
    }
    if (StartsWith(words[i], "-")) {
      const CLI::Option* option = FindOption(at, words[i]);
      value = option != nullptr && option->get_items_expected_min() > 0;
    } else if (const CLI::App* sub = FindVerb(*at, words[i])) {
      at = sub;
    }
  }
  const std::string begun = words.empty() ? "" : words.back();
  std::vector<Completion> found;
  if (value) return found;
  if (StartsWith(begun, "-")) {
    for (const CLI::App* a = at; a != nullptr; a = a->get_parent()) AddOptions(*a, begun, found);
    return found;
  }
  for (const CLI::App* sub : at->get_subcommands(nullptr)) {
    if (sub->get_group().empty() || !StartsWith(sub->get_name(), begun)) continue;
    found.push_back({sub->get_name(), sub->get_description()});
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
