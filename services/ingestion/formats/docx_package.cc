#include "services/ingestion/formats/docx_package.h"

#include <zip.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/limits.h"
#include "services/ingestion/formats/strings.h"

namespace plenum::ingestion {
namespace {

absl::Status Damaged(std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(
      "is damaged (", Piece(why), "); open it in a word processor and save it again as DOCX"));
}

absl::Status TooMuch(std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("unpacks to more than a document does: ", Piece(what),
                   "; save its text as DOCX or "
                   "text again, or split it"));
}

std::vector<std::string_view> Segments(std::string_view path) {
  std::vector<std::string_view> segments;
  while (true) {
    const std::size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

// Whether a name could lead out of a folder that the archive is unpacked into.
bool IsUnsafeName(std::string_view name) {
  if (name.empty() || name.front() == '/' || Contains(name, "\\") ||
      (name.size() > 1 && name[1] == ':')) {
    return true;
  }
  const std::vector<std::string_view> segments = Segments(name);
  return std::find(segments.begin(), segments.end(), "..") != segments.end();
}

// A target of a relation, relative to the folder of the part or to the root ("/word/x.xml").
std::string Resolve(std::string_view part, std::string_view target) {
  if (!target.empty() && target.front() == '/') return std::string(target.substr(1));
  const std::size_t slash = part.rfind('/');
  std::vector<std::string_view> segments;
  if (slash != std::string_view::npos) segments = Segments(part.substr(0, slash));
  for (const std::string_view segment : Segments(target)) {
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
    } else if (segment != "." && !segment.empty()) {
      segments.push_back(segment);
    }
  }
  std::string path;
  for (const std::string_view segment : segments) {
    absl::StrAppend(&path, path.empty() ? "" : "/", Piece(segment));
  }
  return path;
}

// Walks the tree without recursion.
bool IsDeeperThan(const pugi::xml_node& root, int most) {
  int depth = 0;
  pugi::xml_node node = root;
  while (true) {
    if (node.first_child()) {
      node = node.first_child();
      if (++depth > most) return true;
      continue;
    }
    while (node != root && !node.next_sibling()) {
      node = node.parent();
      --depth;
    }
    if (node == root) return false;
    node = node.next_sibling();
  }
}

absl::Status CheckTree(const pugi::xml_document& xml, const std::string& part) {
  for (const pugi::xml_node& node : xml.children()) {
    if (node.type() == pugi::node_doctype) {
      return absl::InvalidArgumentError(
          absl::StrCat("declares a DTD in ", part, ", which no Word document has; it is not read"));
    }
  }
  if (IsDeeperThan(xml, kMaxDocxDepth)) {
    return TooMuch(absl::StrCat(part, " nests elements more than ", kMaxDocxDepth, " deep"));
  }
  return absl::OkStatus();
}

}  // namespace

std::string_view LocalName(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node Child(const pugi::xml_node& node, std::string_view local) {
  for (const pugi::xml_node& child : node.children()) {
    if (LocalName(child) == local) return child;
  }
  return {};
}

std::string_view Attribute(const pugi::xml_node& node, std::string_view local) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    std::string_view name = attribute.name();
    const std::size_t colon = name.find(':');
    if (colon != std::string_view::npos) name.remove_prefix(colon + 1);
    if (name == local) return attribute.value();
  }
  return {};
}

bool IsOn(const pugi::xml_node& properties, std::string_view local) {
  const pugi::xml_node found = Child(properties, local);
  if (!found) return false;
  const std::string_view value = Attribute(found, "val");
  return value != "0" && value != "false" && value != "off";
}

absl::StatusOr<std::unique_ptr<DocxPackage>> DocxPackage::Open(std::string_view archive) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(archive.data(), archive.size(), 0, &error);
  zip* opened = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (opened == nullptr) {
    const std::string why = zip_error_strerror(&error);
    zip_source_free(source);
    zip_error_fini(&error);
    return Damaged(why);
  }
  zip_error_fini(&error);
  std::unique_ptr<DocxPackage> package(new DocxPackage(opened));
  if (absl::Status status = package->CheckEntries(); !status.ok()) return status;
  if (absl::Status status = package->FindMainPart(); !status.ok()) return status;
  return package;
}

DocxPackage::~DocxPackage() { zip_discard(zip_); }

absl::Status DocxPackage::CheckEntries() const {
  const zip_int64_t entries = zip_get_num_entries(zip_, 0);
  if (entries > kMaxDocxEntries) {
    return TooMuch(absl::StrCat("it has ", entries, " entries; the limit is ", kMaxDocxEntries));
  }
  for (zip_int64_t i = 0; i < entries; ++i) {
    zip_stat_t entry;
    zip_stat_init(&entry);
    if (zip_stat_index(zip_, static_cast<zip_uint64_t>(i), 0, &entry) != 0 ||
        (entry.valid & ZIP_STAT_NAME) == 0) {
      return Damaged("an entry cannot be read");
    }
    if (IsUnsafeName(entry.name)) {
      return absl::InvalidArgumentError(
          absl::StrCat("has an entry whose name leads out of the archive (",
                       std::string(entry.name).substr(0, 80), "); it is not read"));
    }
    if ((entry.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && entry.encryption_method != ZIP_EM_NONE) {
      return absl::InvalidArgumentError("is encrypted; save it without a password");
    }
  }
  return absl::OkStatus();
}

bool DocxPackage::Has(const std::string& part) const {
  return zip_name_locate(zip_, part.c_str(), 0) >= 0;
}

absl::Status DocxPackage::FindMainPart() {
  absl::StatusOr<std::vector<DocxRelation>> relations = Relations("");
  if (!relations.ok()) return relations.status();
  main_part_ = "word/document.xml";
  for (const DocxRelation& relation : *relations) {
    if (relation.type == "officeDocument") main_part_ = relation.target;
  }
  std::string what;
  if (StartsWith(main_part_, "xl/") || Has("xl/workbook.xml")) {
    what = "an Excel workbook (XLSX)";
  } else if (StartsWith(main_part_, "ppt/") || Has("ppt/presentation.xml")) {
    what = "a PowerPoint presentation (PPTX)";
  } else if (Has(main_part_)) {
    return absl::OkStatus();
  } else if (Has("META-INF/container.xml")) {
    what = "an e-book (EPUB)";
  } else if (Has("mimetype") && Has("content.xml")) {
    what = "an OpenDocument file (ODT)";
  } else if (Has("META-INF/MANIFEST.MF")) {
    what = "a Java archive (JAR)";
  } else {
    what = "a ZIP file without a Word document in it";
  }
  return absl::InvalidArgumentError(
      absl::StrCat("is ", what, ", which is not read; save its text as DOCX, PDF or text"));
}

absl::StatusOr<std::string> DocxPackage::Unpack(const std::string& part) {
  zip_stat_t entry;
  zip_stat_init(&entry);
  if (zip_stat(zip_, part.c_str(), 0, &entry) != 0) return absl::NotFoundError(part);
  const std::size_t packed =
      (entry.valid & ZIP_STAT_COMP_SIZE) != 0 ? static_cast<std::size_t>(entry.comp_size) : 0;
  const std::size_t by_ratio = std::max(kDocxRatioFloor, packed * kMaxDocxRatio);
  const std::size_t most =
      std::min({kMaxDocxPartBytes, kMaxDocxUnpackedBytes - unpacked_, by_ratio});
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
      zip_fopen_index(zip_, entry.index, 0), zip_fclose);
  if (file == nullptr) return Damaged(absl::StrCat(part, " cannot be unpacked"));
  // What the archive claims about sizes is not believed.
  std::string bytes;
  constexpr std::size_t kStep = std::size_t{64} * 1024;
  while (true) {
    const std::size_t before = bytes.size();
    bytes.resize(before + kStep);
    const zip_int64_t got = zip_fread(file.get(), bytes.data() + before, kStep);
    if (got < 0) return Damaged(absl::StrCat(part, ": ", zip_file_strerror(file.get())));
    bytes.resize(before + static_cast<std::size_t>(got));
    if (bytes.size() > most) {
      return TooMuch(absl::StrCat(part, " has more than ", most, " bytes"));
    }
    if (got == 0) break;
  }
  unpacked_ += bytes.size();
  return bytes;
}

absl::Status DocxPackage::Load(const std::string& part, pugi::xml_document* xml) {
  absl::StatusOr<std::string> bytes = Unpack(part);
  if (!bytes.ok()) return bytes.status();
  const auto tags = static_cast<std::size_t>(std::count(bytes->begin(), bytes->end(), '<'));
  if (tags > kMaxDocxTags) {
    return TooMuch(absl::StrCat(part, " has more than ", kMaxDocxTags, " tags"));
  }
  buffers_.push_back(*std::move(bytes));
  std::string& buffer = buffers_.back();
  constexpr unsigned int kOptions = pugi::parse_escapes | pugi::parse_wconv_attribute |
                                    pugi::parse_eol | pugi::parse_cdata | pugi::parse_doctype |
                                    pugi::parse_ws_pcdata_single;
  const pugi::xml_parse_result result =
      xml->load_buffer_inplace(buffer.data(), buffer.size(), kOptions);
  if (!result) return Damaged(absl::StrCat(part, ": ", result.description()));
  return CheckTree(*xml, part);
}

absl::StatusOr<std::vector<DocxRelation>> DocxPackage::Relations(const std::string& part) {
  const std::size_t slash = part.rfind('/');
  const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
  pugi::xml_document xml;
  const absl::Status status =
      Load(absl::StrCat(part.substr(0, name), "_rels/", part.substr(name), ".rels"), &xml);
  std::vector<DocxRelation> relations;
  if (absl::IsNotFound(status)) return relations;
  if (!status.ok()) return status;
  for (const pugi::xml_node& node : xml.document_element().children()) {
    if (Attribute(node, "TargetMode") == "External") continue;
    const std::string_view type = Attribute(node, "Type");
    relations.push_back(
        {std::string(type.substr(type.rfind('/') + 1)), Resolve(part, Attribute(node, "Target"))});
  }
  return relations;
}

}  // namespace plenum::ingestion
