#include "services/ingestion/formats/html_metadata.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "services/ingestion/formats/dates.h"
#include "services/ingestion/formats/strings.h"

namespace plenum::ingestion {
namespace {

using Json = nlohmann::json;

std::string_view Attribute(const GumboElement& element, const char* name) {
  const GumboAttribute* attribute = gumbo_get_attribute(&element.attributes, name);
  return attribute == nullptr ? std::string_view{} : std::string_view(attribute->value);
}

void SetOnce(std::string_view value, std::string* field) {
  value = Trim(value);
  constexpr std::size_t kLongest = 2000;
  if (field->empty() && value.size() <= kLongest) *field = std::string(value);
}

void SetDate(std::string_view value, std::string* field) {
  if (field->empty()) *field = ToIsoDate(value);
}

void SetSource(std::string_view value, std::string* field) {
  value = Trim(value);
  if (StartsWith(value, "https://") || StartsWith(value, "http://")) SetOnce(value, field);
}

// Authors are names, not the address of a page about them.
void SetAuthor(std::string_view value, std::string* field) {
  value = Trim(value);
  if (Contains(value, "://") || StartsWith(value, "@") || value.size() > 300) return;
  SetOnce(value, field);
}

std::string NameOf(const Json& author) {
  if (author.is_string()) return author.get<std::string>();
  if (author.is_object()) {
    const auto name = author.find("name");
    return name != author.end() && name->is_string() ? name->get<std::string>() : std::string();
  }
  if (!author.is_array()) return {};
  std::string names;
  for (const Json& one : author) {
    if (one.is_array()) continue;
    const std::string name = NameOf(one);
    if (!name.empty()) names += (names.empty() ? "" : ", ") + name;
  }
  return names;
}

bool IsArticle(const Json& type) {
  if (type.is_array()) {
    return std::any_of(type.begin(), type.end(),
                       [](const Json& t) { return !t.is_array() && IsArticle(t); });
  }
  if (!type.is_string()) return false;
  const std::string name = type.get<std::string>();
  return EndsWith(name, "Article") || EndsWith(name, "Posting") || EndsWith(name, "Report");
}

std::string StringAt(const Json& object, const char* key) {
  const auto value = object.find(key);
  return value == object.end() || !value->is_string() ? std::string() : value->get<std::string>();
}

}  // namespace

void HtmlMetadataCollector::Visit(const GumboElement& element) {
  switch (element.tag) {
    case GUMBO_TAG_META:
      VisitMeta(element);
      break;
    case GUMBO_TAG_LINK:
      if (ToLower(Attribute(element, "rel")) == "canonical") {
        SetSource(Attribute(element, "href"), &named_.source);
      }
      break;
    case GUMBO_TAG_SCRIPT:
      if (Attribute(element, "type") == "application/ld+json") VisitScript(element);
      break;
    case GUMBO_TAG_TIME:
      SetDate(Attribute(element, "datetime"), &general_.date);
      break;
    default:
      break;
  }
}

void HtmlMetadataCollector::VisitMeta(const GumboElement& element) {
  std::string name = ToLower(Attribute(element, "property"));
  if (name.empty()) name = ToLower(Attribute(element, "name"));
  if (name.empty()) name = ToLower(Attribute(element, "itemprop"));
  const std::string_view content = Attribute(element, "content");
  if (name == "article:published_time" || name == "datepublished" ||
      name == "citation_publication_date") {
    SetDate(content, &named_.date);
  } else if (name == "article:author" || name == "citation_author") {
    SetAuthor(content, &named_.author);
  } else if (name == "og:url") {
    SetSource(content, &general_.source);
  } else if (name == "author" || name == "dc.creator" || name == "dcterms.creator" ||
             name == "parsely-author" || name == "sailthru.author" || name == "byl") {
    SetAuthor(content, &general_.author);
  } else if (name == "date" || name == "dc.date" || name == "dcterms.date" ||
             name == "dcterms.created" || name == "pubdate" || name == "publish-date" ||
             name == "parsely-pub-date" || name == "sailthru.date" || name == "dc.date.issued") {
    SetDate(content, &general_.date);
  }
}

void HtmlMetadataCollector::VisitScript(const GumboElement& element) {
  constexpr std::size_t kLongestScript = std::size_t{256} * 1024;
  constexpr std::size_t kMostNodes = 10'000;
  if (element.children.length == 0) return;
  const auto* text = static_cast<const GumboNode*>(element.children.data[0]);
  if (text->type != GUMBO_NODE_TEXT && text->type != GUMBO_NODE_CDATA) return;
  const std::string_view source = text->v.text.text;
  if (source.size() > kLongestScript) return;
  const Json root = Json::parse(source, nullptr, /*allow_exceptions=*/false);
  // Articles may stand anywhere in lists and graphs; no recursion, for the page made this.
  std::vector<const Json*> open = {&root};
  for (std::size_t nodes = 0; !open.empty() && nodes < kMostNodes; ++nodes) {
    const Json& node = *open.back();
    open.pop_back();
    if (node.is_array()) {
      for (auto item = node.rbegin(); item != node.rend(); ++item) open.push_back(&*item);
    }
    if (!node.is_object()) continue;
    if (const auto graph = node.find("@graph"); graph != node.end()) open.push_back(&*graph);
    const auto type = node.find("@type");
    if (type == node.end() || !IsArticle(*type)) continue;
    SetDate(StringAt(node, "datePublished"), &linked_.date);
    if (const auto author = node.find("author"); author != node.end()) {
      SetAuthor(NameOf(*author), &linked_.author);
    }
    SetSource(StringAt(node, "url"), &linked_.source);
  }
}

HtmlMetadata HtmlMetadataCollector::Take() {
  const auto first = [](const std::string& a, const std::string& b, const std::string& c) {
    if (!a.empty()) return a;
    return b.empty() ? c : b;
  };
  HtmlMetadata best;
  best.author = first(linked_.author, named_.author, general_.author);
  best.date = first(linked_.date, named_.date, general_.date);
  best.source = first(named_.source, linked_.source, general_.source);
  return best;
}

}  // namespace plenum::ingestion
