// page: lists in pages, as in AIP-158.
//
//   auto page = resource::ReadPage("deliberations/d1/measures", "", request, bad);
//   auto rows = store.List(page->collection, page->after, page->size + 1);
//   response.set_next_page_token(resource::NextToken(*page, rows));   // cuts the surplus row
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/store/store.h"

namespace plenum::resource {

struct Page {
  std::string collection;
  std::string filter;  // what else the list depends on: a token of another filter is refused
  std::string after;   // id of the last row of the page before
  int size = 0;        // 1..kMaxPageSize
};

// INVALID_ARGUMENT: a page_size below 0 (one above the limit is cut to it, as AIP-158 says), or a
// page_token that was not made for this list (reason FOREIGN_PAGE_TOKEN).
absl::StatusOr<Page> ReadPage(std::string_view collection, std::string_view filter, int page_size,
                              std::string_view page_token);

// A token that goes on after `last_id`.
std::string MakeToken(const Page& page, std::string_view last_id);

// For rows read with limit size + 1: drops the surplus row and gives the token of the next page,
// empty when there is none.
std::string NextToken(const Page& page, std::vector<store::Row>& rows);

// Gives `take` every row of a collection in the order of ids; an error of it ends the walk. Rows
// that are written meanwhile may be met or not. Errors: of the store, as FromStore has them.
absl::Status ForEachRow(store::Store& store, std::string_view collection,
                        const std::function<absl::Status(const store::Row&)>& take);

}  // namespace plenum::resource
