// What an HTML page says of itself: <meta>, <link rel=canonical> and schema.org's JSON-LD.
#pragma once

#include <gumbo.h>

#include <string>
#include <string_view>

namespace plenum::ingestion {

struct HtmlMetadata {
  std::string author;
  std::string date;    // as the page writes it
  std::string source;  // http or https only
};

// Collects from one element at a time, in document order; of several that say the same, the more
// trustworthy one wins: JSON-LD and article: names before general ones, the first before later
// ones.
class HtmlMetadataCollector {
 public:
  // Looks at <meta>, <link>, <script type=application/ld+json> and <time>; others are passed over.
  void Visit(const GumboElement& element);

  HtmlMetadata Take();

 private:
  void VisitMeta(const GumboElement& element);
  void VisitScript(const GumboElement& element);

  HtmlMetadata linked_;   // JSON-LD
  HtmlMetadata named_;    // <meta property="article:...">, <link rel=canonical>
  HtmlMetadata general_;  // <meta name="author">, "date", <time>
};

}  // namespace plenum::ingestion
