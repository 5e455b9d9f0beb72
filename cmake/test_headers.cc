// Holds the precompiled headers of the tests; see targets.cmake.
