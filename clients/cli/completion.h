// completion: what the shell offers when Tab is pressed.
//
// The scripts that `plenum completion SHELL` prints ask the program itself: they call
// `plenum __complete WORD...` and offer its lines. So they never go out of date.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace plenum::cli {

// The verb of `app` with this name; null when there is none.
const CLI::App* FindVerb(const CLI::App& app, std::string_view name);

// Stands alone in the answer where files fit: the shell knows them better. No word of ours.
inline constexpr std::string_view kFilesWord = ":files";

// A word, and what it means.
struct Completion {
  std::string word;
  std::string description;
};

// What can stand in place of the last of `words`, the words after "plenum" of which the last may be
// begun or empty: verbs, options, and values where only some are allowed; kFilesWord where a file
// is meant. Nothing means that the shell should offer nothing.
std::vector<Completion> Complete(const CLI::App& app, const std::vector<std::string>& words);

// The script for "bash", "zsh" or "fish"; empty for any other shell.
std::string_view CompletionScript(std::string_view shell);

}  // namespace plenum::cli
