#include "services/common/store/session.h"

#include <soci/soci.h>

#include <string>
#include <utility>

#include "services/common/store/array_text.h"

namespace plenum::store {

// One prepared statement with the buffers that it is bound to for good. Input goes in one of three
// ways: vectors (SQLite bulk writes), one array a column (PostgreSQL bulk), one value a column.
class Session::Prepared {
 public:
  enum class Input { kVectors, kArrays, kValues };

  Prepared(soci::session& session, const char* sql, Input input, const Statement& statement,
           bool hex_blobs)
      : statement_(statement),
        input_(input),
        hex_blobs_(hex_blobs),
        vectors_(MakeColumns(statement.in)),
        texts_(statement.in.size()),
        numbers_(statement.in.size()),
        out_texts_(statement.out.size()),
        out_numbers_(statement.out.size()),
        soci_(session) {
    soci_.alloc();
    for (std::size_t i = 0; i < statement.in.size(); ++i) BindInput(i);
    for (std::size_t i = 0; i < statement.out.size(); ++i) {
      if (statement.out[i] == Type::kInteger) {
        soci_.exchange(soci::into(out_numbers_[i]));
      } else {
        soci_.exchange(soci::into(out_texts_[i]));
      }
    }
    soci_.prepare(sql);
    soci_.define_and_bind();
  }

  Columns Run(Columns in) {
    Columns out = MakeColumns(statement_.out);
    switch (input_) {
      case Input::kVectors:
        // Column by column: the addresses of the vectors are what the statement is bound to.
        for (std::size_t i = 0; i < in.size(); ++i) vectors_[i] = std::move(in[i]);
        soci_.execute(true);
        break;
      case Input::kArrays:
        for (std::size_t i = 0; i < in.size(); ++i) texts_[i] = ArrayText(in[i]);
        RunOnce(out);
        break;
      case Input::kValues: {
        const std::size_t rows = statement_.bulk ? RowCount(in) : 1;
        for (std::size_t row = 0; row < rows; ++row) {
          LoadValues(in, row);
          RunOnce(out);
        }
        break;
      }
    }
    return out;
  }

 private:
  void BindInput(std::size_t i) {
    const bool number = statement_.in[i] == Type::kInteger;
    if (input_ == Input::kVectors) {
      if (number) {
        soci_.exchange(soci::use(vectors_[i].numbers));
      } else {
        soci_.exchange(soci::use(vectors_[i].texts));
      }
    } else if (input_ == Input::kValues && number) {
      soci_.exchange(soci::use(numbers_[i]));
    } else {
      soci_.exchange(soci::use(texts_[i]));
    }
  }

  void LoadValues(Columns& in, std::size_t row) {
    for (std::size_t i = 0; i < in.size(); ++i) {
      if (in[i].type == Type::kInteger) {
        numbers_[i] = in[i].numbers[row];
      } else if (in[i].type == Type::kBlob && hex_blobs_) {
        texts_[i] = HexText(in[i].texts[row]);
      } else {
        texts_[i] = std::move(in[i].texts[row]);
      }
    }
  }

  // Fetches to the end: a statement of SQLite that is left in the middle holds its snapshot open,
  // and later reads of this session would see an old state.
  void RunOnce(Columns& out) {
    if (statement_.out.empty()) {
      soci_.execute(true);
      return;
    }
    soci_.execute(false);
    while (soci_.fetch()) {
      for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i].type == Type::kInteger) {
          out[i].numbers.push_back(out_numbers_[i]);
        } else if (out[i].type == Type::kBlob && hex_blobs_) {
          auto bytes = FromHexText(out_texts_[i]);
          if (!bytes) throw soci::soci_error("bytea is not in hex form");
          out[i].texts.push_back(*std::move(bytes));
        } else {
          out[i].texts.push_back(std::move(out_texts_[i]));
        }
      }
    }
  }

  const Statement& statement_;
  const Input input_;
  const bool hex_blobs_;
  Columns vectors_;
  std::vector<std::string> texts_;
  std::vector<long long> numbers_;
  std::vector<std::string> out_texts_;
  std::vector<long long> out_numbers_;
  soci::statement soci_;
};

namespace {

const Statement kNoValues{"", "", false, {}, {}};

}  // namespace

Session::Session(Engine& engine) : engine_(engine), session_(engine.Connect()) {}

Session::~Session() {
  // Statements go before their connection.
  begin_.reset();
  commit_.reset();
  for (auto& prepared : prepared_) prepared.reset();
  failed_.clear();
}

Session::Prepared& Session::Get(Op op) {
  auto& slot = prepared_[static_cast<std::size_t>(op)];
  if (slot == nullptr) {
    const Statement& statement = StatementOf(op);
    const bool arrays = engine_.arrays();
    Prepared::Input input = Prepared::Input::kValues;
    if (statement.bulk && arrays) input = Prepared::Input::kArrays;
    if (statement.bulk && !arrays && statement.out.empty()) input = Prepared::Input::kVectors;
    slot = std::make_unique<Prepared>(*session_, arrays ? statement.postgresql : statement.sqlite,
                                      input, statement, arrays);
  }
  return *slot;
}

void Session::Begin() {
  if (begin_ == nullptr) {
    begin_ = std::make_unique<Prepared>(*session_, engine_.begin_sql(), Prepared::Input::kValues,
                                        kNoValues, false);
  }
  begin_->Run({});
}

void Session::Commit() {
  if (commit_ == nullptr) {
    commit_ =
        std::make_unique<Prepared>(*session_, "commit", Prepared::Input::kValues, kNoValues, false);
  }
  commit_->Run({});
}

void Session::Rollback() noexcept {
  try {
    *session_ << "rollback";
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): see the header
  }
  failed_.clear();
}

Columns Session::Run(Op op, Columns in) {
  try {
    return Get(op).Run(std::move(in));
  } catch (...) {
    // SOCI frees the buffers of a failed execution only together with the statement, and PostgreSQL
    // lets go of a prepared statement only outside of the failed transaction.
    failed_.push_back(std::move(prepared_[static_cast<std::size_t>(op)]));
    throw;
  }
}

void Session::Execute(Op op, Columns in) {
  if (StatementOf(op).bulk && RowCount(in) == 0) return;
  Run(op, std::move(in));
}

Columns Session::Query(Op op, Columns in) {
  const Statement& statement = StatementOf(op);
  if (statement.bulk && RowCount(in) == 0) return MakeColumns(statement.out);
  return Run(op, std::move(in));
}

}  // namespace plenum::store
