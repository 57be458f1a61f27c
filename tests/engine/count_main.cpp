// count WHAT: plays a fixed run with the fast kernel, by an instruction set that every x86-64 of
// this century's second decade has. Under valgrind's callgrind, counted() gives a number of
// instructions that depends on the compiler and not on the machine.
#include <iostream>
#include <string>

#include "hwy/targets.h"
#include "support/case.hpp"
#include "support/fast.hpp"

namespace {

using namespace tizhi;
using namespace tizhi::test;

// Where next to nothing happens: what it costs to find out that nothing does.
Run sparse() {
  Run run = make_run({1, 30, 40}, 4, 240);
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = toward_all(0.005);
    c.imitation.peers = toward_all(0.02);
    c.imitation.superior = toward_all(0.01);
    c.mandate.compliance = 0.02;
    c.leadership.preference = 0.01;
  });
  run.timeline.legacies = {{-1, kB, 1, {}}};
  run.timeline.orders = {order_of({kC}, 3)};
  return run;
}

// Where regions reconsider all the time, under everything that acts.
Run dense() {
  Run run = sparse();
  run.timeline.grid.steps = 60;
  at_all_levels(run, [](Causes& c) {
    c.inertia.pull = c.inertia.drag = toward_all(0.8);
    c.imitation.peers = c.imitation.superior = toward_all(2);
    c.imitation.conformity = 1.5;
    c.imitation.lag = 0.5;
    c.mandate.compliance = c.mandate.issue_rate = 0.5;
    c.leadership.preference = 2;
    c.leadership.tenure_shape = 1.5;
    c.leadership.outsider = 0.3;
  });
  return run;
}

__attribute__((noinline)) std::size_t counted(const Batch& batch) {
  const Groundwork ground = groundwork(batch.run);
  FastBatch fast(batch, ground, 1, one_after_another);
  std::size_t formations = 0;
  while (!fast.is_over()) {
    fast.advance();
    for (int r = 0; r < batch.replicates; ++r) formations += fast.happenings(r).formations.size();
  }
  return formations;
}

}  // namespace

int main(int count, char** words) {
  const std::string what = count > 1 ? words[1] : "";
  if (what != "sparse" && what != "dense") return 2;
#ifdef HWY_SSE4
  hwy::SetSupportedTargetsForTest(HWY_SSE4);
#endif
  const Batch batch{0, what == "sparse" ? sparse() : dense(), 0, 4, 1};
  std::cout << what << ": " << counted(batch) << " formations in "
            << batch.replicates * batch.run.world->size() * batch.run.timeline.grid.steps
            << " region-steps\n";
}
