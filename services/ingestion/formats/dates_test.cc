#include "services/ingestion/formats/dates.h"

#include <gtest/gtest.h>

namespace plenum::ingestion {
namespace {

TEST(ToIsoDate, AsDocumentsWriteThem) {
  for (const char* text :
       {"2026-03-14", "2026-03-14T09:30:00+01:00", "2026/03/14", "20260314", "D:20260314093000Z",
        "14 March 2026", "March 14, 2026", "March 14th, 2026", "Mar. 14, 2026", " 14 mar 2026 "}) {
    EXPECT_EQ(ToIsoDate(text), "2026-03-14") << text;
  }
}

TEST(ToIsoDate, WhatIsNoCertainDateIsNone) {
  for (const char* text : {"", "yesterday", "3/4/2026", "2026-13-01", "2026-02-31", "2026",
                           "March 2026", "Marching 14, 2026", "99999999999", "14 March 26"}) {
    EXPECT_EQ(ToIsoDate(text), "") << text;
  }
}

}  // namespace
}  // namespace plenum::ingestion
