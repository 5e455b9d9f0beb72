// methods: which service answers a path, and how its method is called.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/base/string_map.h"

namespace plenum::gateway::backend {

// The channels to the services; the same one thrice when one process has them all.
struct Channels {
  std::shared_ptr<grpc::Channel> ingestion;
  std::shared_ptr<grpc::Channel> scoring;
  std::shared_ptr<grpc::Channel> deliberation;  // TallyService, too
};

// One method that can be called. Its address is good as long as the table.
struct Method {
  std::string name;  // "plenum.tally.v1.TallyService/Tally"
  std::string path;  // "/" and the name
  std::string request_type;
  std::string response_type;
  bool client_streaming = false;
  bool server_streaming = false;
  std::size_t max_request_bytes = 0;  // of the message
  grpc::GenericStub* stub = nullptr;
};

class MethodTable {
 public:
  explicit MethodTable(const Channels& channels);
  MethodTable(const MethodTable&) = delete;
  MethodTable& operator=(const MethodTable&) = delete;

  // Of "package.Service/Method"; null when no service here has it.
  [[nodiscard]] const Method* Find(std::string_view name) const;
  [[nodiscard]] const std::vector<std::unique_ptr<Method>>& all() const { return methods_; }

 private:
  void Add(const std::string& service, grpc::GenericStub* stub);

  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::vector<std::unique_ptr<Method>> methods_;
  base::StringMap<const Method*> by_name_;
};

}  // namespace plenum::gateway::backend
