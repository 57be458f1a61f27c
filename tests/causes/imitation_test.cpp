#include "causes/imitation.hpp"

#include <cmath>

#include "catch.hpp"

using namespace tizhi;

namespace {

Situation seen(Model own, Model superior, double share_of_0, double share_of_1) {
  Situation s;
  s.model = own;
  s.superior = superior;
  s.peer_share[0] = share_of_0;
  s.peer_share[1] = share_of_1;
  return s;
}

}  // namespace

TEST_CASE("the superior draws to its own model and to no other") {
  const Imitation imitation;
  const Situation s = seen(0, 1, 0, 0);
  CHECK(imitation.superior_term(s, 1) == 1);
  CHECK(imitation.superior_term(s, 0) == 0);
}

TEST_CASE("a superior without a model draws to nothing") {
  const Imitation imitation;
  const Situation s = seen(0, kNone, 0, 0);
  for (Model k = 0; k < kMaxModels; ++k) CHECK(imitation.superior_term(s, k) == 0);
}

TEST_CASE("peers draw by their share, where conformity is 1") {
  const Imitation imitation;
  const Situation s = seen(0, kNone, 0.25, 0.5);
  CHECK(imitation.peers_term(s, 0) == 0.25);
  CHECK(imitation.peers_term(s, 1) == 0.5);
  CHECK(imitation.peers_term(s, 2) == 0);
}

TEST_CASE("conformity makes majorities pull harder than their share") {
  Imitation imitation;
  imitation.conformity = 2;
  CHECK(imitation.peers_term(seen(0, kNone, 0.25, 0.75), 0) == Approx(0.0625).epsilon(1e-14));
  imitation.conformity = 0.5;
  CHECK(imitation.peers_term(seen(0, kNone, 0.25, 0.75), 0) == Approx(0.5).epsilon(1e-14));
  CHECK(imitation.peers_term(seen(0, kNone, 1, 0), 0) == 1);
}

TEST_CASE("what no peer has draws nobody, however little conformity there is") {
  Imitation imitation;
  imitation.conformity = 1e-6;
  CHECK(imitation.peers_term(seen(0, kNone, 1, 0), 1) == 0);
}

TEST_CASE("founding weighs only where nothing stands, and by the model that would be founded") {
  Imitation imitation;
  imitation.founding[1] = 3;
  CHECK(imitation.superior_term(seen(kNone, 1, 0, 0), 1) == 3);
  CHECK(imitation.superior_term(seen(0, 1, 0, 0), 1) == 1);
  CHECK(imitation.peers_term(seen(kNone, 0, 0.5, 0.5), 1) == 1.5);
  CHECK(imitation.peers_term(seen(kNone, 0, 0.5, 0.5), 0) == 0.5);
}
