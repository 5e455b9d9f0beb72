// Code-point offsets of a UTF-8 string.
//
// What it is: an index that turns code-point offsets into byte offsets and back in constant time
// (one short scan of at most kStride bytes), for texts whose offsets are exchanged as code points.
//
//   CodePointIndex index(text);
//   std::string_view quote = index.Slice(start, end);
//
// The text must be valid UTF-8 and must outlive the index. Building it is linear.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace plenum::ingestion {

class CodePointIndex {
 public:
  explicit CodePointIndex(std::string_view text);

  // Number of code points in the text.
  std::size_t size() const { return size_; }

  // Byte offset of code point `offset`; text.size() for size() and anything beyond.
  std::size_t ByteOf(std::size_t offset) const;

  // Code points before byte `byte`, which must be the start of a code point or text.size().
  std::size_t OffsetOf(std::size_t byte) const;

  // text[start:end] in code points; empty when start >= end or start is out of range.
  std::string_view Slice(std::size_t start, std::size_t end) const;

 private:
  static constexpr std::size_t kStride = 64;
  std::string_view text_;
  std::size_t size_ = 0;
  // bytes_[i] is the byte offset of code point i * kStride.
  std::vector<std::size_t> bytes_;
};

// Number of code points of valid UTF-8. Linear.
std::size_t CountCodePoints(std::string_view text);

// Byte offset of the first byte that is not valid UTF-8 (RFC 3629: no surrogates, no overlong
// forms, nothing above U+10FFFF), or std::string_view::npos if all of it is valid. Linear.
std::size_t FindInvalidUtf8(std::string_view bytes);

}  // namespace plenum::ingestion
