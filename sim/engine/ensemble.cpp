#include "engine/ensemble.hpp"

#include <algorithm>
#include <thread>

#include "engine/ensemble_crew.hpp"
#include "engine/ensemble_exchange.hpp"

namespace tizhi {
namespace {

// The plain way to play a batch: a simulation for each replicate.
class PlainBatch {
 public:
  PlainBatch(const Run& run, const Groundwork& ground, std::uint32_t first, int count)
      : now_(static_cast<std::size_t>(count)) {
    for (int r = 0; r < count; ++r)
      simulations_.emplace_back(run, ground, first + static_cast<std::uint32_t>(r));
  }

  bool is_over() const { return simulations_.front().is_over(); }
  void advance() {
    for (std::size_t r = 0; r < now_.size(); ++r) now_[r] = simulations_[r].advance();
  }
  const Happenings& happenings(int r) const { return now_[static_cast<std::size_t>(r)]; }
  std::span<const Model> models(int r) const {
    return simulations_[static_cast<std::size_t>(r)].state().model;
  }

 private:
  std::vector<Simulation> simulations_;
  std::vector<Happenings> now_;  // of the last step
};

// Plays a batch step by step and hands on what is recorded of it, the rest at its end.
template <class AnyKernel>
void play_out(AnyKernel& kernel, const Run& run, const Study& study, const Batch& batch,
              std::size_t piece, Exchange& exchange) {
  std::vector<Recorder> recorders;
  for (int r = 0; r < batch.count; ++r)
    recorders.emplace_back(run, study.outcomes, study.recording, kernel.models(r));
  for (Recorder& recorder : recorders)
    recorder.expect(std::min(batch.formations + batch.formations / 16, piece / Formations::kBytes));
  const auto hand_on = [&](int r) {
    const auto slot = static_cast<std::size_t>(r);
    return exchange.bring(batch, batch.first + slot, recorders[slot].take());
  };
  while (!kernel.is_over()) {
    if (exchange.gives_up()) return;
    kernel.advance();
    for (int r = 0; r < batch.count; ++r) {
      Recorder& recorder = recorders[static_cast<std::size_t>(r)];
      recorder.note(kernel.happenings(r), kernel.models(r));
      if (recorder.bytes() >= piece && !kernel.is_over() && !hand_on(r)) return;
    }
  }
  for (int r = 0; r < batch.count; ++r)
    if (!hand_on(r)) return;
}

void refuse(const Study& study, const Batch& batch, Exchange& exchange) {
  for (int r = 0; r < batch.count; ++r)
    if (!exchange.bring(batch, batch.first + static_cast<std::size_t>(r), refused_record(study)))
      return;
}

void play_batch(const Study& study, const Batch& batch, const Preparation& prepared,
                std::size_t piece, Exchange& exchange) {
  if (!prepared.run) return refuse(study, batch, exchange);
  const Run& run = *prepared.run;
  if (prepared.plan && batch.threads > 1 && batch_size(run) == 1) {
    ThreadCrew crew(batch.threads);
    Kernel kernel(run, prepared.ground, *prepared.plan, batch.replicate, batch.count, batch.threads,
                  [&](int parts, const auto& each) { crew.run(parts, each); });
    kernel.tell_arrivals(study.recording.leaders);
    play_out(kernel, run, study, batch, piece, exchange);
  } else if (prepared.plan) {
    Kernel kernel(run, prepared.ground, *prepared.plan, batch.replicate, batch.count);
    kernel.tell_arrivals(study.recording.leaders);
    play_out(kernel, run, study, batch, piece, exchange);
  } else {
    PlainBatch kernel(run, prepared.ground, batch.replicate, batch.count);
    play_out(kernel, run, study, batch, piece, exchange);
  }
}

void work(const Study& study, const Ensemble& ensemble, Exchange& exchange) {
  std::exception_ptr failure;
  try {
    std::shared_ptr<SharedPreparation> held;  // until the next batch has its own
    for (Batch batch; exchange.take(batch);) {
      held = exchange.preparation(batch, held);
      play_batch(study, batch, *held->made, ensemble.piece, exchange);
    }
  } catch (...) {
    failure = std::current_exception();
  }
  exchange.leave(failure);
}

}  // namespace

std::size_t play(const Study& study, const Ensemble& ensemble,
                 const std::function<void(const Job&, Record&&)>& deliver) {
  Exchange exchange(study, ensemble);
  std::vector<std::thread> players;
  for (int t = 0; t < ensemble.threads; ++t)
    players.emplace_back([&] { work(study, ensemble, exchange); });
  try {
    Job job;
    for (Record piece; exchange.next(job, piece);) deliver(job, std::move(piece));
  } catch (...) {
    exchange.fail(std::current_exception());
  }
  for (std::thread& player : players) player.join();
  return exchange.outcome();
}

}  // namespace tizhi
