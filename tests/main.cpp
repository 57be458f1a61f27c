// Catch2 3 brings a main of its own; Catch2 2 writes it here.
#if !__has_include(<catch2/catch_test_macros.hpp>)
#define CATCH_CONFIG_MAIN
#endif
#include "catch.hpp"
