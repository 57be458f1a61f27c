"""The slow twin: the whole model of `tizhi` in plain loops, as text to read and as an oracle.

It shares no code with the simulator and must form the same institutions, one by one.
    python3 tests/reference.py SCENARIO.toml [--replicate R]
prints every formation: step, region, from, to, cause, ledger.

A *region* i runs a model m (None, or a number); four causes press it toward models k, each with
a hazard per year. Times inside are in steps since the start; `years` is the length of a step.
"""
import argparse
from math import exp, expm1, inf, log

import reference_random as chance
from reference_scenario import CAUSES, Scenario
from reference_tenure import Tenure

INERTIA, IMITATION, MANDATE, LEADERSHIP = range(4)
SCRIPT = 4
SCALE = 255  # a ledger counts in so many parts


class Simulation:
    def __init__(self, scenario, replicate=0):
        self.scenario, self.regions = scenario, scenario.regions
        self.years = scenario.clock.years
        self.models = range(len(scenario.models))
        self.draws = chance.Draws(scenario.seed, replicate)
        self.on = scenario.on
        self.orders = [[e for e in scenario.events["mandate"] if i in e.regions]
                       for i in range(len(self.regions))]
        self.legacies = [[e for e in scenario.events["legacy"] if i in e.regions]
                         for i in range(len(self.regions))]
        self.legal = [region.legal for region in self.regions]
        self.issued = [None] * len(self.regions)  # the last order of each: (first step, model)
        self.formations = []  # (step, region, from, to, cause, ledger)
        self.arrivals = []    # (step, region, favourite)
        self.issues = []      # (step, region, model)
        self.start()

    def rule(self, cause, name, i):
        return self.scenario.rules[CAUSES[cause]][name][self.regions[i].rank]

    def whole(self, years):
        """A duration in steps, exactly whole where it is meant to be."""
        steps = years / self.years
        return round(steps) if steps < inf and abs(steps - round(steps)) < 1e-9 else steps

    # The start

    def start(self):
        everyone = range(len(self.regions))
        self.model = [self.first_model(region) for region in self.regions]
        self.since = [-self.scenario.initial_age(region) / self.years for region in self.regions]
        self.initial = list(self.model)
        self.after_script = []  # per step: the models that everyone sees
        self.favourite = [self.new_favourite(i, 0, chance.INITIAL_ARRIVAL, chance.INITIAL_TASTE)
                          for i in everyone]
        self.arrived = [-self.first_tenure(i) / self.years for i in everyone]

    def first_model(self, region):
        said = self.scenario.initial_model(region)
        if isinstance(said, str):
            return self.scenario.model(said)
        weights = [said.get(name, 0) for name in ("none", *self.scenario.models)]
        first, _ = self.draws.halves(chance.INITIAL_MODEL, 0, region.luck)
        place = chance.weighted(chance.unit(first), weights)
        return place - 1 if place else None

    def first_tenure(self, i):
        first, _ = self.draws.halves(chance.INITIAL_TENURE, 0, self.regions[i].luck)
        return self.tenure(i).stationary(chance.unit(first))

    # One step

    def run(self):
        for n in range(self.scenario.clock.steps):
            self.step(n)
        return self

    def step(self, n):
        scripted = self.script(n)
        self.after_script.append(list(self.model))
        self.turn_over(n)
        self.issue_orders(n)
        formed = [f for i, region in enumerate(self.regions)
                  if not region.fixed and i not in scripted for f in self.formation(i, n)]
        for formation in formed:  # read now, write next
            self.form(formation)

    def form(self, formation):
        step, i, _, k, _, _ = formation
        self.formations.append(formation)
        self.model[i], self.since[i] = k, step + 1

    def script(self, n):
        """What is dated in this step takes effect; returns the regions that were set."""
        for event in self.dated("legal", n):
            for i in event.regions:
                self.legal[i] = event.value
        last = {i: event.model for event in self.dated("set", n) for i in event.regions}
        changed = sorted(i for i in last if last[i] != self.model[i])
        for i in changed:
            self.form((n, i, self.model[i], last[i], SCRIPT, [0] * 4))
        return changed

    def dated(self, kind, n):
        return [event for event in self.scenario.events[kind] if event.step == n]

    # Leaders

    def tenure(self, i):
        return Tenure(*(self.rule(LEADERSHIP, name, i) for name in
                        ("tenure", "tenure_shape", "term")))

    def turn_over(self, n):
        if not self.on[LEADERSHIP]:
            return
        for event in self.dated("leader", n):
            for i in event.regions:
                self.arrive(i, n, event.model)
        for i, region in enumerate(self.regions):
            served, law = n - self.arrived[i], self.tenure(i)
            leaving = law.leaving(served * self.years, self.years)
            if 0 < served >= self.whole(law.term) or self.draws.happens(
                    chance.TURNOVER, n, region.luck, leaving):
                self.arrive(i, n, self.new_favourite(i, n, chance.ARRIVAL, chance.TASTE))

    def arrive(self, i, n, favourite):
        self.favourite[i], self.arrived[i] = favourite, n
        self.arrivals.append((n, i, favourite))

    def new_favourite(self, i, n, arrival, taste):
        me = self.regions[i]
        others = sorted((j for j, region in enumerate(self.regions)
                         if region.rank == me.rank and j != i), key=lambda j: self.regions[j].luck)
        comes, place = self.draws.halves(arrival, n, me.luck)
        if others and chance.unit(comes) < self.rule(LEADERSHIP, "outsider", i):
            return self.model[others[place * len(others) >> 64]]
        likes, which = self.draws.halves(taste, n, me.luck)
        if chance.unit(likes) < self.rule(LEADERSHIP, "taste", i):
            return chance.weighted(chance.unit(which), self.rule(LEADERSHIP, "favourites", i))
        return None

    # Orders issued in the run

    def issue_orders(self, n):
        for i, region in enumerate(self.regions):
            if not self.on[MANDATE] or not region.children or self.model[i] is None:
                continue
            if self.issued[i] and n < self.issued[i][0] + self.issue_length(i):
                continue
            p = -expm1(-self.rule(MANDATE, "issue_rate", i) * self.years)
            if self.draws.happens(chance.ISSUE, n, region.luck, p):
                self.issued[i] = n + 1, self.model[i]
                self.issues.append((n, i, self.model[i]))

    def issue_length(self, i):
        return self.whole(self.rule(MANDATE, "issue_length", i))

    def order_from_above(self, i, n):
        """The superior's own order in force: (share of the step, model), or None."""
        parent = self.regions[i].parent
        if parent is None or not self.issued[parent] or n < self.issued[parent][0]:
            return None
        first, k = self.issued[parent]
        share = min(1, first + self.issue_length(parent) - n)
        return (share, k) if share > 0 else None

    # Modifiers: window, drag, crowding

    def window(self, i, n):
        """W: the mean over the step of the product of the factors of the windows open."""
        rank = self.regions[i].rank
        open_ = [(factor, max(n, start + lag * rank), min(n + 1, end + lag * rank))
                 for factor, start, end, lag in self.scenario.windows]
        open_ = [(factor, a, b) for factor, a, b in open_ if a < b]
        mean = 0
        for left, right in pieces(n, open_):
            product = right - left
            for factor, a, b in open_:
                if a <= left and right <= b:
                    product *= factor
            mean += product
        return mean

    def drag(self, i, n):
        """D: what stands tends to stay, the older the more."""
        if not self.on[INERTIA] or self.model[i] is None:
            return 1
        age = (n - self.since[i]) * self.years
        return exp(-self.rule(INERTIA, "drag", i)[self.model[i]]
                   * (1 - exp(-age / self.rule(INERTIA, "settling", i))))

    def crowding(self, i, n):
        """B: an order silences the other causes while it acts, once however many there are."""
        if not self.on[MANDATE]:
            return 1
        acting = [(1, max(n, self.bite(e, i)), min(n + 1, e.until)) for e in self.orders[i]
                  if e.strength > 0 and len(e.targets) < len(self.models)]
        above = self.order_from_above(i, n)
        if above and len(self.models) > 1:
            acting.append((1, n, n + above[0]))
        acting = [(one, a, b) for one, a, b in acting if a < b]
        covered = sum(right - left for left, right in pieces(n, acting)
                      if any(a <= left and right <= b for _, a, b in acting))
        return 1 - self.rule(MANDATE, "crowding", i) * covered

    # The causes, bare: without W, D and B. Each returns its hazard toward k, per year.

    def inertia(self, i, k, n):
        if not self.on[INERTIA]:
            return 0
        half_life = self.rule(INERTIA, "half_life", i)
        fading = log(2) * self.years / half_life  # per step
        legacy = 0
        for e in self.legacies[i]:
            if e.model == k and e.date < n + 1:
                since = max(e.date, n)
                acting = n + 1 - since  # the part of the step in which it acts
                legacy += e.value * acting * mean_of_exp((since - e.date) * fading, acting * fading)
        return self.rule(INERTIA, "pull", i)[k] * legacy

    def imitation(self, i, k, n):
        if not self.on[IMITATION]:
            return 0
        seen = self.seen(i, n)
        parent = self.regions[i].parent
        follows = parent is not None and seen[parent] == k
        copied = self.rule(IMITATION, "superior", i)[k] * follows
        share = self.share_of_peers(i, k, seen)
        if share > 0:
            copied += self.rule(IMITATION, "peers", i)[k] * (
                share ** self.rule(IMITATION, "conformity", i))
        return copied * (self.rule(IMITATION, "founding", i)[k] if self.model[i] is None else 1)

    def seen(self, i, n):
        then = n - int(self.whole(self.rule(IMITATION, "lag", i)) + 0.5)
        return self.after_script[then] if then >= 0 else self.initial

    def share_of_peers(self, i, k, seen):
        peers = self.peers(i)
        total = sum(peers.values())
        return sum(weight for j, weight in peers.items() if seen[j] == k) / total if total else 0

    def peers(self, i):
        """Who is looked at, and how much: prestige (times the neighbour's weight)."""
        me, kind = self.regions[i], self.rule(IMITATION, "peer_set", i)
        if kind == "neighbours":
            return {j: self.regions[j].prestige * weight for j, weight in me.neighbours.items()}
        return {j: other.prestige for j, other in enumerate(self.regions) if j != i and (
            kind == "level" and other.rank == me.rank or
            kind == "siblings" and other.parent == me.parent is not None)}

    def leadership(self, i, k, n):
        if not self.on[LEADERSHIP] or self.favourite[i] != k:
            return 0
        u, honeymoon = (n - self.arrived[i]) * self.years, self.rule(LEADERSHIP, "honeymoon", i)
        fresh = mean_of_exp(u / honeymoon, self.years / honeymoon)
        return (1 - self.legal[i]) * self.rule(LEADERSHIP, "preference", i) * fresh

    # Mandates

    def rank_distance(self, event, i):
        if event.issuer is None:
            return 1
        return max(1, self.regions[i].rank - self.regions[event.issuer].rank)

    def bite(self, event, i):
        """When the order begins to act here, in steps since the start."""
        return event.date + event.delay + event.lag_per_level * (self.rank_distance(event, i) - 1)

    def reach(self, event, i):
        """Strength that is left of the order at the rank of this region."""
        return event.strength * self.rule(MANDATE, "decay", i) ** (self.rank_distance(event, i) - 1)

    def share(self, event, i, bare):
        """Which of its targets the order presses toward: model -> share; they sum to one."""
        if self.model[i] in event.targets:
            return {self.model[i]: 1}
        weights = event.targets
        if not event.weighted:
            weights = {k: sum(bare[k]) for k in event.targets}
            if not any(weights.values()):
                weights = dict.fromkeys(event.targets, 1)
        total = sum(weights.values())
        return {k: weight / total for k, weight in weights.items()}

    def pressure(self, event, i, n):
        """The mean of g over the step, of an order that is not yet due."""
        bite = self.bite(event, i)
        a, b = max(bite, n), min(event.until, n + 1)
        if a >= b:
            return 0
        if event.deadline == inf:
            return b - a
        return (event.deadline - bite) * log((event.deadline - a) / (event.deadline - b))

    def mandate(self, i, n, bare):
        """The hazards toward each model by orders that are not yet due."""
        toward = [0 for _ in self.models]
        for event in self.orders[i]:
            if n + 1 < event.deadline:
                weight = self.reach(event, i) * self.pressure(event, i, n)
                for k, share in self.share(event, i, bare).items():
                    toward[k] += weight * share
        above = self.order_from_above(i, n)
        if above:
            distance = self.regions[i].rank - self.regions[self.regions[i].parent].rank
            toward[above[1]] += above[0] * self.rule(MANDATE, "decay", i) ** (max(1, distance) - 1)
        held = self.drag(i, n) ** self.rule(MANDATE, "resistance", i)
        return [held * self.rule(MANDATE, "compliance", i) * weight for weight in toward]

    def due_orders(self, i, n):
        """Orders whose deadline is in this step, or past while they last: (order, weight)."""
        if not self.on[MANDATE] or self.rule(MANDATE, "compliance", i) == 0:
            return []
        past = [e for e in self.orders[i] if e.deadline <= n + 1 and (
            n < e.deadline or n < e.until)]
        weights = [self.reach(e, i) * (e.deadline - self.bite(e, i)) for e in past]
        return [(e, weight) for e, weight in zip(past, weights) if weight > 0]

    # Which clock rings

    def clocks(self, i, n):
        """Whether one rings for certain, and h[k][c], the hazards per year."""
        bare = [[cause(i, k, n) for cause in (self.inertia, self.imitation, lambda *_: 0,
                                              self.leadership)] for k in self.models]
        due = self.due_orders(i, n)
        if due and not any(self.model[i] in e.targets for e, _ in due):
            shares = [(weight, self.share(e, i, bare)) for e, weight in due]
            return True, [[0, 0, sum(weight * share.get(k, 0) for weight, share in shares), 0]
                          for k in self.models]
        if any(n < e.deadline for e, _ in due):
            return False, [[0] * 4 for _ in self.models]  # has done its part: stays
        others = self.window(i, n) * self.drag(i, n) * self.crowding(i, n)
        ordered = self.mandate(i, n, bare) if self.on[MANDATE] else [0 for _ in self.models]
        return False, [[others * a, others * b, ordered[k], others * d]
                       for k, (a, b, _, d) in enumerate(bare)]

    def formation(self, i, n):
        """The formation of region i in step n: a list of one, or of none."""
        certain, h = self.clocks(i, n)
        rate = sum(sum(row) for row in h)
        luck = self.regions[i].luck
        if not certain and not self.draws.happens(chance.EVENT, n, luck,
                                                  -expm1(-rate * self.years)):
            return []
        waits = [(chance.waiting_time(words[c]) / h[k][c], k, c) for k in self.models
                 for words in [self.draws.block(chance.PICK + k, n, luck)]
                 for c in range(4) if h[k][c] > 0]
        _, k, c = min(waits)
        if k == self.model[i]:  # an event toward what is there already
            return []
        return [(n, i, self.model[i], k, c, ledger(h[k]))]


def mean_of_exp(begin, length):
    """The mean of exp(-x) over x = begin … begin + length."""
    return exp(-begin) * -expm1(-length) / length if length else 1


def pieces(n, intervals):
    """The parts into which the ends of the intervals cut the step [n, n + 1]."""
    ends = sorted({n, n + 1, *(end for _, a, b in intervals for end in (a, b))})
    return zip(ends, ends[1:])


def ledger(hazards):
    """The causes' shares in 255 parts, by largest remainder, ties to the earlier cause."""
    parts = [SCALE * h / sum(hazards) for h in hazards]
    whole = [int(part) for part in parts]
    by_remainder = sorted(range(4), key=lambda c: whole[c] - parts[c])
    for c in by_remainder[:SCALE - sum(whole)]:
        whole[c] += 1
    return whole


def main():
    parser = argparse.ArgumentParser(description="The slow twin of tizhi run.")
    parser.add_argument("scenario")
    parser.add_argument("--replicate", type=int, default=0)
    options = parser.parse_args()
    scenario = Scenario(options.scenario)
    name = dict(enumerate(scenario.models)) | {None: "none"}
    for step, i, was, k, cause, shares in Simulation(scenario, options.replicate).run().formations:
        print(step, scenario.regions[i].code, name[was], name[k], (*CAUSES, "script")[cause],
              *shares)


if __name__ == "__main__":
    main()
