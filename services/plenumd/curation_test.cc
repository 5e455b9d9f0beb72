// Curation over the wire: states, steps, undoing, history, suggestions.
#include <gmock/gmock.h>

#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kMemo[] =
    "# Memo\n\n"
    "The two governments should establish a crisis hotline between their defense ministries. "
    "The weather was fine in spring.\n\n"
    "## Exercises\n\n"
    "The ministry should not reduce the number of joint exercises this year.\n";

class CurationTest : public ServicesTest {
 protected:
  using Stub = Ingestion::Stub;
  CurationTest() { Create(); }

  template <class Request, class Response>
  absl::StatusOr<Response> Do(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              const Request& request) {
    return Call(*ingestion_, method, request, facilitator_);
  }
  ingestion::v1::ImportDocumentResponse Import(const std::string& content,
                                               const std::string& file_name = "memo.md") {
    ingestion::v1::ImportDocumentRequest request;
    request.set_parent(name_);
    request.set_file_name(file_name);
    request.set_content(content);
    auto imported = Do(&Stub::ImportDocument, request);
    EXPECT_TRUE(imported.ok()) << imported.status();
    return *imported;
  }
  ingestion::v1::Measure Get(const std::string& name) {
    ingestion::v1::GetMeasureRequest request;
    request.set_name(name);
    return Do(&Stub::GetMeasure, request)->measure();
  }
  std::vector<std::string> Active() {
    ingestion::v1::ListMeasuresRequest request;
    request.set_parent(name_);
    std::vector<std::string> names;
    const auto listed = Do(&Stub::ListMeasures, request);
    for (const auto& measure : listed->measures()) names.push_back(measure.name());
    return names;
  }
  absl::StatusOr<ingestion::v1::MergeMeasuresResponse> Merge(
      const std::string& target, const std::vector<std::string>& sources,
      const std::string& etag = "") {
    ingestion::v1::MergeMeasuresRequest request;
    request.set_name(target);
    request.set_etag(etag);
    for (const auto& source : sources) request.add_sources()->set_name(source);
    return Do(&Stub::MergeMeasures, request);
  }
  struct Part {
    std::string title;
    std::vector<int> quotes;
  };
  absl::StatusOr<ingestion::v1::SplitMeasureResponse> Split(const ingestion::v1::Measure& measure,
                                                            const std::vector<Part>& parts) {
    ingestion::v1::SplitMeasureRequest request;
    request.set_name(measure.name());
    request.set_etag(measure.etag());
    for (const auto& part : parts) {
      auto* added = request.add_parts();
      added->set_title(part.title);
      for (const int quote : part.quotes) added->add_quotes(quote);
    }
    return Do(&Stub::SplitMeasure, request);
  }
  absl::StatusOr<ingestion::v1::UndoMeasureStepResponse> Undo(const std::string& measure,
                                                              const std::string& step = "") {
    ingestion::v1::UndoMeasureStepRequest request;
    request.set_name(measure);
    request.set_step(step);
    return Do(&Stub::UndoMeasureStep, request);
  }
  std::vector<ingestion::v1::CurationStep> History(const std::string& measure) {
    ingestion::v1::ListMeasureHistoryRequest request;
    request.set_name(measure);
    const auto listed = Do(&Stub::ListMeasureHistory, request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    return {listed->steps().begin(), listed->steps().end()};
  }
  std::vector<int> Kinds(const std::string& measure) {
    std::vector<int> kinds;
    for (const auto& step : History(measure)) kinds.push_back(step.kind());
    return kinds;
  }
  absl::StatusOr<ingestion::v1::AttachQuoteResponse> Attach(const std::string& measure,
                                                            const std::string& document,
                                                            const std::string& text) {
    ingestion::v1::AttachQuoteRequest request;
    request.set_name(measure);
    request.mutable_quote()->set_document(document);
    request.mutable_quote()->set_text(text);
    return Do(&Stub::AttachQuote, request);
  }
  absl::Status Rename(const std::string& name, const std::string& title) {
    ingestion::v1::UpdateMeasureRequest request;
    request.mutable_measure()->set_name(name);
    request.mutable_measure()->set_title(title);
    request.mutable_update_mask()->add_paths("title");
    return Do(&Stub::UpdateMeasure, request).status();
  }
  absl::Status Accept(const std::string& name) {
    ingestion::v1::AcceptMeasureRequest request;
    request.set_name(name);
    return Do(&Stub::AcceptMeasure, request).status();
  }
  absl::Status Reject(const std::string& name) {
    ingestion::v1::RejectMeasureRequest request;
    request.set_name(name);
    request.set_reason("out of scope");
    return Do(&Stub::RejectMeasure, request).status();
  }
  absl::Status Restore(const std::string& name) {
    ingestion::v1::RestoreMeasureRequest request;
    request.set_name(name);
    return Do(&Stub::RestoreMeasure, request).status();
  }
  std::vector<ingestion::v1::Suggestion> Suggestions(bool settled = false) {
    ingestion::v1::ListSuggestionsRequest request;
    request.set_parent(name_);
    request.set_show_settled(settled);
    const auto listed = Do(&Stub::ListSuggestions, request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    return {listed->suggestions().begin(), listed->suggestions().end()};
  }
};

TEST_F(CurationTest, AProposalTakesPartUnreviewedAndIsAcceptedRejectedAndRestored) {
  const auto imported = Import(kMemo);
  const std::string name = imported.measures(0).name();
  EXPECT_FALSE(imported.measures(0).accepted());
  EXPECT_THAT(Active(), ElementsAre(name, imported.measures(1).name()));
  ASSERT_TRUE(Accept(name).ok());
  EXPECT_TRUE(Get(name).accepted());
  ASSERT_TRUE(Reject(name).ok());
  EXPECT_EQ(Get(name).state(), ingestion::v1::MEASURE_STATE_REJECTED);
  EXPECT_EQ(ReasonOf(Accept(name)), "WRONG_STATE");
  ASSERT_TRUE(Restore(name).ok());
  EXPECT_EQ(Get(name).state(), ingestion::v1::MEASURE_STATE_ACTIVE);
  EXPECT_EQ(Get(name).reject_reason(), "");
  EXPECT_THAT(
      Kinds(name),
      ElementsAre(ingestion::v1::CURATION_KIND_FOUND, ingestion::v1::CURATION_KIND_ACCEPTED,
                  ingestion::v1::CURATION_KIND_REJECTED, ingestion::v1::CURATION_KIND_RESTORED));
}

TEST_F(CurationTest, HistorySaysWhoDidWhatAndMembersReadIt) {
  const std::string name = AddMeasure("First");
  ASSERT_TRUE(Rename(name, "Second").ok());
  ASSERT_TRUE(Rename(name, "Second").ok());  // no change, no step
  const auto member = AddMember();
  ingestion::v1::ListMeasureHistoryRequest request;
  request.set_name(name);
  const auto read = Call(*ingestion_, &Stub::ListMeasureHistory, request, member.token);
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->steps_size(), 2);
  const auto& step = read->steps(1);
  EXPECT_EQ(step.kind(), ingestion::v1::CURATION_KIND_EDITED);
  EXPECT_THAT(step.actor(), HasSubstr(name_ + "/members/"));
  EXPECT_EQ(step.changes(0).before().title(), "First");
  EXPECT_EQ(step.changes(0).after().title(), "Second");
  EXPECT_GT(step.create_time().seconds(), 0);
  EXPECT_FALSE(read->steps(0).changes(0).has_before());
}

TEST_F(CurationTest, MergingUnitesQuotesAndKeepsTheMerged) {
  const auto imported = Import(kMemo);
  const std::string first = imported.measures(0).name();
  const std::string second = imported.measures(1).name();
  const auto merged = Merge(first, {second});
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_EQ(merged->measure().quotes_size(), 2);
  EXPECT_THAT(merged->measure().merged_from(), ElementsAre(second));
  EXPECT_EQ(merged->merged(0).state(), ingestion::v1::MEASURE_STATE_MERGED);
  EXPECT_EQ(Get(second).merged_into(), first);
  EXPECT_EQ(Get(second).etag(), merged->merged(0).etag());
  EXPECT_EQ(Get(second).quotes_size(), 1);
  EXPECT_THAT(Active(), ElementsAre(first));
  EXPECT_EQ(ReasonOf(Rename(second, "No longer")), "WRONG_STATE");
  EXPECT_EQ(ReasonOf(Restore(second)), "WRONG_STATE");
  // Undone from either side: all is as it was.
  ASSERT_TRUE(Undo(second).ok());
  EXPECT_THAT(Active(), ElementsAre(first, second));
  EXPECT_EQ(Get(first).quotes_size(), 1);
  EXPECT_THAT(Get(first).merged_from(), IsEmpty());
  EXPECT_EQ(Get(second).merged_into(), "");
  EXPECT_THAT(Kinds(second),
              ElementsAre(ingestion::v1::CURATION_KIND_FOUND, ingestion::v1::CURATION_KIND_MERGED,
                          ingestion::v1::CURATION_KIND_UNDONE));
}

TEST_F(CurationTest, MergesThatCannotBeAreRefusedAndChangeNothing) {
  const std::string first = AddMeasure("First");
  const std::string second = AddMeasure("Second");
  const std::string rejected = AddMeasure("Third");
  ASSERT_TRUE(Reject(rejected).ok());
  EXPECT_THAT(FieldsOf(Merge(first, {}).status()), ElementsAre("sources"));
  EXPECT_THAT(
      FieldsOf(Merge(first, {first, second, second, "deliberations/x/measures/m"}).status()),
      ElementsAre("sources[0].name", "sources[2].name", "sources[3].name"));
  EXPECT_EQ(ReasonOf(Merge(first, {rejected}).status()), "WRONG_STATE");
  EXPECT_EQ(ReasonOf(Merge(rejected, {first}).status()), "WRONG_STATE");
  EXPECT_EQ(ReasonOf(Merge(first, {name_ + "/measures/none"}).status()), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Merge(first, {second}, "999").status()), "STALE_ETAG");
  ingestion::v1::MergeMeasuresRequest stale;
  stale.set_name(first);
  stale.add_sources()->set_name(second);
  stale.mutable_sources(0)->set_etag("999");
  EXPECT_EQ(ReasonOf(Do(&Stub::MergeMeasures, stale).status()), "STALE_ETAG");
  EXPECT_THAT(Active(), ElementsAre(first, second));
  ASSERT_TRUE(Merge(first, {second}).ok());
  EXPECT_EQ(ReasonOf(Merge(first, {second}).status()), "WRONG_STATE");
}

TEST_F(CurationTest, ARepeatedMergeGivesTheFirstAnswer) {
  ingestion::v1::MergeMeasuresRequest request;
  request.set_name(AddMeasure("First"));
  request.add_sources()->set_name(AddMeasure("Second"));
  request.set_request_id("merge-1");
  const auto once = Do(&Stub::MergeMeasures, request);
  const auto again = Do(&Stub::MergeMeasures, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), once->SerializeAsString());
  EXPECT_EQ(History(request.name()).size(), 2U);
  request.set_title("Other");
  EXPECT_EQ(ReasonOf(Do(&Stub::MergeMeasures, request).status()), "REQUEST_ID_REUSED");
}

TEST_F(CurationTest, SplittingDealsOutTheQuotes) {
  const auto imported = Import(kMemo);
  ASSERT_TRUE(Merge(imported.measures(0).name(), {imported.measures(1).name()}).ok());
  const auto whole = Get(imported.measures(0).name());
  const auto split = Split(whole, {{"Hotline", {0}}, {"Exercises", {1, 0}}});
  ASSERT_TRUE(split.ok()) << split.status();
  EXPECT_EQ(Get(whole.name()).state(), ingestion::v1::MEASURE_STATE_SPLIT);
  EXPECT_THAT(Get(whole.name()).split_into(),
              ElementsAre(split->parts(0).name(), split->parts(1).name()));
  EXPECT_EQ(Get(split->parts(1).name()).quotes_size(), 2);
  EXPECT_EQ(split->parts(0).split_from(), whole.name());
  EXPECT_THAT(Active(), ElementsAre(split->parts(0).name(), split->parts(1).name()));
  // The merge is what was split: it cannot go while the parts are there.
  const auto merge_step = History(whole.name())[1].name();
  EXPECT_EQ(ReasonOf(Undo(whole.name(), merge_step).status()), "NOT_UNDOABLE");
  ASSERT_TRUE(Undo(whole.name()).ok());
  EXPECT_THAT(Active(), ElementsAre(whole.name()));
  EXPECT_EQ(Get(split->parts(0).name()).state(), ingestion::v1::MEASURE_STATE_UNDONE);
  EXPECT_EQ(ReasonOf(Rename(split->parts(0).name(), "No")), "WRONG_STATE");
  ASSERT_TRUE(Undo(whole.name(), merge_step).ok());
  EXPECT_EQ(Active().size(), 2U);
}

TEST_F(CurationTest, SplitsThatCannotBeAreRefused) {
  const auto imported = Import(kMemo);
  auto measure = Get(imported.measures(0).name());
  EXPECT_THAT(FieldsOf(Split(measure, {{"A", {0}}}).status()), ElementsAre("parts"));
  EXPECT_THAT(FieldsOf(Split(measure, {{"A", {0}}, {"B", {1}}}).status()),
              ElementsAre("parts[1].quotes", "parts[1].quotes"));
  EXPECT_THAT(FieldsOf(Split(measure, {{"A", {-1}}, {"", {0}}}).status()),
              ElementsAre("parts[1].title"));
  EXPECT_THAT(FieldsOf(Split(measure, {{"A", {0}}, {"B", {}}}).status()),
              ElementsAre("parts[1].quotes"));
  auto without = measure;
  without.set_etag("");
  EXPECT_THAT(FieldsOf(Split(without, {{"A", {0}}, {"B", {0}}}).status()), ElementsAre("etag"));
  ASSERT_TRUE(Rename(measure.name(), "Renamed meanwhile").ok());
  EXPECT_EQ(ReasonOf(Split(measure, {{"A", {0}}, {"B", {0}}}).status()), "STALE_ETAG");
  measure = Get(measure.name());
  EXPECT_TRUE(Split(measure, {{"A", {0}}, {"B", {0}}}).ok());
}

TEST_F(CurationTest, AMeasureAddedByHandIsMarkedUntilAQuoteIsAttached) {
  const auto imported = Import(kMemo);
  const std::string document = imported.document().name();
  const std::string name = AddMeasure("Keep the exercises");
  EXPECT_TRUE(Get(name).without_quote());
  EXPECT_THAT(FieldsOf(Attach(name, document, "never said").status()), ElementsAre("quote"));
  EXPECT_THAT(FieldsOf(Attach(name, document, "the").status()), ElementsAre("quote"));
  EXPECT_THAT(FieldsOf(Attach(name, name_ + "/documents/none", "the").status()),
              ElementsAre("quote.document"));
  const auto attached = Attach(name, document, "number of joint exercises");
  ASSERT_TRUE(attached.ok()) << attached.status();
  EXPECT_FALSE(attached->measure().without_quote());
  const auto& quote = attached->measure().quotes(0);
  EXPECT_EQ(std::string(kMemo).substr(static_cast<std::size_t>(quote.start()), quote.text().size()),
            quote.text());
  EXPECT_EQ(quote.heading(), "Memo > Exercises");
  EXPECT_THAT(FieldsOf(Attach(name, document, "number of joint exercises").status()),
              ElementsAre("quote"));
  ingestion::v1::DetachQuoteRequest detach;
  detach.set_name(name);
  detach.set_quote(0);
  EXPECT_THAT(FieldsOf(Do(&Stub::DetachQuote, detach).status()), ElementsAre("etag"));
  detach.set_etag(attached->measure().etag());
  detach.set_quote(1);
  EXPECT_THAT(FieldsOf(Do(&Stub::DetachQuote, detach).status()), ElementsAre("quote"));
  detach.set_quote(0);
  ASSERT_TRUE(Do(&Stub::DetachQuote, detach).ok());
  EXPECT_TRUE(Get(name).without_quote());
  ASSERT_TRUE(Undo(name).ok());
  EXPECT_EQ(Get(name).quotes_size(), 1);
}

TEST_F(CurationTest, StepsAreUndoneOnceAndOnlyWhereNothingDependsOnThem) {
  const std::string name = AddMeasure("First");
  EXPECT_EQ(ReasonOf(Undo(name).status()), "NOT_UNDOABLE");  // adding it cannot be undone
  ASSERT_TRUE(Rename(name, "Second").ok());
  ASSERT_TRUE(Rename(name, "Third").ok());
  ASSERT_TRUE(Reject(name).ok());
  const auto history = History(name);
  const auto refused = Undo(name, history[1].name());
  EXPECT_EQ(ReasonOf(refused.status()), "NOT_UNDOABLE");
  EXPECT_EQ(base::GetErrorInfo(refused.status())->metadata().at("step"), history[2].name());
  // The rejection does not touch the title.
  ASSERT_TRUE(Undo(name, history[2].name()).ok());
  EXPECT_EQ(Get(name).title(), "Second");
  EXPECT_EQ(Get(name).state(), ingestion::v1::MEASURE_STATE_REJECTED);
  EXPECT_EQ(ReasonOf(Undo(name, history[2].name()).status()), "NOT_UNDOABLE");
  ASSERT_TRUE(Undo(name, history[1].name()).ok());
  EXPECT_EQ(Get(name).title(), "First");
  ASSERT_TRUE(Undo(name).ok());
  EXPECT_EQ(Get(name).state(), ingestion::v1::MEASURE_STATE_ACTIVE);
  EXPECT_EQ(ReasonOf(Undo(name).status()), "NOT_UNDOABLE");
  EXPECT_EQ(History(name)[1].undone_by(), History(name)[5].name());
  const std::string other = AddMeasure("Other");
  EXPECT_EQ(ReasonOf(Undo(other, history[1].name()).status()), "NOT_UNDOABLE");
  EXPECT_THAT(FieldsOf(Undo(other, "deliberations/x/steps/s").status()), ElementsAre("step"));
}

TEST_F(CurationTest, NothingIsCuratedOnceTheDraftIsOver) {
  const std::string first = AddMeasure("One");
  const std::string second = AddMeasure("Two");
  ASSERT_TRUE(Rename(first, "Renamed").ok());
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_SCORING).ok());
  EXPECT_EQ(ReasonOf(Accept(first)), "WRONG_PHASE");
  EXPECT_EQ(ReasonOf(Reject(first)), "WRONG_PHASE");
  EXPECT_EQ(ReasonOf(Merge(first, {second}).status()), "WRONG_PHASE");
  EXPECT_EQ(ReasonOf(Split(Get(first), {{"A", {}}, {"B", {}}}).status()), "WRONG_PHASE");
  EXPECT_EQ(ReasonOf(Undo(first).status()), "WRONG_PHASE");
  EXPECT_EQ(Kinds(first).size(), 2U);
}

TEST_F(CurationTest, AMeasureFoundAgainIsMergedAndTheStepCanBeUndone) {
  const auto first = Import(kMemo);
  const auto second = Import(
      "# Other\n\nThe two governments should establish a crisis hotline between their defense "
      "ministries.\n",
      "other.md");
  ASSERT_EQ(second.measures_size(), 1);
  EXPECT_EQ(second.measures(0).state(), ingestion::v1::MEASURE_STATE_MERGED);
  const std::string known = first.measures(0).name();
  EXPECT_EQ(second.measures(0).merged_into(), known);
  EXPECT_EQ(Get(known).quotes_size(), 2);
  EXPECT_EQ(Active().size(), 2U);
  const auto step = History(known).back();
  EXPECT_EQ(step.kind(), ingestion::v1::CURATION_KIND_MERGED);
  EXPECT_TRUE(step.automatic());
  ASSERT_TRUE(Undo(known).ok());
  EXPECT_EQ(Get(known).quotes_size(), 1);
  EXPECT_EQ(Get(second.measures(0).name()).state(), ingestion::v1::MEASURE_STATE_ACTIVE);
  EXPECT_EQ(Active().size(), 3U);
}

TEST_F(CurationTest, OpposedMeasuresAreOfferedTakenAndUndone) {
  Import("The allies should hold fewer military exercises near the border.\n", "a.txt");
  Import("The allies should expand military exercises near the border.\n", "b.txt");
  std::vector<ingestion::v1::Suggestion> opposed;
  for (auto& each : Suggestions()) {
    if (each.kind() == ingestion::v1::SUGGESTION_KIND_OPPOSED) opposed.push_back(each);
  }
  ASSERT_EQ(opposed.size(), 1U);
  EXPECT_EQ(Active().size(), 2U);
  ingestion::v1::TakeSuggestionRequest take;
  take.set_name(opposed[0].name());
  take.set_etag("999");
  EXPECT_EQ(ReasonOf(Do(&Stub::TakeSuggestion, take).status()), "STALE_ETAG");
  take.set_etag(opposed[0].etag());
  const auto taken = Do(&Stub::TakeSuggestion, take);
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_EQ(taken->suggestion().state(), ingestion::v1::SUGGESTION_STATE_TAKEN);
  const std::string one = opposed[0].measures(0);
  const std::string two = opposed[0].measures(1);
  EXPECT_THAT(Get(one).opposed_to(), ElementsAre(two));
  EXPECT_THAT(Get(two).opposed_to(), ElementsAre(one));
  take.clear_etag();
  EXPECT_EQ(ReasonOf(Do(&Stub::TakeSuggestion, take).status()), "WRONG_STATE");
  ASSERT_TRUE(Undo(two).ok());
  EXPECT_THAT(Get(one).opposed_to(), IsEmpty());
  ASSERT_TRUE(Do(&Stub::TakeSuggestion, take).ok());  // open again
}

TEST_F(CurationTest, ADismissedSuggestionIsHiddenAndCanStillBeTaken) {
  Import("The allies should hold fewer military exercises near the border.\n", "a.txt");
  Import("The allies should expand military exercises near the border.\n", "b.txt");
  const auto offered = Suggestions();
  ASSERT_FALSE(offered.empty());
  for (const auto& each : offered) {
    ingestion::v1::DismissSuggestionRequest dismiss;
    dismiss.set_name(each.name());
    ASSERT_TRUE(Do(&Stub::DismissSuggestion, dismiss).ok());
  }
  EXPECT_THAT(Suggestions(), IsEmpty());
  EXPECT_EQ(Suggestions(true).size(), offered.size());
  ingestion::v1::TakeSuggestionRequest take;
  take.set_name(offered[0].name());
  EXPECT_TRUE(Do(&Stub::TakeSuggestion, take).ok());
}

TEST_F(CurationTest, SuggestionsAboutMeasuresThatTakeNoPartAreNotOffered) {
  const auto first =
      Import("The allies should hold fewer military exercises near the border.\n", "a.txt");
  Import("The allies should expand military exercises near the border.\n", "b.txt");
  ASSERT_FALSE(Suggestions().empty());
  const auto offered = Suggestions()[0];
  ASSERT_TRUE(Reject(first.measures(0).name()).ok());
  for (const auto& each : Suggestions()) EXPECT_NE(each.name(), offered.name());
  ingestion::v1::TakeSuggestionRequest take;
  take.set_name(offered.name());
  EXPECT_EQ(ReasonOf(Do(&Stub::TakeSuggestion, take).status()), "WRONG_STATE");
}

TEST_F(CurationTest, DocumentsKeepTheirBytesBlocksAndWhatTheySayOfThemselves) {
  const auto imported = Import(kMemo);
  EXPECT_TRUE(imported.document().searched());
  ingestion::v1::GetDocumentContentRequest content;
  content.set_name(imported.document().name());
  EXPECT_EQ(Do(&Stub::GetDocumentContent, content)->content(), kMemo);
  ingestion::v1::GetDocumentTextRequest text;
  text.set_name(imported.document().name());
  const auto stored = Do(&Stub::GetDocumentText, text);
  const auto& last = stored->blocks(stored->blocks_size() - 1);
  EXPECT_EQ(last.heading_path(), "Memo > Exercises");
  const auto german = Import(
      "<html lang=\"de\"><title>Denkschrift</title><body><p>Die beiden Regierungen sollten einen "
      "heissen Draht zwischen ihren Ministerien einrichten, weil das die Gefahr eines Krieges "
      "verringert und nicht viel kostet.</p><p>Ausserdem sollten die Streitkraefte ihre Uebungen "
      "frueher ankuendigen, damit die Nachbarn wissen, was geschieht, und niemand sich bedroht "
      "fuehlen muss. Die Kosten dafuer sind gering, und der Nutzen ist gross.</p></body></html>",
      "de.html");
  EXPECT_EQ(german.document().language(), "de");
  EXPECT_FALSE(german.document().searched());
  EXPECT_EQ(german.measures_size(), 0);
}

}  // namespace
}  // namespace plenum::plenumd
