// Plays the first replicate of every scenario named on stdin, one path a line, and prints what
// happened in words that a test can compare; with --rates also the sum of hazards of every region
// in every step, in hexadecimal floats; with --kernel fast by the fast kernel, or "unsuited" where
// it does not take the run. No output files, no new process per scenario.
#include <cstdio>
#include <iostream>
#include <string>

#include "engine/kernel.hpp"
#include "engine/simulation.hpp"
#include "input/scenario.hpp"

namespace {

using namespace tizhi;

enum class Rates { hidden, shown };

struct Options {
  Rates rates = Rates::hidden;
  bool fast = false;
  std::uint32_t replicate = 0;
};

std::string name(const Run& run, Model k) { return k == kNone ? "none" : run.catalogue[k].id; }

// Sum of the hazards as they are drawn from: 0 where a region has done what is due.
double rate(const Run& run, const Simulation& simulation, Region i) {
  const Causes& causes = run.causes[run.world->level[static_cast<std::size_t>(i)]];
  const Situation situation = simulation.situation(i);
  Hazards due;
  switch (causes.verdict(situation, run.models(), due)) {
    case Verdict::open:
      return causes.hazards(situation, run.models()).total(run.models());
    case Verdict::forms:
      return due.total(run.models());
    case Verdict::stays:
      break;
  }
  return 0;
}

void print_rates(const Run& run, const Simulation& simulation) {
  for (Region i = 0; i < run.world->size(); ++i)
    std::printf("rate %d %s %a\n", simulation.steps_done(), run.world->code(i).c_str(),
                rate(run, simulation, i));
}

void print(const Run& run, const Happenings& now) {
  const auto code = [&](Region i) { return i == kNoRegion ? "-" : run.world->code(i); };
  for (const Arrival& a : now.arrivals)
    std::printf("arrival %d %s %s %s\n", a.step, code(a.region).c_str(),
                name(run, a.favours).c_str(), code(a.origin).c_str());
  for (const IssuedOrder& o : now.orders)
    std::printf("order %d %s %s\n", o.step, code(o.issuer).c_str(), name(run, o.model).c_str());
  for (const Formation& f : now.formations)
    std::printf("formation %d %s %s %s %s %d %d %d %d\n", f.step, code(f.region).c_str(),
                name(run, f.from).c_str(), name(run, f.to).c_str(),
                kCauseNames[static_cast<std::size_t>(f.cause)], f.ledger[0], f.ledger[1],
                f.ledger[2], f.ledger[3]);
}

void play(const Run& run, const Options& options) {
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, options.replicate);
  while (!simulation.is_over()) {
    simulation.prepare();
    if (options.rates == Rates::shown) print_rates(run, simulation);
    print(run, simulation.finish());
  }
}

void play_fast(const Run& run, const Options& options) {
  if (!suits(run)) {
    std::printf("unsuited\n");
    return;
  }
  const Groundwork ground = groundwork(run);
  const auto shared = plan(run, ground);
  Kernel kernel(run, ground, *shared, options.replicate, 1);
  while (!kernel.is_over()) {
    kernel.advance();
    print(run, kernel.happenings(0));
  }
}

Options options_of(int count, char** words) {
  Options options;
  for (int n = 1; n < count; ++n) {
    const std::string word = words[n];
    if (word == "--rates") options.rates = Rates::shown;
    if (word == "--kernel") options.fast = std::string(words[++n]) == "fast";
    if (word == "--replicate")
      options.replicate = static_cast<std::uint32_t>(std::stoul(words[++n]));
  }
  return options;
}

}  // namespace

int main(int count, char** words) {
  const Options options = options_of(count, words);
  for (std::string path; std::getline(std::cin, path);) {
    const Reading reading = read_scenario(path);
    std::printf("scenario %s\n", path.c_str());
    if (reading.study) {
      const Run& run = reading.study->variants.front().run;
      options.fast ? play_fast(run, options) : play(run, options);
    } else {
      std::cerr << reading.diagnostics.drawn(Colour::off), std::printf("refused\n");
    }
  }
}
