#include "causes/causes.hpp"

#include <cmath>
#include <random>

#include "catch.hpp"

using namespace tizhi;

namespace {

constexpr int kModels = 3;

// Everything at work at once, with numbers that can be followed by hand.
struct Scene {
  Causes causes;
  Conditions conditions;
  Situation s;

  Scene() {
    causes.inertia.pull.fill(0.5);
    causes.inertia.drag.fill(std::log(2));
    causes.inertia.settling = 1;
    causes.imitation.superior.fill(0.3);
    causes.imitation.peers.fill(0.2);
    causes.mandate.compliance = 0.7;
    causes.mandate.resistance = 2;
    causes.mandate.crowding = 0.6;
    causes.leadership.preference = 0.9;
    conditions.window = 3;
    conditions.legacy[0] = 4;
    conditions.pressures = {{Phase::pressing, 0b010, nullptr, 1.5}};
    s.conditions = &conditions;
    s.model = 2;
    s.age = 1e6;  // D = 1/2
    s.legal = 0.5;
    s.leader = 0;
    s.superior = 1;
    s.peer_share = {0.25, 0.5, 0.25};
    s.silenced = 0.5;  // B = 1 - 0.6 * 0.5 = 0.7
    s.step = 1;
  }
  Hazards hazards() const { return causes.hazards(s, kModels); }
};

constexpr double kModifier = 3 * 0.5 * 0.7;  // W D B

}  // namespace

TEST_CASE("hazards are rates times terms times W D B, orders by D to the resistance") {
  const Hazards h = Scene().hazards();
  CHECK(h(0, Cause::inertia) == Approx(kModifier * 0.5 * 4).epsilon(1e-14));
  CHECK(h(1, Cause::inertia) == 0);
  CHECK(h(0, Cause::imitation) == Approx(kModifier * 0.2 * 0.25).epsilon(1e-14));
  CHECK(h(1, Cause::imitation) == Approx(kModifier * (0.3 + 0.2 * 0.5)).epsilon(1e-14));
  CHECK(h(2, Cause::imitation) == Approx(kModifier * 0.2 * 0.25).epsilon(1e-14));
  CHECK(h(0, Cause::leadership) == Approx(kModifier * 0.9 * 0.5).epsilon(1e-14));
  CHECK(h(1, Cause::leadership) == 0);
  CHECK(h(1, Cause::mandate) == Approx(0.25 * 0.7 * 1.5).epsilon(1e-14));
  CHECK(h(0, Cause::mandate) == 0);
}

TEST_CASE("a cause that is off contributes no hazard and leaves the others' as they were") {
  const Scene all;
  for (const Cause off : {Cause::inertia, Cause::imitation, Cause::mandate, Cause::leadership}) {
    Scene scene;
    scene.causes.on[static_cast<std::size_t>(off)] = false;
    // What goes with the modifiers that the cause brings: D with inertia, B with mandate.
    const double others = off == Cause::inertia ? 2 : off == Cause::mandate ? 1 / 0.7 : 1;
    const double orders = off == Cause::inertia ? 4 : 1;  // D^resistance
    for (Model k = 0; k < kModels; ++k)
      for (const Cause c : {Cause::inertia, Cause::imitation, Cause::mandate, Cause::leadership}) {
        const double kept = c == off ? 0 : c == Cause::mandate ? orders : others;
        CHECK(scene.hazards()(k, c) == Approx(kept * all.hazards()(k, c)).epsilon(1e-13));
      }
  }
}

TEST_CASE("with all four off nothing presses") {
  Scene scene;
  scene.causes.on.fill(false);
  CHECK(scene.hazards().total(kModels) == 0);
}

TEST_CASE("orders know neither window nor crowding") {
  Scene scene;
  const double before = scene.hazards()(1, Cause::mandate);
  scene.conditions.window = 100;
  scene.s.silenced = 1;
  CHECK(scene.hazards()(1, Cause::mandate) == before);
}

TEST_CASE("an order that leaves the choice shares by hazards without W, D and B") {
  Scene scene;
  scene.conditions.pressures = {{Phase::pressing, 0b011, nullptr, 1.5}};
  const double toward_0 = 0.5 * 4 + 0.2 * 0.25 + 0.9 * 0.5;
  const double toward_1 = 0.3 + 0.2 * 0.5;
  const double rate = 0.25 * 0.7 * 1.5;
  const Hazards h = scene.hazards();
  CHECK(h(0, Cause::mandate) == Approx(rate * toward_0 / (toward_0 + toward_1)).epsilon(1e-14));
  CHECK(h(1, Cause::mandate) == Approx(rate * toward_1 / (toward_0 + toward_1)).epsilon(1e-14));
}

TEST_CASE("founding weighs in the choice that an order leaves open") {
  Scene scene;
  scene.s.model = kNone;
  scene.causes.imitation.founding[1] = 10;
  scene.causes.on[static_cast<std::size_t>(Cause::inertia)] = false;
  scene.causes.on[static_cast<std::size_t>(Cause::leadership)] = false;
  scene.conditions.pressures = {{Phase::pressing, 0b011, nullptr, 1}};
  const double toward_0 = 0.2 * 0.25, toward_1 = 10 * (0.3 + 0.2 * 0.5);
  CHECK(scene.hazards()(1, Cause::mandate) ==
        Approx(0.7 * toward_1 / (toward_0 + toward_1)).epsilon(1e-14));
}

TEST_CASE("a superior's own order presses beside those of the timeline") {
  Scene scene;
  scene.s.issued = {Phase::pressing, 0b001, nullptr, 0.4};
  const Hazards h = scene.hazards();
  CHECK(h(0, Cause::mandate) == Approx(0.25 * 0.7 * 0.4).epsilon(1e-14));
  CHECK(h(1, Cause::mandate) == Approx(0.25 * 0.7 * 1.5).epsilon(1e-14));
}

TEST_CASE("in the step of a deadline those who comply stay and the others form") {
  Scene scene;
  scene.conditions.pressures = {{Phase::due, 0b010, nullptr, 2}};
  Hazards pressing;
  CHECK(scene.causes.verdict(scene.s, kModels, pressing) == Verdict::forms);
  CHECK(pressing(1, Cause::mandate) == 2);
  CHECK(pressing.total(kModels) == 2);
  scene.s.model = 1;
  CHECK(scene.causes.verdict(scene.s, kModels, pressing) == Verdict::stays);
}

TEST_CASE("where several orders fall due they share by strength times length") {
  Scene scene;
  scene.conditions.pressures = {{Phase::due, 0b010, nullptr, 2}, {Phase::due, 0b001, nullptr, 6}};
  Hazards pressing;
  REQUIRE(scene.causes.verdict(scene.s, kModels, pressing) == Verdict::forms);
  CHECK(pressing(0, Cause::mandate) == 6);
  CHECK(pressing(1, Cause::mandate) == 2);
}

TEST_CASE("who complies with one of several due orders stays") {
  Scene scene;
  scene.conditions.pressures = {{Phase::due, 0b100, nullptr, 2}, {Phase::due, 0b001, nullptr, 6}};
  Hazards pressing;
  CHECK(scene.causes.verdict(scene.s, kModels, pressing) == Verdict::stays);
}

TEST_CASE("past the deadline an order presses only those who do not comply") {
  Scene scene;
  scene.conditions.pressures = {{Phase::overdue, 0b010, nullptr, 2}};
  Hazards pressing;
  CHECK(scene.causes.verdict(scene.s, kModels, pressing) == Verdict::forms);
  scene.s.model = 1;
  CHECK(scene.causes.verdict(scene.s, kModels, pressing) == Verdict::open);
  CHECK(scene.hazards()(1, Cause::mandate) == 0);  // and compliers may leave
  CHECK(scene.hazards().total(kModels) > 0);
}

TEST_CASE("an order still pressing decides nothing at another's deadline") {
  Scene scene;
  scene.conditions.pressures = {{Phase::due, 0b010, nullptr, 2},
                                {Phase::pressing, 0b001, nullptr, 50}};
  Hazards pressing;
  REQUIRE(scene.causes.verdict(scene.s, kModels, pressing) == Verdict::forms);
  CHECK(pressing(0, Cause::mandate) == 0);
}

TEST_CASE("a deadline does not bind where nobody complies with orders at all") {
  Scene scene;
  scene.conditions.pressures = {{Phase::due, 0b010, nullptr, 2}};
  Hazards pressing;
  scene.causes.mandate.compliance = 0;
  CHECK(scene.causes.verdict(scene.s, kModels, pressing) == Verdict::open);
  scene.causes.mandate.compliance = 1;
  scene.causes.on[static_cast<std::size_t>(Cause::mandate)] = false;
  CHECK(scene.causes.verdict(scene.s, kModels, pressing) == Verdict::open);
}

TEST_CASE("at a deadline that leaves the choice, the other causes choose") {
  Scene scene;
  scene.conditions.pressures = {{Phase::due, 0b011, nullptr, 2}};
  Hazards pressing;
  REQUIRE(scene.causes.verdict(scene.s, kModels, pressing) == Verdict::forms);
  const double toward_0 = 0.5 * 4 + 0.2 * 0.25 + 0.9 * 0.5;
  const double toward_1 = 0.3 + 0.2 * 0.5;
  CHECK(pressing(0, Cause::mandate) / pressing(1, Cause::mandate) ==
        Approx(toward_0 / toward_1).epsilon(1e-13));
}

TEST_CASE("the ceiling of the hazards is never below their sum, and near it where nothing holds") {
  std::mt19937_64 generator(4);
  const auto part = [&] { return static_cast<double>(generator() >> 11) * 0x1p-53; };
  for (int n = 0; n < 2000; ++n) {
    Scene scene;
    scene.s.model = n % 4 == 3 ? kNone : static_cast<Model>(n % 4);
    scene.s.age = 10 * part();
    scene.s.silenced = part();
    scene.conditions.window = 3 * part();
    scene.causes.mandate.resistance = 2 * part();
    scene.causes.on[generator() % 4] = false;
    scene.s.issued = {Phase::pressing, 0b001, nullptr, part()};
    const double sum = scene.hazards().total(kModels);
    const double ceiling = scene.causes.ceiling(scene.s, kModels);
    CHECK(ceiling >= sum);
    scene.causes.inertia.drag = {};
    scene.s.silenced = 0;
    CHECK(scene.causes.ceiling(scene.s, kModels) ==
          Approx(scene.hazards().total(kModels)).epsilon(1e-8));
  }
}
