// Reads whatever bytes come as a DOCX. The fuzzer rarely makes a ZIP file by itself, so bytes that
// are none are taken for word/document.xml and packed.
#include <zip.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/fuzz/parsed.h"

namespace {

// A stored archive of two parts: the bytes as styles and as the document.
std::string Pack(std::string_view xml) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (target == nullptr) return {};
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  std::string bytes;
  if (archive != nullptr) {
    for (const char* part : {"word/document.xml", "word/styles.xml", "word/numbering.xml"}) {
      zip_file_add(archive, part, zip_source_buffer(archive, xml.data(), xml.size(), 0), 0);
    }
    static constexpr std::string_view kRelations =
        "<Relationships><Relationship Type=\"x/styles\" Target=\"styles.xml\"/>"
        "<Relationship Type=\"x/numbering\" Target=\"numbering.xml\"/>"
        "<Relationship Type=\"x/footnotes\" Target=\"document.xml\"/>"
        "<Relationship Type=\"x/header\" Target=\"document.xml\"/></Relationships>";
    zip_file_add(archive, "word/_rels/document.xml.rels",
                 zip_source_buffer(archive, kRelations.data(), kRelations.size(), 0), 0);
    if (zip_close(archive) == 0 && zip_source_open(target) == 0) {
      zip_source_seek(target, 0, SEEK_END);
      bytes.resize(static_cast<std::size_t>(zip_source_tell(target)));
      zip_source_seek(target, 0, SEEK_SET);
      zip_source_read(target, bytes.data(), bytes.size());
      zip_source_close(target);
    }
  }
  zip_source_free(target);
  zip_error_fini(&error);
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const bool archive = bytes.substr(0, 2) == "PK";
  const std::string packed = archive ? std::string(bytes) : Pack(bytes);
  (void)plenum::ingestion::DetectFormat(packed, "fuzz.docx", "");
  plenum::fuzz::CheckParsed(
      plenum::ingestion::Parse(packed, plenum::ingestion::Format::kDocx, "fuzz"));
  return 0;
}
