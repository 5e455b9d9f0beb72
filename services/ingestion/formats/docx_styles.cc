#include "services/ingestion/formats/docx_styles.h"

#include <algorithm>
#include <charconv>

#include "services/ingestion/formats/docx_package.h"
#include "services/ingestion/formats/strings.h"

namespace plenum::ingestion {
namespace {

constexpr int kDeepestHeading = 6;
constexpr int kBodyText = 9;  // the outline level that says "no heading"

int ToInt(std::string_view text, int otherwise) {
  int value = otherwise;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc() && value >= 0 && value < 100 ? value : otherwise;
}

int Val(const pugi::xml_node& properties, std::string_view local, int otherwise) {
  return ToInt(Attribute(Child(properties, local), "val"), otherwise);
}

DocxRole Heading(int level) {
  return {BlockKind::kHeading, std::clamp(level, 1, kDeepestHeading), false};
}

}  // namespace

void DocxStyles::ReadStyles(const pugi::xml_node& styles) {
  const pugi::xml_node defaults = Child(Child(Child(styles, "docDefaults"), "rPrDefault"), "rPr");
  language_ = std::string(Attribute(Child(defaults, "lang"), "val"));
  for (const pugi::xml_node& node : styles.children()) {
    if (LocalName(node) != "style" || Attribute(node, "type") != "paragraph") continue;
    const std::string id(Attribute(node, "styleId"));
    const pugi::xml_node properties = Child(node, "pPr");
    const pugi::xml_node list = Child(properties, "numPr");
    Style style;
    style.name = ToLower(Attribute(Child(node, "name"), "val"));
    style.based_on = std::string(Attribute(Child(node, "basedOn"), "val"));
    style.outline = Val(properties, "outlineLvl", -1);
    style.list = std::string(Attribute(Child(list, "numId"), "val"));
    style.list_level = Val(list, "ilvl", -1);
    if (Attribute(node, "default") == "1" || Attribute(node, "default") == "true") {
      default_style_ = id;
    }
    styles_[id] = std::move(style);
  }
}

void DocxStyles::ReadNumbering(const pugi::xml_node& numbering) {
  for (const pugi::xml_node& node : numbering.children()) {
    if (LocalName(node) == "abstractNum") {
      auto& levels = marked_[std::string(Attribute(node, "abstractNumId"))];
      for (const pugi::xml_node& level : node.children()) {
        if (LocalName(level) != "lvl") continue;
        const bool none = Attribute(Child(level, "numFmt"), "val") == "none" &&
                          Attribute(Child(level, "lvlText"), "val").empty();
        levels[ToInt(Attribute(level, "ilvl"), 0)] = !none;
      }
    } else if (LocalName(node) == "num") {
      lists_[std::string(Attribute(node, "numId"))] =
          std::string(Attribute(Child(node, "abstractNumId"), "val"));
    }
  }
}

bool DocxStyles::IsMarked(const std::string& list, int level) const {
  if (list.empty() || list == "0") return false;
  const auto definition = lists_.find(list);
  if (definition == lists_.end()) return true;  // said to be a list, not said how it looks
  const auto levels = marked_.find(definition->second);
  if (levels == marked_.end()) return true;
  const auto found = levels->second.find(level);
  return found == levels->second.end() || found->second;
}

DocxRole DocxStyles::RoleOfName(std::string_view name) const {
  if (name == "title") return {BlockKind::kHeading, 1, true};
  if (StartsWith(name, "heading ")) {
    if (const int level = ToInt(name.substr(8), 0); level > 0) {
      return Heading(level);
    }
  }
  if (StartsWith(name, "toc ") || StartsWith(name, "index ") || name == "table of figures" ||
      name == "header" || name == "footer") {
    return {BlockKind::kChrome, 0, false};
  }
  if (name == "caption") return {BlockKind::kCaption, 0, false};
  if (name == "quote" || name == "intense quote" || name == "block text") {
    return {BlockKind::kQuote, 0, false};
  }
  if (StartsWith(name, "list bullet") || StartsWith(name, "list number")) {
    return {BlockKind::kListItem, std::max(1, ToInt(Trim(name.substr(11)), 1)), false};
  }
  return {};
}

DocxRole DocxStyles::RoleOf(const pugi::xml_node& properties) const {
  std::string id(Attribute(Child(properties, "pStyle"), "val"));
  if (id.empty()) id = default_style_;
  const pugi::xml_node own_list = Child(properties, "numPr");
  std::string list(Attribute(Child(own_list, "numId"), "val"));
  int list_level = Val(own_list, "ilvl", -1);
  int outline = Val(properties, "outlineLvl", -1);
  DocxRole role;
  // The nearest style that says something wins; a chain that long is a circle.
  constexpr int kLongestChain = 20;
  for (int step = 0; step < kLongestChain && !id.empty(); ++step) {
    const auto found = styles_.find(id);
    if (found == styles_.end()) {
      if (step == 0) role = RoleOfName(ToLower(id));
      break;
    }
    const Style& style = found->second;
    if (role.kind == BlockKind::kParagraph) role = RoleOfName(style.name);
    if (outline < 0) outline = style.outline;
    if (list.empty()) list = style.list;
    if (list_level < 0) list_level = style.list_level;
    id = style.based_on;
  }
  if (role.kind != BlockKind::kParagraph && role.kind != BlockKind::kListItem) return role;
  if (outline >= 0 && outline < kBodyText) return Heading(outline + 1);
  list_level = std::max(list_level, 0);
  if (IsMarked(list, list_level)) return {BlockKind::kListItem, list_level + 1, false};
  // A list style whose numbers were taken off is a paragraph.
  return list == "0" ? DocxRole{} : role;
}

}  // namespace plenum::ingestion
