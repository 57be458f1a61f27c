#include "cli/refusals.hpp"

#include <algorithm>

#include "cli/numbers.hpp"
#include "input/points.hpp"

namespace tizhi {
namespace {

constexpr std::size_t kShown = 3;
constexpr std::uint64_t kBlock = 1 << 16;  // runs read at once

}  // namespace

void Refusals::add(const Study& study, const Job& job, Status status) {
  if (status != Status::refused) return;
  ++count_;
  const Refused one{study.points->first + static_cast<std::int64_t>(job.point), job.variant};
  if (first_.size() < kShown && (first_.empty() || first_.back().point != one.point))
    first_.push_back(one);
}

void Refusals::add_all(const Study& study, const TrajectoryFile& file) {
  const std::uint64_t points = points_of(study), runs = runs_of_a_point(study);
  const std::uint64_t together = std::max<std::uint64_t>(kBlock / runs, 1);
  for (std::uint64_t p = 0; p < points; p += together) {
    const std::uint64_t count = std::min(together, points - p);
    const auto statuses = file.numbers<std::uint8_t>(
        "status", {p, 0, 0}, {count, study.variants.size(), study.replicates});
    for (std::size_t i = 0; i < statuses.size(); ++i)
      add(study, job_of(study, p * runs + i), static_cast<Status>(statuses[i]));
  }
}

void Refusals::warn(const Console& console, const Reading& reading) const {
  if (count_ == 0) return;
  const bool coloured = console.terminal().paint == Paint::coloured;
  for (const Refused& one : first_)
    console.say(reading.points->complaints(one.point, one.variant)
                    .drawn(coloured ? Colour::on : Colour::off));
  console.warn(with_commas(count_) + (count_ == 1 ? " run was" : " runs were") +
                   " refused and have no values",
               "they keep their place; their status is 'refused'");
}

}  // namespace tizhi
