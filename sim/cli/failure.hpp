// How the program ends, and the one error that ends it early.
#pragma once

#include <string>

namespace tizhi {

enum class Exit : int {
  done = 0,
  failed = 1,    // while running
  refused = 2,   // a wrong command line or scenario
  stopped = 75,  // early, on request; the same command continues
};

// Thrown: what went wrong, and the way out where there is one.
struct Failure {
  Exit code = Exit::failed;
  std::string message;
  std::string way_out;
};

}  // namespace tizhi
