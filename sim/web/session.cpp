#include "web/session.hpp"

namespace tizhi {
namespace {

Reading read_words(std::string_view words) {
  std::string path;
  Overrides overrides;
  for (bool is_first = true; !words.empty(); is_first = false) {
    const std::string word(words.substr(0, words.find('\0')));
    words.remove_prefix(std::min(word.size() + 1, words.size()));
    if (is_first)
      path = word;
    else
      overrides.sets.push_back(word);
  }
  return read_scenario(path, overrides);
}

std::vector<Record> play_fast(const Run& run, Kernel kernel, const std::vector<Outcome>& outcomes,
                              const Recording& recording) {
  std::vector<Recorder> recorders;
  for (int r = 0; r < kernel.replicates(); ++r)
    recorders.emplace_back(run, outcomes, recording, kernel.models(r));
  kernel.tell_arrivals(recording.leaders);
  while (!kernel.is_over()) {
    kernel.advance();
    for (int r = 0; r < kernel.replicates(); ++r)
      recorders[static_cast<std::size_t>(r)].note(kernel.happenings(r), kernel.models(r));
  }
  std::vector<Record> records;
  for (Recorder& recorder : recorders) records.push_back(recorder.take());
  return records;
}

}  // namespace

Session::Session(std::string_view words) : reading_{read_words(words)} {
  if (reading_.study) prepared_.resize(reading_.study->variants.size());
}

const Session::Preparation& Session::preparation(std::size_t variant) {
  auto& held = prepared_[variant];
  if (held) return *held;
  const Run& run = reading_.study->variants[variant].run;
  held = std::make_unique<Preparation>(Preparation{groundwork(run), nullptr});
  if (suits(run)) held->plan = plan(run, held->ground);
  return *held;
}

int Session::batch(std::size_t variant) {
  return batch_size(reading_.study->variants[variant].run);
}

std::vector<Record> Session::play(std::size_t variant, std::uint32_t first, int count, Keep keep) {
  const Study& study = *reading_.study;
  const Run& run = study.variants[variant].run;
  const Preparation& prepared = preparation(variant);
  Recording recording = keep == Keep::story ? study.recording : Recording{};
  recording.trajectory = Frequency::never;
  recording.formations = recording.ledger = keep != Keep::counts;
  recording.shares = keep == Keep::counts ? Frequency::every_step : Frequency::never;
  if (prepared.plan)
    return play_fast(run, Kernel(run, prepared.ground, *prepared.plan, first, count),
                     study.outcomes, recording);
  std::vector<Record> records;
  for (int r = 0; r < count; ++r)
    records.push_back(record(run, prepared.ground, first + static_cast<std::uint32_t>(r),
                             study.outcomes, recording));
  return records;
}

}  // namespace tizhi
