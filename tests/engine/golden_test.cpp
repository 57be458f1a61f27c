// The histories of the golden runs never change, unless the change is meant: then run this once
// with TIZHI_REWRITE_GOLDENS=1 and note it in the changelog under "Changes trajectories".
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "catch.hpp"
#include "engine/ensemble.hpp"
#include "support/golden_runs.hpp"

using namespace tizhi;
using namespace tizhi::test;

namespace {

const std::string kPath = std::string(TIZHI_SOURCE_DIR) + "/tests/engine/histories.golden";

template <class T>
void append(std::string& text, const std::vector<T>& all) {
  for (const T& one : all) text += line(one);
}

// Each replicate's history as the ensemble delivers it.
std::string played(int threads, Player player) {
  std::string text;
  for (const GoldenRun& golden : golden_runs()) {
    Study study;
    study.variants = {{"base", "", golden.run}};
    study.replicates = 3;
    study.recording.leaders = study.recording.orders = true;
    Ensemble ensemble;
    ensemble.threads = threads;
    ensemble.player = player;
    play(study, ensemble, [&](const Job& job, Record&& kept) {
      text += "# " + golden.name + ", replicate " + std::to_string(job.replicate) + "\n";
      append(text, kept.formations.rows());
      append(text, kept.arrivals);
      append(text, kept.orders);
    });
  }
  return text;
}

std::string committed() {
  std::ifstream file(kPath);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The first line that moved, with its number; empty where nothing did.
std::string first_difference(const std::string& expected, const std::string& actual) {
  std::istringstream a(expected), b(actual);
  std::string from, to;
  for (int number = 1;; ++number) {
    const bool more_a = static_cast<bool>(std::getline(a, from));
    const bool more_b = static_cast<bool>(std::getline(b, to));
    if (!more_a && !more_b) return {};
    if (more_a && more_b && from == to) continue;
    return "line " + std::to_string(number) + ":\n- " + (more_a ? from : "end") + "\n+ " +
           (more_b ? to : "end");
  }
}

}  // namespace

TEST_CASE("histories are the committed ones, with 1, 2 and 5 threads, in both kernels") {
  const std::string plain = played(1, Player::plain);
  if (std::getenv("TIZHI_REWRITE_GOLDENS") != nullptr) std::ofstream(kPath) << plain;
  CHECK(first_difference(committed(), plain) == "");
  for (const int threads : {1, 2, 5})
    CHECK(first_difference(plain, played(threads, Player::fitting)) == "");
  CHECK(played(2, Player::plain) == plain);
}

TEST_CASE("a golden shows the first line that moved") {
  CHECK(first_difference("a\nb\nc\n", "a\nb\nc\n") == "");
  CHECK(first_difference("a\nb\nc\n", "a\nx\nc\n") == "line 2:\n- b\n+ x");
  CHECK(first_difference("a\nb\n", "a\n") == "line 2:\n- b\n+ end");
}

TEST_CASE("the golden runs use every cause, the script, leaders, outsiders and orders") {
  const std::string text = committed();
  for (const char* word : {" inertia ", " imitation ", " mandate ", " leadership ", " script ",
                           " leader of ", " order of ", " from 7\n", " from -1\n", "->a", ">-"})
    CHECK(text.find(word) != std::string::npos);
}
