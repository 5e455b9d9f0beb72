// columns: the values that go into a statement and come out of it, one column at a time.
//
// Bulk statements take n rows as a few columns of n values, which is the form that both engines
// want: SQLite binds vectors, PostgreSQL takes one array a column.
//
//   Columns in = MakeColumns({Type::kText, Type::kInteger}, rows);
//   in[0].texts.push_back("deliberations/d1");
//   in[1].numbers.push_back(17);
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace plenum::store {

enum class Type { kText, kInteger, kBlob };

// `texts` holds the values of kText (UTF-8 without NUL) and kBlob (any bytes), `numbers` those of
// kInteger. long long and not std::int64_t: it is the type that SOCI binds.
struct Column {
  Type type = Type::kText;
  std::vector<std::string> texts;
  std::vector<long long> numbers;

  std::size_t size() const { return type == Type::kInteger ? numbers.size() : texts.size(); }
};

using Columns = std::vector<Column>;

// Empty columns of these types with room for `rows` values each.
inline Columns MakeColumns(std::span<const Type> types, std::size_t rows = 0) {
  Columns columns(types.size());
  for (std::size_t i = 0; i < types.size(); ++i) {
    columns[i].type = types[i];
    if (types[i] == Type::kInteger) {
      columns[i].numbers.reserve(rows);
    } else {
      columns[i].texts.reserve(rows);
    }
  }
  return columns;
}

inline std::size_t RowCount(const Columns& columns) {
  return columns.empty() ? 0 : columns.front().size();
}

}  // namespace plenum::store
