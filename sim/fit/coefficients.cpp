#include "fit/coefficients.hpp"

#include <map>

namespace tizhi {
namespace {

constexpr auto kQuantityCount = static_cast<std::size_t>(Quantity::count);

std::string name_of(const Run& run, const Coefficient& c, const std::vector<std::string>& names) {
  std::string name(entry_of(c.quantity).name);
  if (c.level >= 0) name += "." + run.world->level_names[static_cast<std::size_t>(c.level)];
  if (c.model >= 0) name += "." + run.catalogue[static_cast<std::size_t>(c.model)].id;
  if (c.history >= 0) name += " [" + names[static_cast<std::size_t>(c.history)] + "]";
  return name;
}

// The choices of one kind: all in one, or each by itself.
std::vector<int> choices(int asked, bool is_split, std::size_t count) {
  if (asked >= 0 || !is_split) return {asked};
  std::vector<int> all;
  for (int n = 0; n < static_cast<int>(count); ++n) all.push_back(n);
  return all;
}

}  // namespace

Coefficients::Coefficients(const Run& run, const std::vector<std::string>& histories,
                           const std::vector<Sought>& sought, Detailing detailing)
    : histories_{histories.size()},
      levels_{run.causes.size()},
      models_{static_cast<std::size_t>(run.models())},
      places_(kQuantityCount * histories_ * levels_ * models_, -1) {
  for (const Sought& one : sought) free(run, one, histories, detailing);
  fix_the_rest(run);
}

void Coefficients::free(const Run& run, const Sought& sought,
                        const std::vector<std::string>& histories, Detailing detailing) {
  const QuantityEntry& q = entry_of(sought.quantity);
  const bool is_rate = q.sort == Sort::rate;
  const bool by_model = detailing.model && is_rate && q.detail == Detailed::by_model_too;
  for (const int level : choices(sought.level, detailing.level && is_rate, levels_))
    for (const int model : choices(sought.model, by_model, models_))
      for (const int history : choices(-1, detailing.history && is_rate, histories_)) {
        Coefficient c{"", sought.quantity, level, model, history, 0, true};
        c.name = name_of(run, c, histories);
        free_cells(run, std::move(c));
      }
}

// Cells that an earlier, narrower one took stay its own.
void Coefficients::free_cells(const Run& run, Coefficient c) {
  const QuantityEntry& q = entry_of(c.quantity);
  int cells = 0;
  for (std::size_t h = 0; h < histories_; ++h)
    for (std::size_t l = 0; l < levels_; ++l)
      for (int k = 0; k < static_cast<int>(models_); ++k) {
        int& index = places_[place(c.quantity, h, l, k)];
        const bool is_mine = (c.history < 0 || c.history == static_cast<int>(h)) &&
                             (c.level < 0 || c.level == static_cast<int>(l)) &&
                             (c.model < 0 || c.model == k) && run.causes[l].acts(q.cause);
        if (!is_mine || index >= 0) continue;
        index = static_cast<int>(all_.size());
        c.value += (q.value(run.causes[l], k) - c.value) / ++cells;
      }
  if (cells > 0) all_.push_back(std::move(c));
}

void Coefficients::fix_the_rest(const Run& run) {
  std::map<std::pair<Quantity, double>, int> known;
  for (std::size_t n = 0; n < kQuantityCount; ++n) {
    const auto quantity = static_cast<Quantity>(n);
    const QuantityEntry& q = entry_of(quantity);
    if (q.sort == Sort::shape) continue;  // what is not sought stays in the causes
    for (std::size_t h = 0; h < histories_; ++h)
      for (std::size_t l = 0; l < levels_; ++l)
        for (int k = 0; k < static_cast<int>(models_); ++k) {
          int& index = places_[place(quantity, h, l, k)];
          const double value = run.causes[l].acts(q.cause) ? q.value(run.causes[l], k) : 0;
          if (index >= 0 || value == 0) continue;
          const auto [entry, is_new] =
              known.emplace(std::pair(quantity, value), static_cast<int>(all_.size()));
          if (is_new) all_.push_back({std::string(q.name), quantity, -1, -1, -1, value, false});
          index = entry->second;
        }
  }
}

Vector Coefficients::values() const {
  Vector values(static_cast<Eigen::Index>(all_.size()));
  for (std::size_t i = 0; i < all_.size(); ++i)
    values[static_cast<Eigen::Index>(i)] = all_[i].value;
  return values;
}

void Coefficients::apply(const Vector& values, std::size_t history, Run& run) const {
  for (std::size_t n = 0; n < kQuantityCount; ++n)
    for (std::size_t l = 0; l < levels_; ++l)
      for (int k = 0; k < static_cast<int>(models_); ++k)
        if (const int i = at(static_cast<Quantity>(n), history, l, k); i >= 0)
          quantities()[n].assign(run.causes[l], k, values[i]);
}

}  // namespace tizhi
