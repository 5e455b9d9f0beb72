// What a short text claims, for the tests of forms.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/formats/formats.h"

namespace plenum::ingestion {

// "R Title" for each measure: R recommends, M mentions, O opposes.
inline std::vector<std::string> Claims(std::string_view text, Format format) {
  absl::StatusOr<ParsedDocument> document = Parse(text, format, "note");
  EXPECT_TRUE(document.ok()) << document.status().ToString();
  absl::StatusOr<std::vector<ExtractedMeasure>> measures = ExtractMeasures(*document);
  EXPECT_TRUE(measures.ok()) << measures.status().ToString();
  std::vector<std::string> claims;
  for (const ExtractedMeasure& measure : *measures) {
    claims.push_back(std::string(StanceName(measure.stance).substr(0, 1)) + " " + measure.title);
  }
  return claims;
}

struct Form {
  const char* text;
  std::vector<std::string> claims;
};

inline void ExpectForms(const std::vector<Form>& forms, Format format = Format::kText) {
  for (const Form& form : forms) {
    EXPECT_THAT(Claims(form.text, format), ::testing::ElementsAreArray(form.claims)) << form.text;
  }
}

}  // namespace plenum::ingestion
