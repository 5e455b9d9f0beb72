// array_text: PostgreSQL's text forms of arrays and of bytea, which is how values travel to it.
//
// https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO and datatype-binary.html (hex format).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/common/store/columns.h"

namespace plenum::store {

// `{"a","b"}` with quotes and backslashes escaped; blobs as "\\x6162"; numbers bare.
std::string ArrayText(const Column& column);

// `\x6162`.
std::string HexText(std::string_view bytes);

// The bytes of `\x6162`; nullopt when it is not of that form.
std::optional<std::string> FromHexText(std::string_view text);

}  // namespace plenum::store
