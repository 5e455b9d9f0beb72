// argument add, list, reply, edit, hide, restore.
#include <map>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

using deliberation::v1::Argument;

struct AddOptions {
  std::string measure;
  std::string side;
  std::string text;
  std::string criterion;
  std::string score_by;
  int quote = 0;
};

struct ListOptions {
  std::string measure;
  bool history = false;
};

struct WordsOptions {
  std::string argument;
  std::string text;
};

// In the order in which the list shows them: each with its replies below it.
absl::StatusOr<std::vector<Argument>> FetchArguments(Session& session) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::ListArgumentsRequest request;
  request.set_parent(who->deliberation);
  auto response = session.CallAll(&Arguments::ListArguments, request);
  if (!response.ok()) return response.status();
  return std::vector<Argument>(response->arguments().begin(), response->arguments().end());
}

// The argument by its number, its id or the start of its words.
absl::StatusOr<Argument> Find(Session& session, std::string_view query) {
  const auto arguments = FetchArguments(session);
  if (!arguments.ok()) return arguments.status();
  std::vector<Candidate> candidates;
  for (const Argument& argument : *arguments) {
    candidates.push_back(
        {argument.name(), argument.text(), static_cast<int>(candidates.size()) + 1});
  }
  const auto at = Resolve(query, candidates, kArgument);
  if (!at.ok()) return at.status();
  return (*arguments)[*at];
}

absl::Status Say(Session& session, const deliberation::v1::CreateArgumentRequest& request,
                 std::string_view said) {
  const auto response = session.Call(&Arguments::CreateArgument, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << said << "; `plenum argument list` shows what is said.\n";
  return absl::OkStatus();
}

absl::Status Add(Session& session, const AddOptions& options) {
  const auto measure = session.FindMeasure(options.measure);
  if (!measure.ok()) return measure.status();
  deliberation::v1::CreateArgumentRequest request;
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  request.set_parent(who->deliberation);
  request.set_request_id(NewRequestId());
  Argument& argument = *request.mutable_argument();
  argument.set_measure(measure->name());
  argument.set_side(options.side == "for" ? deliberation::v1::SIDE_PRO
                                          : deliberation::v1::SIDE_CON);
  argument.set_text(options.text);
  if (!options.criterion.empty()) {
    const auto criterion = session.FindCriterion(options.criterion);
    if (!criterion.ok()) return criterion.status();
    argument.set_criterion(criterion->name());
  }
  if (!options.score_by.empty()) {
    const auto members = session.Members();
    if (!members.ok()) return members.status();
    const auto candidates = CandidatesOf(*members);
    const auto at = Resolve(options.score_by, candidates, kMember);
    if (!at.ok()) return at.status();
    argument.set_score_by(candidates[*at].name);
  }
  if (options.quote > measure->quotes_size()) {
    return UsageError(absl::StrCat("the measure has ", text::Count(measure->quotes_size(), "quote"),
                                   "; `plenum measure show` numbers them"));
  }
  if (options.quote > 0) {
    const auto& quote = measure->quotes(options.quote - 1);
    argument.mutable_quote()->set_document(quote.document());
    argument.mutable_quote()->set_start(quote.start());
    argument.mutable_quote()->set_end(quote.end());
  }
  return Say(session, request,
             absl::StrCat("Said ", options.side, " \"", text::Printable(measure->title()), "\""));
}

absl::Status Reply(Session& session, const WordsOptions& options) {
  const auto above = Find(session, options.argument);
  if (!above.ok()) return above.status();
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::CreateArgumentRequest request;
  request.set_parent(who->deliberation);
  request.set_request_id(NewRequestId());
  request.mutable_argument()->set_reply_to(above->name());
  request.mutable_argument()->set_text(options.text);
  return Say(session, request, "Replied");
}

// Prints one argument, its words under its head.
class Printer {
 public:
  Printer(Session& session, const std::vector<Argument>& arguments, bool history)
      : session_(session), arguments_(arguments), history_(history) {}

  absl::Status Prepare() {
    const auto members = session_.Members();
    if (!members.ok()) return members.status();
    members_ = CandidatesOf(*members);
    for (const Argument& argument : arguments_) {
      if (!argument.criterion().empty() && criteria_.empty()) {
        const auto criteria = session_.Criteria();
        if (!criteria.ok()) return criteria.status();
        criteria_ = CandidatesOf(*criteria);
      }
    }
    return absl::OkStatus();
  }

  void PrintWithReplies(std::size_t at, int indent) {
    Print(at, indent);
    for (std::size_t i = 0; i < arguments_.size(); ++i) {
      if (arguments_[i].reply_to() == arguments_[at].name()) Print(i, indent + kStep);
    }
  }

 private:
  static constexpr int kStep = 5;

  void Print(std::size_t at, int indent) {
    const Argument& argument = arguments_[at];
    const Terminal& terminal = session_.terminal();
    const std::string margin(static_cast<std::size_t>(indent), ' ');
    std::string head =
        absl::StrCat(TitleOf(members_, argument.author()), ", ", TimeWord(argument.create_time()));
    if (argument.earlier_size() > 0) {
      absl::StrAppend(&head, ", changed ", TimeWord(argument.update_time()));
    }
    if (!argument.criterion().empty()) {
      const std::string whose =
          argument.score_by().empty()
              ? ""
              : absl::StrCat("the score of ", TitleOf(members_, argument.score_by()), " on ");
      absl::StrAppend(&head, ", on ", whose, TitleOf(criteria_, argument.criterion()));
    }
    session_.out() << margin
                   << terminal.Paint(
                          Style::kAccent,
                          text::PadRight(Label(kArgument, static_cast<int>(at) + 1), kStep))
                   << terminal.Paint(Style::kDim, head) << "\n";
    if (!argument.hidden_by().empty()) {
      Words(absl::StrCat("Hidden by ", TitleOf(members_, argument.hidden_by()), ": ",
                         text::Printable(argument.hidden_reason())),
            indent, Style::kWarning);
    }
    if (history_) {
      for (const auto& before : argument.earlier()) {
        Words(absl::StrCat("until changed: ", before.text()), indent, Style::kDim);
      }
    }
    Words(argument.text(), indent, Style::kPlain);
  }

  void Words(const std::string& words, int indent, Style style) {
    if (words.empty()) return;
    const int margin = indent + kStep;
    for (const auto& line :
         text::Wrap(text::Printable(words), session_.terminal().width - margin)) {
      session_.out() << std::string(static_cast<std::size_t>(margin), ' ')
                     << session_.terminal().Paint(style, line) << "\n";
    }
  }

  Session& session_;
  const std::vector<Argument>& arguments_;
  const bool history_;
  std::vector<Candidate> members_;
  std::vector<Candidate> criteria_;
};

absl::Status List(Session& session, const ListOptions& options) {
  const auto arguments = FetchArguments(session);
  if (!arguments.ok()) return arguments.status();
  std::string only;
  if (!options.measure.empty()) {
    const auto measure = session.FindMeasure(options.measure);
    if (!measure.ok()) return measure.status();
    only = measure->name();
  }
  if (session.json()) {
    deliberation::v1::ListArgumentsResponse response;
    for (const Argument& argument : *arguments) {
      if (only.empty() || argument.measure() == only) *response.add_arguments() = argument;
    }
    return session.PrintJson(response);
  }
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  Printer printer(session, *arguments, options.history);
  if (absl::Status status = printer.Prepare(); !status.ok()) return status;
  int number = 0;
  bool any = false;
  for (const auto& measure : *measures) {
    ++number;
    if (!only.empty() && measure.name() != only) continue;
    bool headed = false;
    for (const auto side : {deliberation::v1::SIDE_PRO, deliberation::v1::SIDE_CON}) {
      bool side_headed = false;
      for (std::size_t i = 0; i < arguments->size(); ++i) {
        const Argument& argument = (*arguments)[i];
        if (argument.measure() != measure.name() || !argument.reply_to().empty() ||
            argument.side() != side) {
          continue;
        }
        if (!headed) {
          session.out() << (any ? "\n" : "") << Label(kMeasure, number) << "  "
                        << session.terminal().Paint(Style::kStrong,
                                                    text::Printable(measure.title()))
                        << "\n";
        }
        if (!side_headed) {
          session.out() << (side == deliberation::v1::SIDE_PRO ? "  for it\n" : "  against it\n");
        }
        any = headed = side_headed = true;
        printer.PrintWithReplies(i, 4);
      }
    }
  }
  if (!any) {
    session.out() << "Nothing is said yet; `plenum argument add m1 for \"...\"` begins.\n";
  }
  return absl::OkStatus();
}

absl::Status Edit(Session& session, const WordsOptions& options) {
  const auto argument = Find(session, options.argument);
  if (!argument.ok()) return argument.status();
  deliberation::v1::UpdateArgumentRequest request;
  request.set_name(argument->name());
  request.set_etag(argument->etag());
  request.set_text(options.text);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Arguments::UpdateArgument, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Changed; what it said before is kept (`plenum argument list --history`).\n";
  return absl::OkStatus();
}

absl::Status Hide(Session& session, const WordsOptions& options) {
  const auto argument = Find(session, options.argument);
  if (!argument.ok()) return argument.status();
  deliberation::v1::HideArgumentRequest request;
  request.set_name(argument->name());
  request.set_reason(options.text);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Arguments::HideArgument, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out()
      << "Hidden; everybody sees that, and why. `plenum argument restore` takes it back.\n";
  return absl::OkStatus();
}

absl::Status Restore(Session& session, const WordsOptions& options) {
  const auto argument = Find(session, options.argument);
  if (!argument.ok()) return argument.status();
  deliberation::v1::RestoreArgumentRequest request;
  request.set_name(argument->name());
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Arguments::RestoreArgument, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "It is shown again.\n";
  return absl::OkStatus();
}

}  // namespace

void AddArgumentCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "argument", "Say what speaks for and against the measures");
  constexpr char kWhich[] = "Number, id, or the start of its words";
  const auto add = AddVerb<AddOptions>(
      *noun, chosen, "add", "Say something for or against a measure",
      {"plenum argument add m3 for \"It worked in 2019\"",
       "plenum argument add hotlines against \"Nobody would answer\" --criterion effect",
       "plenum argument add m3 for \"The report says so itself\" --quote 1"},
      Add);
  add.command->add_option("MEASURE", add.options->measure, "Number, title or id")->required();
  add.command->add_option("SIDE", add.options->side, "for or against")
      ->required()
      ->check(CLI::IsMember({"for", "against"}));
  add.command->add_option("TEXT", add.options->text, "Up to 2000 characters")->required();
  auto* criterion = add.command->add_option("--criterion", add.options->criterion,
                                            "The criterion that it is about");
  add.command
      ->add_option("--score-by", add.options->score_by,
                   "The member whose score on the criterion it speaks of")
      ->needs(criterion);
  add.command
      ->add_option("--quote", add.options->quote,
                   "The quote of the measure that it leans on, as `plenum measure show` numbers it")
      ->check(CLI::PositiveNumber);
  const auto list =
      AddVerb<ListOptions>(*noun, chosen, "list", "Show what is said, with the replies",
                           {"plenum argument list", "plenum argument list m3 --history"}, List);
  list.command->add_option("MEASURE", list.options->measure, "Of this measure only");
  list.command->add_flag("--history", list.options->history, "Also what was said before changes");
  const auto with_words = [&](const char* name, const char* description, const char* example,
                              const char* option, const char* meaning,
                              absl::Status (*run)(Session&, const WordsOptions&)) {
    const auto verb = AddVerb<WordsOptions>(*noun, chosen, name, description, {example}, run);
    verb.command->add_option("ARGUMENT", verb.options->argument, kWhich)->required();
    if (option != nullptr) {
      verb.command->add_option(option, verb.options->text, meaning)->required();
    }
  };
  with_words("reply", "Reply to an argument", "plenum argument reply a2 \"That was another case\"",
             "TEXT", "Up to 2000 characters", Reply);
  with_words("edit", "Change your own words; the earlier ones are kept",
             "plenum argument edit a2 \"It worked in 2019 and 2021\"", "TEXT",
             "Up to 2000 characters", Edit);
  with_words("hide", "Take the words of an argument out of sight",
             "plenum argument hide a2 --reason \"Names a person\"", "--reason",
             "Why; everybody sees it", Hide);
  with_words("restore", "Show a hidden argument again", "plenum argument restore a2", nullptr,
             nullptr, Restore);
}

}  // namespace plenum::cli
