#include "services/common/store/store.h"

#include <future>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "services/common/store/engine.h"
#include "services/common/store/migrations.h"
#include "services/common/store/sql_store.h"

namespace plenum::store {
namespace {

constexpr int kMaxReaders = 64;
constexpr char kStorageFullPayload[] = "plenum.store/storage-full";

absl::Status ValidateOptions(const StoreOptions& options) {
  if (options.readers < 1 || options.readers > kMaxReaders) {
    return absl::InvalidArgumentError(absl::StrCat("readers must be 1 to ", kMaxReaders));
  }
  if (options.max_queue < 1 || options.max_batch < 1) {
    return absl::InvalidArgumentError("max_queue and max_batch must be at least 1");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> MakeEngine(const std::string& url) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (url.starts_with(kSqlite)) return MakeSqliteEngine(url.substr(kSqlite.size()));
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) {
    return MakePostgresqlEngine(url);
  }
  return absl::InvalidArgumentError(
      "a database url is \"sqlite:PATH\" or \"postgresql://user@host:port/database\"");
}

absl::Status StorageFull(const std::string& name) {
  absl::Status status =
      absl::ResourceExhaustedError(absl::StrCat("no space left to write ", name, ": make room"));
  status.SetPayload(kStorageFullPayload, absl::Cord("1"));
  return status;
}

bool IsStorageFull(const absl::Status& status) {
  return status.GetPayload(kStorageFullPayload).has_value();
}

absl::StatusOr<Applied> Store::Apply(Mutation mutation) {
  std::promise<absl::StatusOr<Applied>> promise;
  std::future<absl::StatusOr<Applied>> answer = promise.get_future();
  Submit(std::move(mutation),
         [&promise](absl::StatusOr<Applied> applied) { promise.set_value(std::move(applied)); });
  return answer.get();
}

absl::StatusOr<std::unique_ptr<Store>> OpenStore(const StoreOptions& options) {
  if (absl::Status status = ValidateOptions(options); !status.ok()) return status;
  absl::StatusOr<std::unique_ptr<Engine>> engine = MakeEngine(options.url);
  if (!engine.ok()) return engine.status();
  if (absl::Status taken = (*engine)->Prepare(options.migrate, Use::kServe); !taken.ok()) {
    return taken;
  }
  const absl::Status schema = options.migrate ? Migrate(**engine).status() : CheckSchema(**engine);
  if (!schema.ok()) return schema;
  return std::make_unique<SqlStore>(*std::move(engine), options);
}

absl::StatusOr<int> MigrateStore(const std::string& url) {
  absl::StatusOr<std::unique_ptr<Engine>> engine = MakeEngine(url);
  if (!engine.ok()) return engine.status();
  if (absl::Status taken = (*engine)->Prepare(/*create=*/true, Use::kMigrate); !taken.ok()) {
    return taken;
  }
  return Migrate(**engine);
}

}  // namespace plenum::store
