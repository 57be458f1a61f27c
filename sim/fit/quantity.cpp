#include "fit/quantity.hpp"

#include <type_traits>

namespace tizhi {
namespace {

template <auto Part, auto Member>
double read(const Causes& causes, int model) {
  const auto& member = (causes.*Part).*Member;
  if constexpr (std::is_same_v<std::decay_t<decltype(member)>, PerModel<double>>)
    return member[static_cast<std::size_t>(model)];
  else
    return member;
}

template <auto Part, auto Member>
void write(Causes& causes, int model, double value) {
  auto& member = (causes.*Part).*Member;
  if constexpr (std::is_same_v<std::decay_t<decltype(member)>, PerModel<double>>)
    member[static_cast<std::size_t>(model)] = value;
  else
    member = value;
}

template <auto Part, auto Member>
constexpr QuantityEntry rate(std::string_view name, Cause cause, Detailed detail) {
  return {
      name, cause, Sort::rate, detail, 0, kInfinity, 0, read<Part, Member>, write<Part, Member>};
}

template <auto Part, auto Member>
constexpr QuantityEntry shape(std::string_view name, Cause cause, Detailed detail, double least,
                              double most, double usual) {
  return {name,
          cause,
          Sort::shape,
          detail,
          least,
          most,
          usual,
          read<Part, Member>,
          write<Part, Member>};
}

constexpr auto kInertia = &Causes::inertia;
constexpr auto kImitation = &Causes::imitation;
constexpr auto kMandate = &Causes::mandate;
constexpr auto kLeadership = &Causes::leadership;
constexpr auto kLevel = Detailed::by_level;
constexpr auto kModel = Detailed::by_model_too;

constexpr QuantityEntry kQuantities[] = {
    rate<kInertia, &Inertia::pull>("inertia.pull", Cause::inertia, kModel),
    rate<kImitation, &Imitation::superior>("imitation.superior", Cause::imitation, kModel),
    rate<kImitation, &Imitation::peers>("imitation.peers", Cause::imitation, kModel),
    rate<kMandate, &Mandate::compliance>("mandate.compliance", Cause::mandate, kLevel),
    rate<kLeadership, &Leadership::preference>("leadership.preference", Cause::leadership, kLevel),
    shape<kInertia, &Inertia::drag>("inertia.drag", Cause::inertia, kModel, 0, 20, 1),
    shape<kInertia, &Inertia::settling>("inertia.settling", Cause::inertia, kLevel, 0.01, 200, 5),
    shape<kInertia, &Inertia::half_life>("inertia.half_life", Cause::inertia, kLevel, 0.05, 1000,
                                         10),
    shape<kImitation, &Imitation::conformity>("imitation.conformity", Cause::imitation, kLevel,
                                              0.05, 10, 1),
    shape<kImitation, &Imitation::founding>("imitation.founding", Cause::imitation, kModel, 0, 100,
                                            1),
    shape<kLeadership, &Leadership::honeymoon>("leadership.honeymoon", Cause::leadership, kLevel,
                                               0.02, 200, 3),
};
static_assert(std::size(kQuantities) == static_cast<std::size_t>(Quantity::count));

}  // namespace

std::span<const QuantityEntry> quantities() { return kQuantities; }

}  // namespace tizhi
