// The archive of a DOCX: entries checked, parts unpacked within limits and parsed as XML.
//
//   absl::StatusOr<std::unique_ptr<DocxPackage>> package = DocxPackage::Open(bytes);
//   pugi::xml_document part;
//   absl::Status status = (*package)->Load("word/document.xml", &part);
//
// Nothing is ever written to a disk and only parts that are asked for are unpacked. Messages are
// sentences about the document without its name. The bytes must outlive the package.
#pragma once

#include <deque>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct zip;

namespace plenum::ingestion {

// A relationship of a part: what another part is to it. Targets are names of entries.
struct DocxRelation {
  std::string type;  // last segment of the type's address: "footnotes", "header", ...
  std::string target;
};

class DocxPackage {
 public:
  // INVALID_ARGUMENT: not a ZIP file or a damaged one; more than kMaxDocxEntries; an encrypted
  // entry; a name that is absolute or has ".." in it; another kind of ZIP file, which is named.
  static absl::StatusOr<std::unique_ptr<DocxPackage>> Open(std::string_view archive);

  DocxPackage(const DocxPackage&) = delete;
  DocxPackage& operator=(const DocxPackage&) = delete;
  ~DocxPackage();

  // Name of the entry that holds the text, "word/document.xml" nearly always.
  const std::string& main_part() const { return main_part_; }

  // Unpacks and parses one part; white space that is the whole content of an element is kept.
  // NOT_FOUND without such an entry. INVALID_ARGUMENT: damaged or no XML; a DTD; beyond
  // kMaxDocxPartBytes, kMaxDocxUnpackedBytes (all parts so far), kMaxDocxRatio, kMaxDocxTags or
  // kMaxDocxDepth, checked while it is unpacked.
  absl::Status Load(const std::string& part, pugi::xml_document* xml);

  // The relations of a part to others inside the archive; none if it has none.
  absl::StatusOr<std::vector<DocxRelation>> Relations(const std::string& part);

 private:
  explicit DocxPackage(zip* archive) : zip_(archive) {}
  absl::Status CheckEntries() const;
  absl::Status FindMainPart();
  bool Has(const std::string& part) const;
  absl::StatusOr<std::string> Unpack(const std::string& part);

  zip* zip_;
  std::string main_part_;
  std::size_t unpacked_ = 0;
  std::deque<std::string> buffers_;  // what parsed parts point into; never moved
};

// The name of an element without its namespace prefix: "p" of "w:p".
std::string_view LocalName(const pugi::xml_node& node);

// The first child of that local name; null node if there is none.
pugi::xml_node Child(const pugi::xml_node& node, std::string_view local);

// The attribute of that local name; empty if there is none.
std::string_view Attribute(const pugi::xml_node& node, std::string_view local);

// Whether a switch element (<w:b/>, <w:b w:val="0"/>) is there and on.
bool IsOn(const pugi::xml_node& properties, std::string_view local);

}  // namespace plenum::ingestion
