// Imitation 新建部门的上行下效: a region takes up what its superior and the other regions have.
//   h(i,k) = W D B F · ( superior · [m_π(i) = k] + peers · s(i,k)^conformity )            [1/year]
//   s(i,k) = share of k in the peers' prestige; F = founding where i has no model, else 1
#pragma once

#include <cstdint>

#include "model/situation.hpp"
#include "random/elementary.hpp"

namespace tizhi {

enum class PeerSet : std::uint8_t { siblings, level, neighbours, none };

struct Imitation {
  PerModel<double> superior{};  // per year, toward the superior's model
  PerModel<double> peers{};     // per year, where every peer has the model
  double conformity = 1;        // 1: linear voter model; above 1 majorities pull harder than shares
  PerModel<double> founding{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  PeerSet peer_set = PeerSet::siblings;
  double lag = 0;  // years that the picture of superior and peers is old; rounded to steps
  bool operator==(const Imitation&) const = default;

  // Per unit of superior: F · [m_π = k].
  double superior_term(const Situation& s, Model k) const {
    return s.superior == k ? eagerness(s, k) : 0;
  }

  // Per unit of peers: F · s(k)^conformity, where 0^conformity = 0.
  double peers_term(const Situation& s, Model k) const {
    const double share = s.peer_share[k];
    return share > 0 ? eagerness(s, k) * power(share, conformity) : 0;
  }

  // F
  double eagerness(const Situation& s, Model k) const { return s.model == kNone ? founding[k] : 1; }
};

}  // namespace tizhi
