#include "fit/free_run.hpp"

#include <algorithm>
#include <cmath>

namespace tizhi {
namespace {

// Counts of regions by state, level and model.
class Counts {
 public:
  Counts(std::size_t states, const World& world, int models)
      : world_{&world},
        models_{static_cast<std::size_t>(models)},
        all_(states * world.level_names.size() * models_, 0) {}

  void add(std::size_t state, const std::vector<Model>& models,
           const std::vector<std::uint8_t>& counted) {
    for (std::size_t i = 0; i < models.size(); ++i)
      if (counted[i] != 0 && models[i] != kNone) ++all_[place(state, world_->level[i], models[i])];
  }
  std::size_t place(std::size_t state, std::size_t level, std::size_t model) const {
    return (state * world_->level_names.size() + level) * models_ + model;
  }
  double operator[](std::size_t place) const { return all_[place]; }
  std::size_t size() const { return all_.size(); }

 private:
  const World* world_;
  std::size_t models_;
  std::vector<std::int32_t> all_;
};

// What one history adds.
struct Course {
  std::vector<std::uint8_t> counted;  // regions in sight from the date on, while it is known
  std::vector<Model> at_start, at_end;
  std::vector<std::vector<std::int32_t>> often;  // per region: replicates that end with each model
};

std::size_t slot(Model m) { return m == kNone ? kMaxModels : m; }

double quantile(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  const double place = part * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
}

class Comparison {
 public:
  Comparison(FreeRun& result, const FreeRunRequest& request, const Run& first)
      : result_{&result},
        states_{&request.states},
        world_{first.world.get()},
        models_{first.models()},
        observed_{states_->size(), *world_, models_},
        simulated_(request.replicates, Counts(states_->size(), *world_, models_)),
        regions_(world_->level_names.size(), 0) {}

  void follow(const RunOf& run_of, const std::vector<History>& histories, std::size_t number);
  void conclude();

 private:
  void play(const Replay& replay, std::uint32_t replicate, std::uint32_t luck, Course& course);
  void watch(Replay replay, Course& course);
  void add(const Course& course);
  int state_number(std::int32_t n) const {
    const auto found = std::find(states_->begin(), states_->end(), n);
    return found == states_->end() ? -1 : static_cast<int>(found - states_->begin());
  }

  FreeRun* result_;
  const std::vector<std::int32_t>* states_;
  const World* world_;
  int models_;
  Counts observed_;
  std::vector<Counts> simulated_;
  std::vector<double> regions_;  // a level, counted
};

// What came, and who is in sight all the time.
void Comparison::watch(Replay replay, Course& course) {
  for (std::size_t i = 0; i < course.counted.size(); ++i)
    course.counted[i] = replay.is_in_sight(static_cast<Region>(i));
  course.at_start = replay.state().model;
  std::vector<std::vector<Model>> seen{course.at_start};
  while (replay.step() < result_->known) {
    replay.prepare();
    replay.finish();
    for (std::size_t i = 0; i < course.counted.size() && replay.step() < result_->known; ++i)
      course.counted[i] &= replay.is_in_sight(static_cast<Region>(i));
    seen.push_back(replay.state().model);
  }
  course.at_end = seen.back();
  for (std::size_t n = 0; n < seen.size(); ++n)
    if (const int s = state_number(result_->from + static_cast<std::int32_t>(n)); s >= 0)
      observed_.add(static_cast<std::size_t>(s), seen[n], course.counted);
}

void Comparison::play(const Replay& replay, std::uint32_t replicate, std::uint32_t luck,
                      Course& course) {
  Simulation next = replay.carried_on(luck);
  if (const int s = state_number(result_->from); s >= 0)
    simulated_[replicate].add(static_cast<std::size_t>(s), next.state().model, course.counted);
  while (next.steps_done() < result_->until) {
    next.advance();
    if (const int s = state_number(next.steps_done()); s >= 0)
      simulated_[replicate].add(static_cast<std::size_t>(s), next.state().model, course.counted);
    for (std::size_t i = 0; i < course.often.size() && next.steps_done() == result_->known; ++i)
      ++course.often[i][slot(next.state().model[i])];
  }
}

void Comparison::add(const Course& course) {
  for (std::size_t i = 0; i < course.counted.size(); ++i) {
    if (course.counted[i] == 0) continue;
    ++regions_[world_->level[i]];
    if (world_->fixed[i] != 0 || result_->known <= result_->from) continue;
    const auto& often = course.often[i];
    const auto most = std::max_element(often.begin(), often.end()) - often.begin();
    const std::size_t came = slot(course.at_end[i]);
    result_->regions += 1;
    result_->hits += static_cast<std::size_t>(most) == came;
    result_->hits_by_rest += course.at_start[i] == course.at_end[i];
    result_->given += often[came] / static_cast<double>(simulated_.size());
  }
}

Replay replayed(const Run& run, const Groundwork& ground, const History& history,
                std::int32_t until) {
  Replay replay(run, ground, history);
  while (replay.step() < until) {
    replay.prepare();
    replay.finish();
  }
  return replay;
}

void Comparison::follow(const RunOf& run_of, const std::vector<History>& histories,
                        std::size_t number) {
  const History& history = histories[number];
  if (history.counts_from > result_->from) {
    ++result_->unbegun;
    return;
  }
  Course course;
  course.counted.resize(history.in_sight.size());
  course.often.assign(history.in_sight.size(), std::vector<std::int32_t>(kMaxModels + 1, 0));
  for (std::uint32_t r = 0; r < simulated_.size(); ++r) {
    const Run run = run_of(number, r);
    const Groundwork ground = groundwork(run);
    const Replay replay = replayed(run, ground, history, result_->from);
    if (r == 0) watch(replay, course);
    play(replay, r, static_cast<std::uint32_t>(r * histories.size() + number), course);
  }
  add(course);
}

void Comparison::conclude() {
  double held = 0, known = 0;
  for (std::size_t s = 0; s < states_->size(); ++s)
    for (std::size_t l = 0; l < regions_.size(); ++l)
      for (std::size_t k = 0; k < static_cast<std::size_t>(models_) && regions_[l] > 0; ++k) {
        const std::size_t place = observed_.place(s, l, k);
        std::vector<double> shares;
        for (const Counts& counts : simulated_) shares.push_back(counts[place] / regions_[l]);
        Band band{(*states_)[s],
                  static_cast<Level>(l),
                  static_cast<Model>(k),
                  observed_[place] / regions_[l],
                  0,
                  quantile(shares, 0.05),
                  quantile(shares, 0.5),
                  quantile(shares, 0.95)};
        for (const double share : shares) band.mean += share / static_cast<double>(shares.size());
        if (band.state > result_->known) band.observed = std::nan("");
        if (band.state > result_->from) {
          held += band.observed >= band.low && band.observed <= band.high;
          known += band.state <= result_->known;
        }
        result_->bands.push_back(band);
      }
  result_->within = known > 0 ? held / known : std::nan("");
  for (double* share : {&result_->hits, &result_->hits_by_rest, &result_->given})
    *share /= std::max(result_->regions, 1.0);
}

}  // namespace

FreeRun free_run(const RunOf& run_of, const std::vector<History>& histories,
                 const FreeRunRequest& request) {
  FreeRun result;
  result.from = request.from;
  result.known = request.known;
  result.until = request.until;
  Comparison comparison(result, request, run_of(0, 0));
  for (std::size_t h = 0; h < histories.size(); ++h) comparison.follow(run_of, histories, h);
  comparison.conclude();
  return result;
}

}  // namespace tizhi
