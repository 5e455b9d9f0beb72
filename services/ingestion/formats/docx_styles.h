// What the paragraph styles and lists of a DOCX make of a paragraph.
#pragma once

#include <map>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "services/ingestion/formats/formats.h"

namespace plenum::ingestion {

// What a paragraph is by its style or its own properties.
struct DocxRole {
  BlockKind kind = BlockKind::kParagraph;
  int level = 0;       // as Block::level
  bool title = false;  // the document's title
};

class DocxStyles {
 public:
  // Reads word/styles.xml. Styles are told by their built-in names, which are English in every
  // language of Word, by outline level, and by the styles that they are based on.
  void ReadStyles(const pugi::xml_node& styles);

  // Reads word/numbering.xml: which lists number or mark anything.
  void ReadNumbering(const pugi::xml_node& numbering);

  // The role of a paragraph with these <w:pPr>, which may be a null node.
  DocxRole RoleOf(const pugi::xml_node& properties) const;

  // BCP 47 language that the document's default text is in, or empty.
  const std::string& language() const { return language_; }

 private:
  struct Style {
    std::string name;      // lower case
    std::string based_on;  // id, or empty
    int outline = -1;      // 0.. for headings, 9 for body text, -1 if it does not say
    std::string list;      // numId, or empty
    int list_level = -1;
  };

  DocxRole RoleOfName(std::string_view name) const;
  bool IsMarked(const std::string& list, int level) const;

  std::map<std::string, Style, std::less<>> styles_;
  std::string default_style_;
  std::map<std::string, std::string, std::less<>> lists_;           // numId to abstractNumId
  std::map<std::string, std::map<int, bool>, std::less<>> marked_;  // by abstractNumId and level
  std::string language_;
};

}  // namespace plenum::ingestion
