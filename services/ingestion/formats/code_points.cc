#include "services/ingestion/formats/code_points.h"

#include <algorithm>

namespace plenum::ingestion {
namespace {

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Length of the valid UTF-8 sequence at bytes[at], or 0. Ranges of the second byte are those of
// RFC 3629 section 4, which leave out overlong forms, surrogates and values above U+10FFFF.
std::size_t SequenceLength(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return 1;
  std::size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  if (at + length > bytes.size()) return 0;
  if (byte(at + 1) < low || byte(at + 1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (!IsContinuation(bytes[at + i])) return 0;
  }
  return length;
}

}  // namespace

CodePointIndex::CodePointIndex(std::string_view text) : text_(text) {
  bytes_.reserve(text.size() / kStride + 1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsContinuation(text[i])) continue;
    if (size_ % kStride == 0) bytes_.push_back(i);
    ++size_;
  }
}

std::size_t CodePointIndex::ByteOf(std::size_t offset) const {
  if (offset >= size_) return text_.size();
  std::size_t byte = bytes_[offset / kStride];
  for (std::size_t left = offset % kStride; left > 0; --left) {
    ++byte;
    while (byte < text_.size() && IsContinuation(text_[byte])) ++byte;
  }
  return byte;
}

std::size_t CodePointIndex::OffsetOf(std::size_t byte) const {
  if (byte >= text_.size()) return size_;
  const auto after = std::upper_bound(bytes_.begin(), bytes_.end(), byte);
  const auto slot = static_cast<std::size_t>(after - bytes_.begin()) - 1;
  std::size_t offset = slot * kStride;
  for (std::size_t i = bytes_[slot]; i < byte; ++i) {
    if (!IsContinuation(text_[i])) ++offset;
  }
  return offset;
}

std::string_view CodePointIndex::Slice(std::size_t start, std::size_t end) const {
  if (start >= end || start >= size_) return {};
  const std::size_t from = ByteOf(start);
  return text_.substr(from, ByteOf(end) - from);
}

std::size_t CountCodePoints(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !IsContinuation(c); }));
}

std::size_t FindInvalidUtf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t length = SequenceLength(bytes, at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

}  // namespace plenum::ingestion
