// The model as a competent graduate student writes it: a vector of structs, the standard library's
// generator, distributions, exp and pow, and every hazard of every region in every step. What the
// kernels are measured against; naive_test.cpp holds it to the same means.
// It shares no code with the engine: these two headers know nothing of each other.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace naive {

inline constexpr int kCauses = 4;  // inertia, imitation, mandate, leadership
inline constexpr int kScript = 4;
inline constexpr int kNone = -1;
inline constexpr int kMostModels = 16;
inline constexpr double kNever = std::numeric_limits<double>::infinity();
using PerModel = std::array<double, kMostModels>;

enum class Peers { siblings, level, neighbours, none };

struct Neighbour {
  int region;
  double weight;
};

struct Region {
  std::string code;
  int parent = kNone;
  std::vector<int> children;
  std::vector<Neighbour> neighbours;
  std::vector<int> legacies;  // the events that reach it
  std::vector<int> orders;
  int level = 0;
  int family = kNone;
  int beginning = 0;
  double prestige = 1;
  double legal_at_start = 0;
  bool fixed = false;
  // What changes in a run; times in years.
  double legal = 0;
  int model = kNone;
  double model_since = 0;
  int leader = kNone;
  double leader_since = 0;
  int own_order = kNone;
  double own_order_since = -kNever;
  bool was_set = false;
};

struct Level {
  std::array<bool, kCauses> on{};
  PerModel pull{}, drag{}, superior{}, peers{}, founding{}, favourites{};
  double half_life = 0, settling = 0, conformity = 1;
  Peers peer_set = Peers::siblings;
  int lag = 0;      // steps
  int picture = 0;  // levels of one lag look at one picture
  double compliance = 0, decay = 1, resistance = 0, crowding = 0, issue_rate = 0, issue_length = 1;
  double preference = 0, tenure = 0, tenure_shape = 1, term = 0, honeymoon = 0, outsider = 0;
  double taste = 1;
  double scale = 0;   // of the Weibull law whose mean is `tenure`
  double fading = 1;  // mean of exp(-t/honeymoon) over a step
  std::vector<int> members;
};

struct Window {
  double from, until, factor, lag_per_level;
};
struct Legacy {
  double date;
  int model;
  double amount;
};
struct Order {
  double date, deadline, until, delay, lag_per_level, strength;
  int issuer_level;  // kNone: from above all
  std::vector<int> targets;
  std::array<bool, kMostModels> wanted{};
  bool weighted;
  PerModel weights{};
};
struct Setting {
  int step, region, model;
};
struct LawChange {
  int step;
  std::vector<int> regions;
  double value;
};
struct Beginning {
  double none;
  PerModel weights{};
  double age;
};

struct Country {
  std::vector<Region> regions;
  std::vector<Level> levels;
  std::vector<Window> windows;
  std::vector<Legacy> legacies;
  std::vector<Order> orders;
  std::vector<Setting> settings, appointments;
  std::vector<LawChange> law_changes;
  std::vector<Beginning> beginnings;
  int models = 0, families = 0, steps = 0;
  double dt = 0;  // years
  bool has_leaders = false, issues_orders = false;
};

struct Formation {
  int step, region, from, to, cause;
  std::array<double, kCauses> shares;
};

// An order as it presses the regions of one level in one step.
struct Press {
  bool acts = false;
  bool is_due = false, is_overdue = false;
  double strength = 0;
  double silences = 0;  // part of the step
};

class Simulation {
 public:
  explicit Simulation(const Country& country);

  // One replicate from start to end.
  void run(std::uint64_t seed);

  const std::vector<Formation>& formations() const { return formations_; }
  // states × levels × models: how many regions run a model
  const std::vector<int>& counts() const { return counts_; }

 private:
  using Hazards = std::array<PerModel, kCauses>;

  void reset(std::uint64_t seed);
  int draw_model(const PerModel& weights, double none);
  double draw_first_tenure(const Level& level);

  void follow_script();
  void turn_over_leaders();
  double chance_of_leaving(const Level& level, double tenure) const;
  int favourite_of_newcomer(int i);
  void issue_orders();

  void look_around();
  void sum_up(std::size_t picture);
  const std::vector<int>& picture(int number) const;
  void weigh_events();
  Press press_of(const Order& order, int level) const;

  Hazards bare_hazards(const Region& r) const;
  PerModel peer_shares(const Region& r) const;
  double hold(const Region& r) const;
  double own_order_of_superior(const Region& r) const;
  void add_terms(const Order& order, double strength, const Region& r, const Hazards& bare,
                 PerModel& terms) const;
  bool is_forced(const Region& r, bool& complies) const;
  Hazards forced_hazards(const Region& r) const;
  Hazards hazards(const Region& r) const;
  void consider(int i);
  void form(int i, const Hazards& h);
  void take_up(int i, int model);
  void write_next();
  void count();

  double uniform() { return std::uniform_real_distribution<double>()(rng_); }
  double now() const { return step_ * country_.dt; }

  Country country_;
  std::mt19937_64 rng_;
  int step_ = 0;
  std::size_t next_setting_ = 0, next_appointment_ = 0, next_law_ = 0;
  std::vector<std::vector<int>> album_;      // models at the last steps: step n's at n mod size
  std::vector<int> lags_;                    // those in use: one picture each
  std::vector<std::vector<double>> family_;  // per picture: family × model, prestige behind each
  std::vector<std::vector<double>> level_;   // per picture: level × model
  std::vector<double> family_total_, level_total_;
  std::vector<double> window_;                // per level
  std::vector<std::vector<double>> memory_;   // legacy × level
  std::vector<std::vector<Press>> pressing_;  // order × level
  std::vector<Formation> formations_;
  std::size_t step_begin_ = 0;  // where this step's formations begin
  std::vector<int> counts_;
};

}  // namespace naive
