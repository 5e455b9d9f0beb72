// Holds the precompiled headers of the libraries; see targets.cmake.
