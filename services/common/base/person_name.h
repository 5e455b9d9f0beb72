// person_name: names that people are called by, so that one cannot look like another by a trick.
//
//   if (const auto fault = base::NameFault(name)) ...;   // "must not hold invisible characters"
//   const std::string stored = base::Nfc(name);
//   for (const auto& skeleton : base::NameSkeletons(name)) known.insert(skeleton);
//
// Lengths, blank names and controls are resource/text_field.h's.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace plenum::base {

// Unicode's normalization form C, of valid UTF-8. Linear.
std::string Nfc(std::string_view utf8);

// What is wrong with a name, as a sentence about it; nothing when it is good. Wrong are characters
// that nothing is shown for, and combining marks that have nothing to combine with. Two joiners are
// let through where a script needs them to be written rightly: as RFC 5892, appendix A.1 and A.2,
// has it, after a virama, and between letters that join.
std::optional<std::string_view> NameFault(std::string_view utf8);

// Two names look alike when one of these of the one is one of the other: the skeletons of UTS #39
// of the name in lower case, and as it is written, without regard to case then and to spacing (a
// Cyrillic "В" looks like a "B", and its lower case "в" like nothing else). Not for showing.
// Linear.
std::array<std::string, 2> NameSkeletons(std::string_view utf8);

}  // namespace plenum::base
