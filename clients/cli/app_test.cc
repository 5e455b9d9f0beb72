// The program as a whole, as far as it goes without a server.
#include "clients/cli/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "absl/strings/escaping.h"
#include "clients/cli/app_testing.h"
#include "clients/cli/completion.h"
#include "clients/cli/outcome_view.h"
#include "clients/cli/receipt.h"
#include "clients/cli/text.h"
#include "services/common/base/status.h"

namespace plenum::cli {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<const CLI::App*> AllVerbs(const CLI::App& app) {
  std::vector<const CLI::App*> verbs;
  for (const CLI::App* sub : app.get_subcommands(nullptr)) {
    const auto below = AllVerbs(*sub);
    verbs.insert(verbs.end(), below.begin(), below.end());
    if (below.empty()) verbs.push_back(sub);
  }
  return verbs;
}

TEST_F(AppTest, EveryVerbHasExamplesInItsHelp) {
  GlobalOptions global;
  Action chosen;
  const auto app = MakeApp(global, chosen);
  const auto verbs = AllVerbs(*app);
  EXPECT_GE(verbs.size(), 30U);
  for (const CLI::App* verb : verbs) {
    EXPECT_THAT(verb->get_footer(), AllOf(HasSubstr("Example"), HasSubstr("plenum ")))
        << verb->get_name();
    EXPECT_THAT(verb->get_description(), Not(IsEmpty())) << verb->get_name();
  }
}

TEST_F(AppTest, HelpTellsTheExitCodes) {
  const Ran ran = RunPlenum({"--help"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Exit codes: 0 done"), HasSubstr("PLENUM_SERVER")));
}

TEST_F(AppTest, WrongWordsEndWithTwoAndAHint) {
  EXPECT_EQ(RunPlenum({}).code, kExitUsage);
  EXPECT_THAT(RunPlenum({"server"}).err, HasSubstr("say what to do: `plenum server` takes"));
  const Ran typo = RunPlenum({"measure", "lsit"});
  EXPECT_EQ(typo.code, kExitUsage);
  EXPECT_THAT(typo.err, HasSubstr("did you mean \"list\"?"));
  EXPECT_EQ(RunPlenum({"deliberation", "advance", "backwards"}).code, kExitUsage);
  EXPECT_EQ(RunPlenum({"whoami", "--nonsense"}).code, kExitUsage);
}

TEST_F(AppTest, AReportIsNotWrittenAsWhatItIsNot) {
  const Ran pdf = RunPlenum({"report", "decision.PDF"});
  EXPECT_EQ(pdf.code, kExitUsage);
  EXPECT_THAT(pdf.err, HasSubstr("write decision.html"));
  EXPECT_EQ(RunPlenum({"report", "decision.txt"}).code, kExitNotAllowed);
}

TEST_F(AppTest, ANounAloneShowsOrLists) {
  for (const char* noun : {"measure", "document", "result", "ranking", "statement", "opinion"}) {
    EXPECT_EQ(RunPlenum({noun}).code, kExitNotAllowed) << noun;  // understood, but not signed in
    EXPECT_EQ(RunPlenum({noun, "--json"}).code, kExitNotAllowed) << noun;
  }
}

TEST_F(AppTest, TheHelpOfANounShowsItsOwnVerbs) {
  const Ran ran = RunPlenum({"document", "--help"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Examples:\n  plenum document import"),
                             HasSubstr("\n  plenum document list"), Not(HasSubstr("plenum vote"))));
}

TEST_F(AppTest, WrongValuesSayWhatFits) {
  const Ran nowhere = RunPlenum({"deliberation", "advance", "nowhere"});
  EXPECT_EQ(nowhere.code, kExitUsage);
  EXPECT_THAT(nowhere.err, HasSubstr("is no phase; they are draft, collecting"));
  for (const char* timeout : {"0", "abc", "nan", "3601", "5s"}) {
    const Ran ran = RunPlenum({"--timeout", timeout, "turnout"});
    EXPECT_EQ(ran.code, kExitUsage) << timeout;
    EXPECT_THAT(ran.err, AllOf(HasSubstr("--timeout: it takes seconds, from 0.1 to 3600"),
                               Not(HasSubstr("has no"))));
  }
  EXPECT_EQ(RunPlenum({"--timeout", "2.5", "turnout"}).code, kExitNotAllowed);
}

TEST_F(AppTest, AnswersToStatementsAreReadBeforeAnythingIsSent) {
  const Ran no_answer = RunPlenum({"statement", "vote", "s1=agree", "s2"});
  EXPECT_EQ(no_answer.code, kExitUsage);
  EXPECT_THAT(no_answer.err, HasSubstr("STATEMENT=ANSWER, as in s3=agree"));
  const Ran wrong = RunPlenum({"statement", "vote", "s1=maybe"});
  EXPECT_EQ(wrong.code, kExitUsage);
  EXPECT_THAT(wrong.err, HasSubstr("answer agree, disagree or pass"));
  EXPECT_EQ(RunPlenum({"statement", "vote", "s1=Agree"}).code, kExitNotAllowed);
}

TEST_F(AppTest, WithoutSignInTheCodeIsFour) {
  const Ran ran = RunPlenum({"measure", "list"});
  EXPECT_EQ(ran.code, kExitNotAllowed);
  EXPECT_THAT(ran.err, HasSubstr("plenum login TOKEN"));
  EXPECT_EQ(ran.out, "");
}

TEST_F(AppTest, GlobalOptionsMayStandAnywhere) {
  const Ran before = RunPlenum({"--json", "turnout"});
  const Ran after = RunPlenum({"turnout", "--json"});
  EXPECT_EQ(before.err, after.err);
  const auto error = nlohmann::json::parse(after.err);
  EXPECT_EQ(error["error"]["code"], "UNAUTHENTICATED");
  EXPECT_EQ(error["error"]["exitCode"], 4);
}

TEST_F(AppTest, AServerThatIsNotThereEndsWithThreeSoon) {
  const Ran ran = RunPlenum({"deliberation", "create", "X", "--server", "127.0.0.1:1"});
  EXPECT_EQ(ran.code, kExitUnreachable);
  EXPECT_THAT(ran.err, HasSubstr("does not answer at 127.0.0.1:1"));
}

// Where a run with these options would call, given a profile of `known`.
class TransportTest : public AppTest {
 protected:
  void SignIn(const Addresses& known) {
    const CredentialStore store(root_ + "/plenum");
    ASSERT_TRUE(store
                    .Update([&](Credentials& credentials) {
                      Profile profile;
                      profile.addresses = known;
                      profile.deliberation = "deliberations/d";
                      profile.member = "deliberations/d/members/m";
                      profile.token = "t";
                      credentials.Put(profile);
                      return absl::OkStatus();
                    })
                    .ok());
  }
  absl::StatusOr<Addresses> WhereWith(const Addresses& flags) {
    GlobalOptions global;
    global.addresses = flags;
    return Session(global, out_, out_).Where();
  }
  bool TlsWith(const Addresses& flags) { return WhereWith(flags)->tls.value(); }
  std::ostringstream out_;
};

TEST_F(TransportTest, TlsOfTheProfileHoldsForItsOwnServerOnly) {
  SignIn({.server = "a:1", .ca_file = "ca.pem", .tls = true});
  EXPECT_TRUE(TlsWith({}));
  EXPECT_TRUE(TlsWith({.server = "a:1"}));
  EXPECT_EQ(WhereWith({.server = "a:1"})->ca_file, "ca.pem");
  EXPECT_FALSE(TlsWith({.server = "b:2"}));
  EXPECT_EQ(WhereWith({.server = "b:2", .tls = true})->ca_file, "");
  // The others still are those of the profile: its token does not go there in the clear.
  EXPECT_TRUE(TlsWith({.scoring = "b:2"}));
  setenv("PLENUM_SERVER", "b:2", 1);
  EXPECT_FALSE(TlsWith({}));
}

TEST_F(TransportTest, TlsIsTurnedOnAndOffByFlagThenEnvironment) {
  SignIn({.server = "a:1", .ca_file = "ca.pem", .tls = true});
  EXPECT_FALSE(TlsWith({.tls = false}));
  EXPECT_EQ(WhereWith({.tls = false})->ca_file, "");
  setenv("PLENUM_TLS", "0", 1);
  EXPECT_FALSE(TlsWith({}));
  EXPECT_TRUE(TlsWith({.tls = true}));
  EXPECT_TRUE(TlsWith({.ca_file = "other.pem"}));
  setenv("PLENUM_TLS", "1", 1);
  EXPECT_TRUE(TlsWith({.server = "b:2"}));
  setenv("PLENUM_TLS", "maybe", 1);
  EXPECT_EQ(ExitCodeOf(WhereWith({}).status()), kExitUsage);
}

TEST_F(TransportTest, ClientCertificatesComeWithTheirKey) {
  const auto where = WhereWith({.server = "b:2", .client_cert_file = "c", .client_key_file = "k"});
  ASSERT_TRUE(where.ok());
  const rpc::ChannelOptions options = Session::ChannelTo(*where, Service::kScoring);
  EXPECT_TRUE(options.tls);
  EXPECT_EQ(options.client_cert_file, "c");
  EXPECT_EQ(options.client_key_file, "k");
  EXPECT_EQ(ExitCodeOf(WhereWith({.client_cert_file = "c"}).status()), kExitUsage);
  EXPECT_EQ(ExitCodeOf(WhereWith({.ca_file = "c", .tls = false}).status()), kExitUsage);
  setenv("PLENUM_CLIENT_CERT", "ec", 1);
  setenv("PLENUM_CLIENT_KEY", "ek", 1);
  EXPECT_EQ(WhereWith({})->client_key_file, "ek");
}

TEST_F(AppTest, TlsAndNoTlsExcludeEachOther) {
  EXPECT_EQ(RunPlenum({"turnout", "--tls", "--no-tls"}).code, kExitUsage);
  const Ran plain = RunPlenum({"server", "check", "--server", "127.0.0.1:1"});
  EXPECT_THAT(plain.err, HasSubstr("if the server uses TLS, add --tls or --ca FILE"));
  const Ran tls = RunPlenum({"server", "check", "--server", "127.0.0.1:1", "--tls"});
  EXPECT_THAT(tls.err, Not(HasSubstr("if the server uses TLS")));
}

TEST_F(AppTest, AWrongTokenNeverStandsInTheError) {
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"login", "swordfish"},
                                             {"--token", "swordfish", "turnout"},
                                             {"--token", "swordfish", "turnout", "--json"}}) {
    const Ran ran = RunPlenum(arguments);
    EXPECT_EQ(ran.code, kExitNotAllowed);
    EXPECT_THAT(ran.err + ran.out, Not(HasSubstr("swordfish")));
  }
}

TEST_F(AppTest, JoiningAsksForACodeAndSaysWhatIsMissing) {
  EXPECT_EQ(RunPlenum({"join"}).code, 2);
  EXPECT_EQ(RunPlenum({"join", "a", "b", "c"}).code, 2);
  const Ran no_token = RunPlenum({"join", "--in", "deliberations/d1"});
  EXPECT_EQ(no_token.code, 2);
  EXPECT_THAT(no_token.err, HasSubstr("--id-token"));
  EXPECT_EQ(RunPlenum({"invite", "add", "Ana", "--role", "chair"}).code, 2);
  EXPECT_EQ(RunPlenum({"invite", "add", "Ana", "--days", "0"}).code, 2);
  EXPECT_EQ(RunPlenum({"invite", "list"}).code, 4) << "nobody is signed in";
}

TEST_F(AppTest, ASignInThatIsGoodOnceIsNoToken) {
  const std::string secret = "plr_1m8gd5zbpc0kdcwy_0_00000000000000000000000000000000";
  const Ran ran = RunPlenum({"turnout", "--token", secret});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("plenum login"));
  EXPECT_THAT(ran.err, Not(HasSubstr(secret)));
}

TEST_F(AppTest, NegativeScoresAreValuesNotOptions) {
  EXPECT_EQ(RunPlenum({"score", "set", "m1", "c1", "-2.5"}).code, kExitNotAllowed);
  EXPECT_EQ(RunPlenum({"score", "set", "m1", "c1", "many"}).code, kExitUsage);
}

TEST(Complete, OffersVerbsThenOptionsThenFiles) {
  GlobalOptions global;
  Action chosen;
  const auto app = MakeApp(global, chosen);
  const auto word = [](const char* w) { return Field(&Completion::word, w); };
  EXPECT_THAT(Complete(*app, {"mea"}), ::testing::ElementsAre(word("measure")));
  EXPECT_THAT(Complete(*app, {"--json", "measure", ""}), Contains(word("reject")));
  EXPECT_THAT(Complete(*app, {"measure", "list", "--"}),
              AllOf(Contains(word("--titles")), Contains(word("--json"))));
  const auto files = ::testing::ElementsAre(word(":files"));
  EXPECT_THAT(Complete(*app, {"vote", "--file", ""}), files);
  EXPECT_THAT(Complete(*app, {"document", "import", ""}), files);
  EXPECT_THAT(Complete(*app, {"document", "import", "a.txt", "b.tx"}), files);
  EXPECT_THAT(Complete(*app, {"--ca", "x"}), files);
  EXPECT_THAT(Complete(*app, {"measure", "show", ""}), IsEmpty());
  EXPECT_THAT(Complete(*app, {"measure", "rename", "m1", ""}), IsEmpty());
  EXPECT_THAT(Complete(*app, {"vote", "--rank", ""}), IsEmpty());
  EXPECT_THAT(
      Complete(*app, {"deliberation", "advance", ""}),
      ::testing::ElementsAre(word("draft"), word("collecting"), word("scoring"), word("discussing"),
                             word("revising"), word("voting"), word("closed"), word("published")));
  EXPECT_THAT(Complete(*app, {"deliberation", "advance", "v"}),
              ::testing::ElementsAre(word("voting")));
  EXPECT_THAT(Complete(*app, {"deliberation", "advance", "voting", ""}), IsEmpty());
}

TEST(CompletionScript, KnowsThreeShells) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    EXPECT_THAT(std::string(CompletionScript(shell)), HasSubstr("__complete"));
  }
  EXPECT_EQ(CompletionScript("tcsh"), "");
}

TEST(Errors, EachWrongFieldStandsOnItsOwnLine) {
  base::FieldViolations bad;
  bad.Add("measure.title", "must not be empty");
  bad.Add("measure.actor", "is too\x1b[2J long");
  const std::string text = FormatError(bad.ToStatus(), Terminal{});
  EXPECT_THAT(text, AllOf(HasSubstr("\n  measure.title: must not be empty\n"),
                          HasSubstr("\n  measure.actor: is too"), Not(HasSubstr("\x1b"))));
  const auto json = nlohmann::json::parse(FormatErrorJson(bad.ToStatus()));
  EXPECT_EQ(json["error"]["reason"], "INVALID_FIELDS");
  EXPECT_EQ(json["error"]["fields"][1]["field"], "measure.actor");
}

TEST(Errors, OneWrongFieldIsSaidOnce) {
  base::FieldViolations bad;
  bad.Add("measure.title", "must not be empty");
  EXPECT_EQ(FormatError(bad.ToStatus(), Terminal{}), "plenum: measure.title: must not be empty\n");
  bad.Add("measure.actor", "is too long");
  EXPECT_EQ(FormatError(bad.ToStatus(), Terminal{}),
            "plenum: 2 values are wrong:\n  measure.title: must not be empty\n"
            "  measure.actor: is too long\n");
}

TEST(Errors, AFullDiskIsForTheOperatorToMend) {
  const absl::Status full =
      base::Error(absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_STORAGE_FULL,
                  "the server has no space left");
  EXPECT_THAT(FormatError(full, Terminal{}),
              HasSubstr("tell whoever runs the server to make room"));
  EXPECT_EQ(ExitCodeOf(full), 1);
}

TEST(Errors, CodesMapToExitCodes) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), 0);
  EXPECT_EQ(ExitCodeOf(absl::FailedPreconditionError("")), 1);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("")), 1);
  EXPECT_EQ(ExitCodeOf(UsageError("")), 2);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("")), 3);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("")), 3);
  EXPECT_EQ(ExitCodeOf(absl::PermissionDeniedError("")), 4);
  EXPECT_EQ(ExitCodeOf(absl::UnauthenticatedError("")), 4);
  EXPECT_EQ(ExitCodeOf(absl::NotFoundError("")), 5);
  EXPECT_EQ(ExitCodeOf(absl::AbortedError("")), 6);
  EXPECT_EQ(ExitCodeOf(absl::AlreadyExistsError("")), 6);
}

TEST(RequestId, IsLongAndFresh) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string id = NewRequestId();
    EXPECT_EQ(id.size(), 31U);
    EXPECT_EQ(
        id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"),
        std::string::npos);
    seen.insert(id);
  }
  EXPECT_EQ(seen.size(), 100U);
}

TEST(ReceiptCheck, SaysWhenTheServerDoesNotHaveWhatWasCastFromHere) {
  Profile who;
  record::Receipt receipt{"deliberations/d1", std::string(record::kCommitmentBytes, 'c'), {}};
  EXPECT_FALSE(CheckInPassing(who, std::nullopt, /*is_over=*/true)) << "nothing was cast";
  EXPECT_EQ(CheckInPassing(who, receipt, /*is_over=*/false)->held, record::Held::kNotYet);
  const auto late = CheckInPassing(who, receipt, /*is_over=*/true);
  EXPECT_EQ(late->held, record::Held::kNo);
  EXPECT_THAT(late->sentence, HasSubstr("still waits, although the vote is closed"));
  who.receipt = absl::Base64Escape(std::string(record::kCommitmentBytes, 'x'));
  EXPECT_THAT(CheckInPassing(who, receipt, /*is_over=*/false)->sentence,
              HasSubstr("and the one that you cast from here was"));
  EXPECT_THAT(CheckInPassing(who, std::nullopt, /*is_over=*/true)->sentence,
              HasSubstr("does not have the ballot"));
}

TEST(Divergence, SaysWhereVoteAndCriteriaDifferMost) {
  EXPECT_EQ(DivergenceSentence({{"A", "m1", 1, 1}, {"B", "m2", 2, 2}}),
            "The vote and the criteria give the same order.");
  EXPECT_EQ(DivergenceSentence({{"A", "m1", 1, 3}, {"B", "m2", 2, 1}, {"C", "m3", 3, 2}}),
            "The vote puts \"A\" first, the criteria \"B\"; they differ most on \"A\", 1st by the "
            "vote and 3rd by the criteria.");
  EXPECT_EQ(DivergenceSentence({{"A", "m1", 1, 1}, {"B", "m2", 2, 3}, {"C", "m3", 3, 2}}),
            "The vote and the criteria agree on the first place; they differ most on \"B\", 2nd by "
            "the vote and 3rd by the criteria.");
  EXPECT_EQ(DivergenceSentence({{"A", "m1", 1, 1}, {"B", "m2", 2, 0}}),
            "Where the criteria give a place, the vote gives the same.");
}

class EvaluateTest : public AppTest {
 protected:
  Ran Evaluate(const std::string& csv, std::vector<std::string> more = {}) {
    const std::string path = root_ + "/table.csv";
    std::ofstream(path) << csv;
    std::vector<std::string> arguments = {"evaluate", path};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunPlenum(arguments);
  }
};

TEST_F(EvaluateTest, SaysTheWeightsAndWhetherTheyWereGiven) {
  const Ran given = Evaluate("option,a,b\nweight,3,1\nx,1,2\ny,2,1\n");
  EXPECT_EQ(given.code, 0) << given.err;
  EXPECT_THAT(given.out, HasSubstr("Weights: a 75 %, b 25 %."));
  const Ran none = Evaluate("option,a,b\nx,1,2\ny,2,1\n");
  EXPECT_THAT(none.out, HasSubstr("a 50 %, b 50 %, since there is no line weight."));
}

TEST_F(EvaluateTest, TakesWeightsFromTheMatrixAndNamesOfMethodsInAnyCase) {
  const Ran ran =
      Evaluate("option,a,b\nx,1,5\ny,2,5\n", {"--weights", "entropy", "--method", "SAW"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("Weights: a 100 %, b 0 %."));
  const Ran refused = Evaluate("option,a\nx,5\ny,5\n", {"--weights", "critic"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("all options are equal on every criterion"));
}

TEST_F(EvaluateTest, PrintsCsvThatReadsBackExactly) {
  const Ran ran =
      Evaluate("option,a,b\n\"x, the first\",1,3\ny,2,1\n", {"--method", "vikor", "--csv"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, ::testing::StartsWith("position,option,score,S,R\n"));
  EXPECT_THAT(ran.out, HasSubstr("\"x, the first\",0,0.5,0.5\n"));
}

TEST_F(EvaluateTest, ShowsWhatPrometheeOneLeavesOpenAndTheKernelOfElectreOne) {
  const std::string csv = "option,a,b,c\nx,9,5,1\ny,1,5,9\nz,5,6,5\n";
  const Ran promethee = Evaluate(csv, {"--method", "promethee"});
  EXPECT_EQ(promethee.code, 0) << promethee.err;
  EXPECT_THAT(promethee.out, AllOf(HasSubstr("plus"), HasSubstr("minus")));
  const Ran electre = Evaluate(csv, {"--method", "electre1"});
  EXPECT_EQ(electre.code, 0) << electre.err;
  EXPECT_THAT(electre.out, HasSubstr("Can be defended as first:"));
}

TEST_F(EvaluateTest, RefusesWhatWouldGiveANumberOfNoMeaning) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"option,a,a\nx,1,2\n", "line 1: the criterion \"a\" stands there twice"},
      {"option,a\nx,1\nx,2\n", "line 3: \"x\" already stands in line 2"},
      {"option,a\nweight,1\nweights,2\nx,1\n", "line 3: \"weights\" already stands in line 2"},
      {"option,a\nx,1e-200\ny,1\n", "line 2, x, a: 1e-200 is too near to 0 to compute with"},
      {"option,a\nx,1e308\ny,-1e308\n", "line 2, x, a: 1e+308 is too great to compute with"},
      {"option,a\nlow,0\nhigh,10\nx,11\ny,1\n", "line 4, x, a: 11 is outside the scale 0..10"},
  };
  for (const auto& [csv, message] : cases) {
    const Ran ran = Evaluate(csv, {"--method", "saw-vector"});
    EXPECT_EQ(ran.code, 2) << csv;
    EXPECT_THAT(ran.err, HasSubstr(message));
  }
}

}  // namespace
}  // namespace plenum::cli
