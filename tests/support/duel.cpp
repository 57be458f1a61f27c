#include "support/duel.hpp"

#include "support/golden_runs.hpp"

namespace tizhi::test {
namespace {

template <class T>
std::string first_of(const char* what, std::span<const T> plain, std::span<const T> other) {
  for (std::size_t n = 0; n < plain.size() || n < other.size(); ++n) {
    if (n < plain.size() && n < other.size() && plain[n] == other[n]) continue;
    return std::string(what) + " number " + std::to_string(n) +
           "\n  plain: " + (n < plain.size() ? line(plain[n]) : "none\n") +
           "  other: " + (n < other.size() ? line(other[n]) : "none\n");
  }
  return {};
}

}  // namespace

void Tally::add(const Happenings& now) {
  arrivals += static_cast<std::int64_t>(now.arrivals.size());
  orders += static_cast<std::int64_t>(now.orders.size());
  for (const Formation& f : now.formations) ++formations[static_cast<std::size_t>(f.cause)];
}

std::string Tally::text() const {
  std::string text = std::to_string(runs) + " batches, " + std::to_string(region_steps) +
                     " region-steps, formations:";
  for (std::size_t c = 0; c < formations.size(); ++c)
    text += std::string(" ") + kCauseNames[c] + " " + std::to_string(formations[c]);
  return text + "; arrivals " + std::to_string(arrivals) + ", orders " + std::to_string(orders);
}

Batch random_batch(std::uint64_t seed, const Size& size) {
  Dice dice(seed);
  Batch batch;
  batch.seed = seed;
  batch.replicates = dice.one_of({1, 1, 2, 3, 16, dice.from(1, 16)});
  batch.first = dice.one_of({0U, 1U, 3U, 1000000U, ~0U - 16U});
  batch.parts = dice.one_of({1, 1, 2, 3, 5, 16});
  batch.run = random_run(dice, {size.regions, size.region_steps / batch.replicates});
  return batch;
}

std::string summary(const Batch& batch) {
  const Run& run = batch.run;
  const Timeline& t = run.timeline;
  const auto said = [](std::size_t n, const char* what) {
    return n == 0 ? std::string() : ", " + std::to_string(n) + what;
  };
  return std::to_string(run.world->size()) + " regions at " + std::to_string(run.world->levels()) +
         " levels, " + std::to_string(run.models()) + " models, replicates from " +
         std::to_string(batch.first) + ", " + std::to_string(batch.parts) + " parts" +
         said(t.windows.size(), " windows") + said(t.legacies.size(), " legacies") +
         said(t.orders.size(), " orders") + said(t.settings.size(), " settings") +
         said(t.appointments.size(), " appointments") + said(t.law_changes.size(), " laws");
}

PlainBatch::PlainBatch(const Batch& batch, const Groundwork& ground)
    : now_(static_cast<std::size_t>(batch.replicates)) {
  for (int r = 0; r < batch.replicates; ++r)
    played_.emplace_back(batch.run, ground, batch.first + static_cast<std::uint32_t>(r));
}

void PlainBatch::advance() {
  for (std::size_t r = 0; r < played_.size(); ++r) now_[r] = played_[r].advance();
}

std::string difference(const Happenings& plain, const Happenings& other) {
  if (plain.step != other.step)
    return "the other says that it is step " + std::to_string(other.step);
  std::string found = first_of("arrival", plain.arrivals, other.arrivals);
  if (found.empty()) found = first_of("order", plain.orders, other.orders);
  if (found.empty()) found = first_of("formation", plain.formations, other.formations);
  return found;
}

std::string difference(std::span<const Model> plain, std::span<const Model> other) {
  if (plain.size() != other.size())
    return "the other has " + std::to_string(other.size()) + " regions\n";
  for (std::size_t i = 0; i < plain.size(); ++i)
    if (plain[i] != other[i])
      return "region " + std::to_string(i) + " ends the step with model " +
             std::to_string(int{plain[i]}) + ", in the other with " +
             std::to_string(int{other[i]}) + "\n";
  return {};
}

}  // namespace tizhi::test
