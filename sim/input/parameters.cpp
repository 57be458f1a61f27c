#include "input/parameters.hpp"

#include <type_traits>

#include "input/text.hpp"

namespace tizhi {
namespace {

// Reads and writes a member of a cause as a number, whatever it is.
template <auto Part, auto Member>
struct Slot {
  static double value(const Causes& causes, int model) {
    const auto& member = (causes.*Part).*Member;
    using Held = std::decay_t<decltype(member)>;
    if constexpr (std::is_same_v<Held, PerModel<double>>)
      return member[static_cast<std::size_t>(model)];
    else
      return static_cast<double>(member);
  }
  static void assign(Causes& causes, int model, double value) {
    auto& member = (causes.*Part).*Member;
    using Held = std::decay_t<decltype(member)>;
    if constexpr (std::is_same_v<Held, PerModel<double>>)
      member[static_cast<std::size_t>(model)] = value;
    else if constexpr (std::is_enum_v<Held>)
      member = static_cast<Held>(static_cast<int>(value));
    else
      member = value;
  }
};

constexpr Range kFinite{0, kInfinity, Bound::included, Bound::excluded};
constexpr Range kPositive{0, kInfinity, Bound::excluded, Bound::excluded};
constexpr Range kPositiveOrInf{0, kInfinity, Bound::excluded, Bound::included};
constexpr Range kFromZeroOrInf{0, kInfinity, Bound::included, Bound::included};
constexpr Range kShare{0, 1, Bound::included, Bound::included};
constexpr Range kShape{0.05, 100, Bound::included, Bound::included};

constexpr std::string_view kPeerSets[] = {"siblings", "level", "neighbours", "none"};

template <auto Member>
constexpr Parameter inertia(std::string_view key, Unit unit, Range range, double fallback,
                            Detail detail, std::string_view en, std::string_view zh) {
  using S = Slot<&Causes::inertia, Member>;
  return {"inertia", key, unit, range, fallback, detail, en, zh, S::value, S::assign, {}};
}
template <auto Member>
constexpr Parameter imitation(std::string_view key, Unit unit, Range range, double fallback,
                              Detail detail, std::string_view en, std::string_view zh) {
  using S = Slot<&Causes::imitation, Member>;
  return {"imitation", key, unit, range, fallback, detail, en, zh, S::value, S::assign, {}};
}
template <auto Member>
constexpr Parameter mandate(std::string_view key, Unit unit, Range range, double fallback,
                            Detail detail, std::string_view en, std::string_view zh) {
  using S = Slot<&Causes::mandate, Member>;
  return {"mandate", key, unit, range, fallback, detail, en, zh, S::value, S::assign, {}};
}
template <auto Member>
constexpr Parameter leadership(std::string_view key, Unit unit, Range range, double fallback,
                               Detail detail, std::string_view en, std::string_view zh) {
  using S = Slot<&Causes::leadership, Member>;
  return {"leadership", key, unit, range, fallback, detail, en, zh, S::value, S::assign, {}};
}

constexpr Parameter with_choices(Parameter parameter, std::span<const std::string_view> choices) {
  parameter.choices = choices;
  return parameter;
}

constexpr Detail kLevel = Detail::by_level;
constexpr Detail kModel = Detail::by_level_and_model;

constexpr Parameter kParameters[] = {
    inertia<&Inertia::pull>("pull", Unit::per_year, kFinite, 0, kModel,
                            "how strongly a legacy of amount 1 draws the task to its model",
                            "一份历史遗产(数量为1)把职能拉向其模式的强度"),
    inertia<&Inertia::half_life>("half_life", Unit::years, kPositiveOrInf, kInfinity, kLevel,
                                 "time in which half of a legacy is forgotten",
                                 "历史遗产衰减一半所需的时间"),
    inertia<&Inertia::drag>(
        "drag", Unit::number, kFinite, 0, kModel,
        "how firmly a model holds when old: departures are slowed by exp(-drag)",
        "既有模式稳定后的阻力:离开的速率乘以 exp(-drag)"),
    inertia<&Inertia::settling>("settling", Unit::years, kPositive, 5, kLevel,
                                "time in which a new body becomes an established one",
                                "新机构成为稳固机构所需的时间"),
    imitation<&Imitation::superior>("superior", Unit::per_year, kFinite, 0, kModel,
                                    "pull of the superior's model", "上级模式的吸引(上行下效)"),
    imitation<&Imitation::peers>("peers", Unit::per_year, kFinite, 0, kModel,
                                 "pull of a model that every peer has",
                                 "同类地区全部采用某模式时的吸引"),
    imitation<&Imitation::conformity>(
        "conformity", Unit::number, kPositive, 1, kLevel,
        "1: a model pulls in proportion to its share; above 1: majorities pull harder",
        "从众程度:1 为与份额成正比,大于 1 为多数更强"),
    imitation<&Imitation::founding>("founding", Unit::number, kFinite, 1, kModel,
                                    "factor of imitation where there is no model yet",
                                    "尚无模式的地区模仿的倍数"),
    with_choices(imitation<&Imitation::peer_set>(
                     "peer_set", Unit::choice, {0, 3, Bound::included, Bound::included}, 0, kLevel,
                     "whom a region looks at", "地区以谁为参照"),
                 kPeerSets),
    imitation<&Imitation::lag>("lag", Unit::years, kFinite, 0, kLevel,
                               "how old the picture of superior and peers is",
                               "看到上级和同类地区情况的滞后"),
    mandate<&Mandate::compliance>("compliance", Unit::per_year, kFinite, 0, kLevel,
                                  "speed at which an order of strength 1 is obeyed",
                                  "强度为1的规定得到执行的速率"),
    mandate<&Mandate::decay>("decay", Unit::number, kFinite, 1, kLevel,
                             "factor of an order's strength per further level down",
                             "规定每再下达一级强度所乘的倍数"),
    mandate<&Mandate::resistance>("resistance", Unit::number, kFinite, 0, kLevel,
                                  "0: drag does not slow orders; 1: as much as other causes",
                                  "惯性对规定的阻碍:0 为没有,1 与其他原因相同"),
    mandate<&Mandate::crowding>("crowding", Unit::chance, kShare, 0, kLevel,
                                "how far an order in force silences the other causes",
                                "有效规定在多大程度上压制其他原因"),
    mandate<&Mandate::issue_rate>("issue_rate", Unit::per_year, kFinite, 0, kLevel,
                                  "orders that a region issues to its subordinates",
                                  "地区自行向下级发布规定的速率"),
    mandate<&Mandate::issue_length>("issue_length", Unit::years, kFromZeroOrInf, 1, kLevel,
                                    "how long such an order is in force", "自行发布的规定的有效期"),
    leadership<&Leadership::preference>("preference", Unit::per_year, kFinite, 0, kLevel,
                                        "pull of the model that the leader favours",
                                        "领导偏好的模式的吸引"),
    leadership<&Leadership::tenure>("tenure", Unit::years, kPositive, 3.5, kLevel,
                                    "mean tenure before the term cuts it",
                                    "平均任期(未计任期上限)"),
    leadership<&Leadership::tenure_shape>(
        "tenure_shape", Unit::number, kShape, 1, kLevel,
        "1: a leader may leave at any time alike; above 1: tenures are more regular",
        "任期分布形状:1 为指数分布,大于 1 更规则"),
    leadership<&Leadership::term>("term", Unit::years, kFromZeroOrInf, kInfinity, kLevel,
                                  "time after which a leader leaves for certain", "任期上限"),
    leadership<&Leadership::honeymoon>("honeymoon", Unit::years, kPositiveOrInf, kInfinity, kLevel,
                                       "time in which a leader's zeal falls by the factor e",
                                       "领导热情降为 1/e 的时间"),
    leadership<&Leadership::outsider>("outsider", Unit::chance, kShare, 0, kLevel,
                                      "chance that a new leader comes from another region",
                                      "新领导从同级其他地区调任的概率"),
    leadership<&Leadership::taste>("taste", Unit::chance, kShare, 1, kLevel,
                                   "chance that another new leader has a favourite of their own",
                                   "非调任的新领导有个人偏好的概率"),
    leadership<&Leadership::favourites>("favourites", Unit::weight, kFinite, 1, kModel,
                                        "weights by which personal favourites are drawn; equal "
                                        "unless named",
                                        "个人偏好抽取的权重；不写则各模式相等"),
};

}  // namespace

std::span<const Parameter> parameters() { return kParameters; }

std::string_view unit_text(Unit unit) {
  constexpr std::string_view texts[] = {"1/year", "years", "", "", "", ""};
  return texts[static_cast<int>(unit)];
}

std::string Range::text() const {
  const bool from_least = lower == Bound::included;
  if (most == kInfinity)
    return (from_least ? "a number, " + spelled(least) + " or more"
                       : "a number above " + spelled(least)) +
           (upper == Bound::included ? (from_least ? ", even inf" : ", or inf") : "");
  return from_least ? "a number from " + spelled(least) + " to " + spelled(most)
                    : "a number above " + spelled(least) + ", up to " + spelled(most);
}

}  // namespace tizhi
