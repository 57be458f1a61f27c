// What regions see of one another: pictures of the models, as old as the lag makes them, and the
// peers' prestige behind each model. Sums of prestige are whole numbers, so their order is free.
#pragma once

#include <vector>

#include "engine/run.hpp"

namespace tizhi {

class Pictures {
 public:
  Pictures(const Run& run, const State& initial);

  // Takes the picture of step n, after its script.
  void take(std::int32_t n, const State& state);

  // The model of region j as regions of that level see it in the step taken last.
  Model seen(Level viewer, Region j) const { return *(picture(viewer) + j); }

  // s(k) of region i.
  PerModel<double> peer_share(Region i) const;

 private:
  struct Sums {
    std::int32_t lag = 0;              // steps
    std::vector<std::int64_t> family;  // families × models
    std::vector<std::int64_t> level;   // levels × models
  };
  // Prestige behind each model among i's peers, and in all.
  struct Standing {
    PerModel<std::int64_t> behind{};
    std::int64_t total = 0;
  };

  const Model* picture(Level viewer) const;
  Standing standing(Region i) const;
  Standing neighbours_standing(Region i) const;
  Standing all_but(Region i, const std::int64_t* sums, std::int64_t total) const;
  void sum_up(Sums& sums) const;

  const Run* run_;
  const World* world_;
  std::vector<std::int32_t> lag_;     // steps, one a level
  std::vector<std::size_t> sums_of_;  // one a level
  std::vector<Sums> sums_;            // one per lag in use
  std::int32_t step_ = 0;
  std::vector<std::vector<Model>> album_;  // step n's picture at n mod (longest lag + 1)
};

}  // namespace tizhi
