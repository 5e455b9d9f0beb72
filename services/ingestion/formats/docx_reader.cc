#include <algorithm>
#include <charconv>
#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/chrome.h"
#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/docx_package.h"
#include "services/ingestion/formats/docx_styles.h"
#include "services/ingestion/formats/limits.h"
#include "services/ingestion/formats/line_shapes.h"
#include "services/ingestion/formats/readers.h"
#include "services/ingestion/formats/strings.h"
#include "services/ingestion/formats/utf8.h"

namespace plenum::ingestion {
namespace {

// The character of a <w:sym>. Symbol fonts keep theirs at U+F0xx; the few that carry meaning in
// running text are mapped, the others are ornaments.
void AppendSymbol(std::string_view hex, std::string* out) {
  unsigned int code = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
  static const std::map<unsigned int, unsigned int> kSymbols = {
      {0xF0B7, 0x2022}, {0xF0A7, 0x25AA}, {0xF0E0, 0x2192}, {0xF0AE, 0x2192}, {0xF0AC, 0x2190},
      {0xF0FC, 0x2713}, {0xF0FE, 0x2611}, {0xF0A3, 0x2264}, {0xF0B3, 0x2265}, {0xF0B1, 0x00B1},
      {0xF0B0, 0x00B0}, {0xF0B4, 0x00D7}, {0xF0B9, 0x2260}, {0xF020, 0x0020}};
  if (const auto found = kSymbols.find(code); found != kSymbols.end()) {
    AppendUtf8(found->second, out);
  } else if (code >= 0x20 && code < 0xD800) {
    AppendUtf8(code, out);
  } else if (code >= 0xF000 && code <= 0xF0FF) {
    AppendUtf8(0x2022, out);
  }
}

// Without soft hyphens, and without the control characters that XML smuggles in.
void AppendText(std::string_view text, std::string* out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0xAD) {
      ++i;
    } else if (byte >= 0x20) {
      out->push_back(text[i]);
    } else if (byte == '\t' || byte == '\n' || byte == '\r') {
      out->push_back(' ');
    }
  }
}

// What surrounds the paragraphs that are read.
struct Setting {
  bool chrome = false;  // header, footer
  bool note = false;    // footnote, endnote
  bool cell = false;    // of a table with more than one
  bool header_row = false;
};

class DocxReader {
 public:
  DocxReader(DocxPackage* package, const base::Stopped& stopped)
      : package_(*package), stopped_(stopped) {}

  absl::StatusOr<ReaderResult> Run() {
    const std::string& main = package_.main_part();
    absl::StatusOr<std::vector<DocxRelation>> relations = package_.Relations(main);
    if (!relations.ok()) return relations.status();
    absl::Status status = LoadFurniture(*relations);
    pugi::xml_document document;
    if (status.ok()) status = package_.Load(main, &document);
    if (!status.ok()) return status;
    if (base::IsStopped(stopped_)) return base::StoppedWork();
    const pugi::xml_node body = Child(document.document_element(), "body");
    status = WalkMargins(*relations, "header");
    if (status.ok()) status = Walk(body, {});
    if (status.ok()) status = Finish({}, {});  // should the last mark be deleted
    if (status.ok()) status = WalkMargins(*relations, "footer");
    if (status.ok()) status = ReadProperties();
    if (!status.ok()) return status;
    if (CountWords(result_.text) == 0) {
      return absl::InvalidArgumentError(
          "has no text; if its pages are pictures, recognise the text in them first");
    }
    if (FindInvalidUtf8(result_.text) != std::string_view::npos) {
      return absl::InvalidArgumentError(
          "is damaged (its text is not valid UTF-8); open it in a word processor and save it "
          "again");
    }
    return std::move(result_);
  }

 private:
  // A paragraph while its runs are gathered.
  struct Gathered {
    std::string text;
    bool all_bold = true;
    std::vector<std::pair<const char*, std::string>> notes;  // "footnotes" or "endnotes", id
    std::vector<pugi::xml_node> boxes;
  };

  absl::Status LoadFurniture(const std::vector<DocxRelation>& relations) {
    for (const DocxRelation& relation : relations) {
      pugi::xml_document xml;
      if (relation.type == "styles" || relation.type == "numbering") {
        absl::Status status = package_.Load(relation.target, &xml);
        if (absl::IsNotFound(status)) continue;
        if (!status.ok()) return status;
        if (relation.type == "styles") styles_.ReadStyles(xml.document_element());
        if (relation.type == "numbering") styles_.ReadNumbering(xml.document_element());
      } else if (relation.type == "footnotes" || relation.type == "endnotes") {
        pugi::xml_document& notes = note_parts_[relation.type];
        absl::Status status = package_.Load(relation.target, &notes);
        if (!status.ok() && !absl::IsNotFound(status)) return status;
        for (const pugi::xml_node& note : notes.document_element().children()) {
          const std::string_view type = Attribute(note, "type");
          if (!type.empty() && type != "normal") continue;  // separators
          notes_[relation.type + " " + std::string(Attribute(note, "id"))] = note;
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status WalkMargins(const std::vector<DocxRelation>& relations, std::string_view type) {
    for (const DocxRelation& relation : relations) {
      if (relation.type != type) continue;
      pugi::xml_document xml;
      absl::Status status = package_.Load(relation.target, &xml);
      if (absl::IsNotFound(status)) continue;
      Setting setting;
      setting.chrome = true;
      if (status.ok()) status = Walk(xml.document_element(), setting);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // Paragraphs and tables below `node`. Depth is bounded by kMaxDocxDepth.
  absl::Status Walk(const pugi::xml_node& node, const Setting& setting) {
    for (const pugi::xml_node& child : node.children()) {
      const std::string_view name = LocalName(child);
      absl::Status status;
      if (name == "p") {
        status = ReadParagraph(child, setting);
      } else if (name == "tbl") {
        status = ReadTable(child, setting);
      } else if (name == "AlternateContent") {
        status = Walk(Alternative(child), setting);
      } else if (name == "ins" || name == "moveTo" || name == "sdt" || name == "sdtContent" ||
                 name == "customXml" || name == "smartTag") {
        status = Walk(child, setting);
      }
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // The one of several forms of the same content that is read.
  static pugi::xml_node Alternative(const pugi::xml_node& node) {
    const pugi::xml_node choice = Child(node, "Choice");
    return choice ? choice : Child(node, "Fallback");
  }

  // The rows of a table or the cells of a row, also where a content control wraps them.
  static void Collect(const pugi::xml_node& node, std::string_view name,
                      std::vector<pugi::xml_node>* out) {
    for (const pugi::xml_node& child : node.children()) {
      const std::string_view local = LocalName(child);
      if (local == name) {
        out->push_back(child);
      } else if (local == "sdt" || local == "sdtContent" || local == "customXml" ||
                 local == "ins" || local == "moveTo") {
        Collect(child, name, out);
      }
    }
  }

  absl::Status ReadTable(const pugi::xml_node& table, const Setting& outer) {
    std::vector<pugi::xml_node> rows;
    Collect(table, "tr", &rows);
    const pugi::xml_node look = Child(Child(table, "tblPr"), "tblLook");
    const bool first_row_is_header = Attribute(look, "firstRow") == "1" && rows.size() > 1;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const pugi::xml_node properties = Child(rows[i], "trPr");
      if (Child(properties, "del")) continue;
      std::vector<pugi::xml_node> cells;
      Collect(rows[i], "tc", &cells);
      Setting setting = outer;
      setting.cell = outer.cell || rows.size() > 1 || cells.size() > 1;
      setting.header_row =
          setting.cell && (IsOn(properties, "tblHeader") || (i == 0 && first_row_is_header));
      for (const pugi::xml_node& cell : cells) {
        if (Child(Child(cell, "tcPr"), "cellDel")) continue;
        if (absl::Status status = Walk(cell, setting); !status.ok()) return status;
        if (!gathered_.text.empty()) {  // a deleted mark at the end of a cell joins nothing
          if (absl::Status status = Finish({}, setting); !status.ok()) return status;
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadParagraph(const pugi::xml_node& paragraph, const Setting& setting) {
    constexpr int kParagraphsBetweenAsking = 256;
    if (++paragraphs_ % kParagraphsBetweenAsking == 0 && base::IsStopped(stopped_)) {
      return base::StoppedWork();
    }
    const pugi::xml_node properties = Child(paragraph, "pPr");
    ReadRuns(paragraph);
    // A deleted paragraph mark: the text goes on in the next paragraph.
    const pugi::xml_node mark = Child(properties, "rPr");
    if (Child(mark, "del") || Child(mark, "moveFrom")) return absl::OkStatus();
    return Finish(properties, setting);
  }

  void ReadRuns(const pugi::xml_node& node) {
    for (const pugi::xml_node& child : node.children()) {
      const std::string_view name = LocalName(child);
      if (name == "r") {
        ReadRun(child);
      } else if (name == "AlternateContent") {
        ReadRuns(Alternative(child));
      } else if (name == "ruby") {
        ReadRuns(Child(child, "rubyBase"));
      } else if (name != "del" && name != "moveFrom" && name != "pPr" && name != "rPr" &&
                 name != "sdtPr") {
        ReadRuns(child);  // hyperlinks, insertions, fields, content controls, equations
      }
    }
  }

  void ReadRun(const pugi::xml_node& run) {
    const pugi::xml_node properties = Child(run, "rPr");
    if (IsOn(properties, "vanish") || Child(properties, "del")) return;
    const std::size_t before = gathered_.text.size();
    for (const pugi::xml_node& child : run.children()) ReadRunContent(child);
    const bool blank = gathered_.text.find_first_not_of(" \t\n", before) == std::string::npos;
    if (!blank && !IsOn(properties, "b")) gathered_.all_bold = false;
  }

  void ReadRunContent(const pugi::xml_node& node) {
    const std::string_view name = LocalName(node);
    if (name == "t") {
      for (const pugi::xml_node& piece : node.children()) {
        AppendText(piece.value(), &gathered_.text);
      }
    } else if (name == "tab" || name == "ptab") {
      gathered_.text.push_back('\t');
    } else if (name == "br" || name == "cr") {
      gathered_.text.push_back('\n');
    } else if (name == "noBreakHyphen") {
      gathered_.text.push_back('-');
    } else if (name == "sym") {
      AppendSymbol(Attribute(node, "char"), &gathered_.text);
    } else if (name == "footnoteReference") {
      gathered_.notes.emplace_back("footnotes", Attribute(node, "id"));
    } else if (name == "endnoteReference") {
      gathered_.notes.emplace_back("endnotes", Attribute(node, "id"));
    } else if (name == "AlternateContent") {
      for (const pugi::xml_node& child : Alternative(node).children()) ReadRunContent(child);
    } else if (name == "ruby") {
      ReadRuns(Child(node, "rubyBase"));
    } else if (name == "drawing" || name == "pict" || name == "object") {
      CollectBoxes(node);
    }
  }

  // Text boxes below a drawing; each once, whatever forms it is kept in.
  void CollectBoxes(const pugi::xml_node& node) {
    for (const pugi::xml_node& child : node.children()) {
      const std::string_view name = LocalName(child);
      if (name == "txbxContent") {
        gathered_.boxes.push_back(child);
      } else if (name == "AlternateContent") {
        CollectBoxes(Alternative(child));
      } else {
        CollectBoxes(child);
      }
    }
  }

  absl::Status Finish(const pugi::xml_node& properties, const Setting& setting) {
    const Gathered done = std::exchange(gathered_, {});
    Emit(done, properties, setting);
    if (result_.text.size() > kMaxUnpackedTextBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat("has more than ", kMaxUnpackedTextBytes, " bytes of text; split it"));
    }
    for (const pugi::xml_node& box : done.boxes) {
      if (absl::Status status = Walk(box, setting); !status.ok()) return status;
    }
    Setting note_setting = setting;
    note_setting.note = true;
    for (const auto& [part, id] : done.notes) {
      const auto note = notes_.find(absl::StrCat(part, " ", id));
      // Each once; a note that refers to itself ends here too.
      if (note == notes_.end() || !printed_.insert(note->first).second) continue;
      if (absl::Status status = Walk(note->second, note_setting); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  void Emit(const Gathered& paragraph, const pugi::xml_node& properties, const Setting& setting) {
    std::string_view text = Trim(paragraph.text);
    if (text.empty()) return;
    DocxRole role = styles_.RoleOf(properties);
    if (role.title && document_title_.empty()) document_title_ = std::string(text);
    if (role.kind == BlockKind::kParagraph && !setting.cell) RefineByLook(paragraph, &text, &role);
    if (setting.note) role = {BlockKind::kCaption, 0, false};
    if (setting.cell && role.kind == BlockKind::kParagraph && IsCellLabel(text)) {
      role.kind = BlockKind::kCaption;
    }
    if (setting.header_row) role = {BlockKind::kCaption, 0, false};
    if (setting.chrome) {
      role = {BlockKind::kChrome, 0, false};
      // First page, even and odd pages often say the same.
      if (!margin_texts_.insert(std::string(text)).second) return;
    }
    if (!result_.text.empty()) result_.text += "\n\n";
    const std::size_t start = result_.text.size();
    result_.text += text;
    result_.blocks.push_back({role.kind, start, result_.text.size(), role.level});
  }

  // Short words in a cell are figures or labels; sentences are content.
  static bool IsCellLabel(std::string_view text) {
    const std::size_t words = CountWords(text);
    return words < 4 || (words < 12 && !EndsAsSentence(text));
  }

  // What writers do by hand in place of a style: bold lines as headings, typed bullets.
  void RefineByLook(const Gathered& paragraph, std::string_view* text, DocxRole* role) const {
    const std::size_t words = CountWords(*text);
    if (const std::size_t marker = MarkerLength(*text); marker != 0 && words <= 60) {
      text->remove_prefix(marker);
      *text = Trim(*text);
      *role = {BlockKind::kListItem, 1, false};
    } else if (paragraph.all_bold && LooksLikeHeading(*text, words)) {
      constexpr int kBoldLine = 4;  // below what the styles make
      *role = {BlockKind::kHeading, kBoldLine, false};
    } else if (FindChromeCue(*text) == ChromeCue::kCredit) {
      role->kind = BlockKind::kCaption;
    }
  }

  absl::Status ReadProperties() {
    result_.title = document_title_;
    result_.language = styles_.language();
    absl::StatusOr<std::vector<DocxRelation>> relations = package_.Relations("");
    if (!relations.ok()) return relations.status();
    for (const DocxRelation& relation : *relations) {
      if (relation.type != "core-properties") continue;
      pugi::xml_document xml;
      absl::Status status = package_.Load(relation.target, &xml);
      if (absl::IsNotFound(status)) continue;
      if (!status.ok()) return status;
      for (const pugi::xml_node& property : xml.document_element().children()) {
        const std::string_view name = LocalName(property);
        const std::string value(Trim(property.child_value()));
        if (value.empty()) continue;
        if (name == "title" && result_.title.empty()) result_.title = value;
        if (name == "creator") result_.author = value;
        if (name == "created") result_.date = value;
        if (name == "language") result_.language = value;
      }
    }
    for (const ByteBlock& block : result_.blocks) {
      if (!result_.title.empty()) break;
      if (block.kind != BlockKind::kHeading) continue;
      result_.title = result_.text.substr(block.start, block.end - block.start);
    }
    return absl::OkStatus();
  }

  DocxPackage& package_;
  const base::Stopped& stopped_;
  DocxStyles styles_;
  std::map<std::string, pugi::xml_document, std::less<>> note_parts_;
  std::map<std::string, pugi::xml_node, std::less<>> notes_;
  std::set<std::string> printed_;       // notes
  std::set<std::string> margin_texts_;  // headers and footers
  std::string document_title_;
  Gathered gathered_;
  int paragraphs_ = 0;
  ReaderResult result_;
};

}  // namespace

absl::StatusOr<ReaderResult> ReadDocx(std::string_view archive, const base::Stopped& stopped) {
  absl::StatusOr<std::unique_ptr<DocxPackage>> package = DocxPackage::Open(archive);
  if (!package.ok()) return package.status();
  if (base::IsStopped(stopped)) return base::StoppedWork();
  return DocxReader(package->get(), stopped).Run();
}

}  // namespace plenum::ingestion
