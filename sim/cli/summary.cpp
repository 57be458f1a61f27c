#include "cli/summary.hpp"

#include <cmath>

#include "cli/numbers.hpp"

namespace tizhi {

std::string SummaryRows::header() const {
  std::string line = "point,variant,replicate";
  for (const std::string& name : study_->points->names) line += ',' + csv_field(name);
  for (const Outcome& outcome : study_->outcomes) line += ',' + csv_field(outcome.id);
  return line + ",status\n";
}

std::string SummaryRows::row(const Job& job, const Record& record) {
  if (point_ != job.point) {
    point_ = job.point;
    const std::int64_t point = study_->points->first + static_cast<std::int64_t>(job.point);
    number_ = std::to_string(point) + ',';
    values_.clear();
    for (const double value : study_->points->values(point))
      values_ += ',' + (std::isnan(value) ? "" : exact(value));
  }
  std::string line = number_ + csv_field(study_->variants[job.variant].id) + ',' +
                     std::to_string(job.replicate) + values_;
  for (const double value : record.outcomes) line += ',' + (std::isnan(value) ? "" : exact(value));
  return line + (record.status == Status::refused ? ",refused\n" : ",played\n");
}

}  // namespace tizhi
