// assets: the files of the web page, which are part of the program. pack.py makes them from a
// folder.
#pragma once

#include <map>
#include <span>
#include <string_view>

#include "services/gateway/http/message.h"

namespace plenum::gateway::files {

struct Asset {
  std::string_view path;  // "/assets/index-1a2b3c.js"
  std::string_view content_type;
  std::string_view etag;  // with its quotes
  std::string_view bytes;
  std::string_view gzip;  // empty when it would save little
};

// Those that the program was built with.
std::span<const Asset> PackedAssets();

// Answers GET and HEAD for the page.
class Files {
 public:
  // `assets` must outlive this, and hold "/index.html".
  explicit Files(std::span<const Asset> assets);

  // The answer to a request for `head.path`: the file of that path; the page itself for a path of
  // one of its views; 404 for others.
  [[nodiscard]] http::Response Answer(const http::RequestHead& head) const;

 private:
  std::map<std::string_view, const Asset*> by_path_;
};

}  // namespace plenum::gateway::files
