# How targets are declared. Includes are written from the repository root:
#   #include "services/deliberation/tally/schulze.h"
#
#   plenum_library(plenum_tally SRCS schulze.cc DEPS absl::statusor)
#   plenum_test(schulze_test SRCS schulze_test.cc DEPS plenum_tally)
#   plenum_binary(plenumd SRCS main.cc DEPS ...)
#   plenum_fuzzer(cvotes_fuzz SRCS cvotes_fuzz.cc DEPS plenum_tally)   (only with PLENUM_FUZZ)

add_library(plenum_options INTERFACE)
target_compile_options(plenum_options INTERFACE
  -pthread -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Werror)
if(CMAKE_CXX_FLAGS MATCHES "-fsanitize=" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC's manual: with a sanitizer this warning is often false. The other builds have it.
  target_compile_options(plenum_options INTERFACE -Wno-maybe-uninitialized)
endif()
target_include_directories(plenum_options INTERFACE ${PROJECT_SOURCE_DIR})
target_link_libraries(plenum_options INTERFACE Threads::Threads)

# For code that waits for people, files or a network, and for tests: in release builds these take
# half as long to compile so. What they stand on is optimized.
add_library(plenum_quick_to_compile INTERFACE)
target_compile_options(plenum_quick_to_compile INTERFACE $<$<CONFIG:Release>:-Og>)

# Half of what a test takes to compile is reading the same headers, so they are read once.
add_library(plenum_test_headers OBJECT ${PROJECT_SOURCE_DIR}/cmake/test_headers.cc)
target_link_libraries(plenum_test_headers PRIVATE plenum_options plenum_quick_to_compile
  GTest::gmock absl::statusor)
target_precompile_headers(plenum_test_headers PRIVATE
  <gmock/gmock.h> <gtest/gtest.h> <absl/status/statusor.h> <map> <optional> <random> <string> <vector>)

# The same for libraries, with what nearly every header of ours includes.
add_library(plenum_library_headers OBJECT ${PROJECT_SOURCE_DIR}/cmake/library_headers.cc)
target_link_libraries(plenum_library_headers PRIVATE plenum_options absl::statusor)
target_precompile_headers(plenum_library_headers PRIVATE
  <absl/status/statusor.h> <absl/strings/str_cat.h>
  <algorithm> <functional> <map> <optional> <string> <vector>)

# TOGETHER: eight sources at a time are compiled as one, which takes a fifth as long where all of
# them read gRPC's headers. Their private names must differ. -DPLENUM_UNITY=OFF compiles each alone,
# for working on one of them.
option(PLENUM_UNITY "Compile the sources of a library TOGETHER" OFF)

# HEADERS names what its sources read most; without, that of plenum_library_headers is used.
function(plenum_library name)
  cmake_parse_arguments(ARG "TOGETHER" "" "SRCS;DEPS;PRIVATE_DEPS;HEADERS" ${ARGN})
  if(ARG_SRCS)
    add_library(${name} STATIC ${ARG_SRCS})
    if(ARG_TOGETHER AND PLENUM_UNITY)
      set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    endif()
    target_link_libraries(${name} PUBLIC ${ARG_DEPS} PRIVATE plenum_options ${ARG_PRIVATE_DEPS})
    if(ARG_HEADERS)
      target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
    else()
      target_precompile_headers(${name} REUSE_FROM plenum_library_headers)
    endif()
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARG_DEPS})
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR})
  endif()
endfunction()

function(plenum_binary name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  target_link_libraries(${name} PRIVATE plenum_options ${ARG_DEPS})
endfunction()

# One gtest executable, one ctest entry; ENV holds NAME=value pairs for it. TOGETHER as above.
function(plenum_test name)
  cmake_parse_arguments(ARG "TOGETHER" "TIMEOUT" "SRCS;DEPS;ENV;LABELS" ${ARGN})
  if(PLENUM_FUZZ)
    return()
  endif()
  add_executable(${name} ${ARG_SRCS})
  if(ARG_TOGETHER AND PLENUM_UNITY)
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  endif()
  target_link_libraries(${name} PRIVATE plenum_options plenum_quick_to_compile ${ARG_DEPS}
    GTest::gmock GTest::gtest_main)
  target_precompile_headers(${name} REUSE_FROM plenum_test_headers)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES
    TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT "${ARG_ENV}" LABELS "${ARG_LABELS}")
endfunction()

function(plenum_fuzzer name)
  if(NOT PLENUM_FUZZ)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  target_link_libraries(${name} PRIVATE plenum_options ${ARG_DEPS})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
endfunction()
