#include "services/ingestion/formats/language.h"

#include <gtest/gtest.h>

#include "services/ingestion/formats/formats.h"

namespace plenum::ingestion {
namespace {

constexpr char kEnglish[] =
    "The city council should open the quay to cyclists and people on foot before the summer. The "
    "region should pay for two more evening ferries, because the last one leaves before the "
    "theatres close and the last tram is full of people who had to run for it.";
constexpr char kGerman[] =
    "Der Stadtrat sollte den Kai vor dem Sommer f\xC3\xBCr Radfahrer und Fu\xC3\x9Fg\xC3\xA4nger "
    "\xC3\xB6"
    "ffnen. Das Land sollte zwei weitere F\xC3\xA4hren am Abend bezahlen, weil die letzte "
    "abf\xC3\xA4hrt, bevor die Theater schlie\xC3\x9F"
    "en und die letzte Stra\xC3\x9F"
    "enbahn voll "
    "von Leuten ist, die rennen mussten.";
constexpr char kChinese[] =
    "市议会应当在夏天之前向骑自行车的人和行人开放码头。地区应当支付两班晚间渡轮的费用，因为最后一班"
    "在剧院"
    "关门之前就离开了，而最后一班电车上挤满了不得不跑步赶车的人。港口公司拥有码头，地区支付渡轮费用"
    "，城市"
    "负责后面的街道。三方各有一个计划。";
constexpr char kArabic[] =
    "يجب على مجلس المدينة أن يفتح الرصيف لراكبي الدراجات والمشاة قبل الصيف. يجب على المنطقة أن "
    "تدفع "
    "ثمن عبارتين إضافيتين في المساء لأن الأخيرة تغادر قبل إغلاق المسارح والترام الأخير مليء "
    "بالناس.";

TEST(DetectLanguage, TellsWhatIsEnglishAndWhatIsNot) {
  EXPECT_EQ(DetectLanguage(kEnglish).code, "en");
  EXPECT_FALSE(DetectLanguage(kEnglish).foreign);
  for (const auto& [text, code] : {std::pair(kGerman, "de"), {kChinese, "zh"}, {kArabic, "ar"}}) {
    EXPECT_EQ(DetectLanguage(text).code, code);
    EXPECT_TRUE(DetectLanguage(text).foreign) << code;
  }
}

TEST(DetectLanguage, SaysNothingOfFewWordsOrOfAMixture) {
  EXPECT_EQ(DetectLanguage("Der Stadtrat sollte handeln.").code, "");
  EXPECT_FALSE(DetectLanguage(std::string(kEnglish) + " " + kGerman).foreign);
}

TEST(DetectLanguage, OverrulesADocumentThatIsWrongAboutItself) {
  const auto page = [](const std::string& declared, const std::string& text) {
    return Parse("<html lang=\"" + declared + "\"><body><p>" + text + "</p></body></html>",
                 Format::kHtml, "x.html");
  };
  EXPECT_EQ(page("en-US", kGerman)->language, "de");
  EXPECT_TRUE(page("en-US", kGerman)->foreign);
  EXPECT_EQ(page("de", kEnglish)->language, "en");
  EXPECT_EQ(page("fr-CA", "Bonjour.")->language, "fr") << "too little text to know better";
  EXPECT_FALSE(page("fr-CA", "Bonjour.")->foreign);
}

TEST(PrimaryLanguage, OfTagsAsDocumentsWriteThem) {
  EXPECT_EQ(PrimaryLanguage("en-US"), "en");
  EXPECT_EQ(PrimaryLanguage("EN_gb"), "en");
  EXPECT_EQ(PrimaryLanguage("english"), "");
  EXPECT_EQ(PrimaryLanguage(""), "");
}

}  // namespace
}  // namespace plenum::ingestion
