// Where the rules that are no ranking methods are defined, and what they cost.
#include <algorithm>
#include <array>

#include "services/deliberation/counting/counting.h"

namespace plenum::counting {
namespace {

namespace wire = tally::v1;

struct Rule {
  wire::RuleFamily family;
  const char* id;
  const char* source;
  const char* complexity;
};

constexpr auto kSeats = wire::RULE_FAMILY_SEATS;
constexpr auto kPoints = wire::RULE_FAMILY_POINTS;
constexpr auto kCommittee = wire::RULE_FAMILY_COMMITTEE;
constexpr auto kPackage = wire::RULE_FAMILY_PACKAGE;

constexpr char kGregory[] =
    "D. M. Farrell and I. McAllister, Australian Journal of Political Science 38 (2003) 479-491";
constexpr char kBrill[] =
    "M. Brill, R. Freeman, S. Janson and M. Lackner, Mathematical Programming 203 (2024)";
constexpr char kThiele[] = "T. N. Thiele, Om Flerfoldsvalg (1895)";
constexpr char kPeters[] = "D. Peters, G. Pierczynski and P. Skowron, NeurIPS 2021";
constexpr char kEqualShares[] = "D. Peters and P. Skowron, EC 2020";
constexpr char kLackner[] =
    "M. Lackner and P. Skowron, Multi-Winner Voting with Approval Preferences (2023)";
constexpr char kStv[] = "O(n g) a stage, at most n stages";
constexpr char kMeek[] = "O(n g) an iteration, n stages of tens of iterations";
constexpr char kSeatBySeat[] = "O(k n g)";
constexpr char kExact[] = "exact search, exponential in n at worst, bounded";

constexpr std::array kRules = {
    Rule{kSeats, "scottish", "The Scottish Local Government Elections Order 2007, SSI 2007/42",
         kStv},
    Rule{kSeats, "wigm", kGregory, kStv},
    Rule{kSeats, "wigm-prf", "Proportional Representation Foundation, Reference WIGM rule (2009)",
         kStv},
    Rule{kSeats, "wigm-prf-batch",
         "Proportional Representation Foundation, Reference WIGM rule (2009)", kStv},
    Rule{kSeats, "meek",
         "I. D. Hill, B. A. Wichmann and D. R. Woodall, Computer Journal 30 (1987) 277-281", kMeek},
    Rule{kSeats, "meek-prf", "Proportional Representation Foundation, Reference Meek rule (2009)",
         kMeek},
    Rule{kSeats, "warren", "C. H. E. Warren, Voting matters 1 (1994)", kMeek},
    Rule{kSeats, "qpq", "D. R. Woodall, Voting matters 17 (2003) 1-7", kStv},
    Rule{kSeats, "minneapolis", "Minneapolis Code of Ordinances, chapter 167", kStv},
    Rule{kSeats, "cfer", "Californians for Electoral Reform, model STV statute", kStv},
    Rule{kSeats, "cfer-batch", "Californians for Electoral Reform, model STV statute", kStv},
    Rule{kSeats, "meek-shared",
         "I. D. Hill, B. A. Wichmann and D. R. Woodall (1987), ties as in the program stv-rs",
         kMeek},
    Rule{kSeats, "meek-shared-exact",
         "I. D. Hill, B. A. Wichmann and D. R. Woodall (1987), ties as in the program stv-rs",
         "as meek, in fractions that double in length with each iteration"},
    Rule{kSeats, "meek-shared-rounded",
         "I. D. Hill, B. A. Wichmann and D. R. Woodall (1987), ties as in the program stv-rs",
         kMeek},

    Rule{kPoints, "sum", "W. D. Smith, Range voting (2000)", "O(n g)"},
    Rule{kPoints, "mean", "W. D. Smith, Range voting (2000)", "O(n g)"},
    Rule{kPoints, "star",
         "S. Wolk, J. Quinn and M. Ogren, Constitutional Political Economy 34 (2023)", "O(n g)"},
    Rule{kPoints, "majority-judgment", "M. Balinski and R. Laraki, Majority Judgment (2010)",
         "O(n g + n points)"},
    Rule{kPoints, "bloc-star", "Equal Vote Coalition, Bloc STAR", kSeatBySeat},
    Rule{kPoints, "allocated-score", "Equal Vote Coalition, Proportional STAR (Allocated Score)",
         "O(k n g log g)"},
    Rule{kPoints, "sequentially-spent-score", "electowiki, Sequentially Spent Score", kSeatBySeat},
    Rule{kPoints, "reweighted-range", "W. D. Smith, Reweighted range voting (2005)", kSeatBySeat},

    Rule{kCommittee, "approval", "S. J. Brams and P. C. Fishburn, Approval Voting (1983)",
         "O(n g)"},
    Rule{kCommittee, "satisfaction-approval", "S. J. Brams and D. M. Kilgour (2010)", "O(n g)"},
    Rule{kCommittee, "pav", kThiele, kExact},
    Rule{kCommittee, "sequential-pav", kThiele, kSeatBySeat},
    Rule{kCommittee, "chamberlin-courant",
         "J. R. Chamberlin and P. N. Courant, American Political Science Review 77 (1983)", kExact},
    Rule{kCommittee, "sequential-phragmen", kBrill, kSeatBySeat},
    Rule{kCommittee, "equal-shares", kEqualShares, "O(k n g log g)"},
    Rule{kCommittee, "greedy-monroe",
         "P. Skowron, P. Faliszewski and A. Slinko, Artificial Intelligence 222 (2015)",
         kSeatBySeat},
    Rule{kCommittee, "slav", kLackner, kExact},
    Rule{kCommittee, "lex-chamberlin-courant", kLackner, kExact},
    Rule{kCommittee, "geometric", "M. Lackner and P. Skowron, Artificial Intelligence 288 (2020)",
         kExact},
    Rule{kCommittee, "adams", kLackner, kExact},
    Rule{kCommittee, "reverse-sequential-pav", kThiele, "O(n^2 g)"},
    Rule{kCommittee, "sequential-slav", kLackner, kSeatBySeat},
    Rule{kCommittee, "sequential-chamberlin-courant", kLackner, kSeatBySeat},
    Rule{kCommittee, "phragmen-enestroem", "S. Janson, arXiv:1611.08826, section 18.5",
         "O(k n g), in fractions that grow"},
    Rule{kCommittee, "equal-shares-without-completion", kEqualShares, "O(k n g log g)"},
    Rule{kCommittee, "equal-shares-approval-completion", kEqualShares, "O(k n g log g)"},
    Rule{kCommittee, "equal-shares-increment-completion", kEqualShares,
         "O(k n g log g) for each budget that is tried"},
    Rule{kCommittee, "consensus", "M. Lackner, AAAI 2020", kSeatBySeat},
    Rule{kCommittee, "minimax-phragmen", kBrill, kExact},
    Rule{kCommittee, "leximax-phragmen", kBrill, kExact},
    Rule{kCommittee, "maximin-support",
         "L. Sanchez-Fernandez et al., Mathematical Programming (2022)",
         "O(k n) flows over g ballots"},
    Rule{kCommittee, "monroe", "B. L. Monroe, American Political Science Review 89 (1995)", kExact},
    Rule{kCommittee, "minimax-approval",
         "S. J. Brams, D. M. Kilgour and M. R. Sanver, Public Choice 132 (2007)", kExact},
    Rule{kCommittee, "lex-minimax-approval",
         "S. J. Brams, D. M. Kilgour and M. R. Sanver, Public Choice 132 (2007)", kExact},
    Rule{kCommittee, "e-pluribus-hugo", "J. Quinn and B. Schneier, Public Choice (2016)",
         "O(n^2 g)"},
    Rule{kCommittee, "trivial", kLackner, "O(1)"},
    Rule{kCommittee, "block", "Robert's Rules of Order, 12th edition, section 46", "O(n g)"},

    Rule{kPackage, "greedy-votes", "N. Talmon and P. Faliszewski, AAAI 2019", "O(n g + n log n)"},
    Rule{kPackage, "greedy-votes-per-cost", "N. Talmon and P. Faliszewski, AAAI 2019",
         "O(n g + n log n)"},
    Rule{kPackage, "equal-shares", kPeters, "O(n^2 g log g)"},
    Rule{kPackage, "equal-shares-increment-completion", kPeters,
         "O(n^2 g log g) for each increment"},
    Rule{kPackage, "equal-shares-without-completion", kPeters, "O(n^2 g log g)"},
};

// The rules of the family in the order of the enum, from 1.
std::vector<std::string_view> PackageRuleIds() {
  std::vector<std::string_view> ids;
  for (const Rule& rule : kRules) {
    if (rule.family == kPackage) ids.emplace_back(rule.id);
  }
  return ids;
}

}  // namespace

std::string_view IdOf(wire::PackageRule rule) {
  if (rule == wire::PACKAGE_RULE_UNSPECIFIED) rule = wire::PACKAGE_RULE_EQUAL_SHARES;
  return PackageRuleIds()[static_cast<std::size_t>(rule) - 1];
}

std::optional<wire::PackageRule> PackageRuleOf(std::string_view id) {
  const std::vector<std::string_view> ids = PackageRuleIds();
  const auto found = std::find(ids.begin(), ids.end(), id);
  if (found == ids.end()) return std::nullopt;
  return static_cast<wire::PackageRule>(found - ids.begin() + 1);
}

void AddRules(wire::ListMethodsResponse& response) {
  for (const Rule& rule : kRules) {
    auto* added = response.add_rules();
    added->set_family(rule.family);
    added->set_id(rule.id);
    added->set_source(rule.source);
    added->set_complexity(rule.complexity);
  }
}

}  // namespace plenum::counting
