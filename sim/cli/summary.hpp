// The summary of a sweep: a row per point, variant and replicate, the parameters, the outcomes, and
// what came of it.
#pragma once

#include <string>
#include <vector>

#include "engine/record.hpp"

namespace tizhi {

class SummaryRows {
 public:
  explicit SummaryRows(const Study& study) : study_{&study} {}

  std::string header() const;
  std::string row(const Job& job, const Record& record);  // of a run's last piece

 private:
  const Study* study_;
  std::size_t point_ = ~std::size_t{0};  // that `fields_` are of
  std::string number_, values_;
};

}  // namespace tizhi
