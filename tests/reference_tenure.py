"""How long leaders stay (model.md section 2.4): Weibull's law, cut at a term. In years."""
from dataclasses import dataclass
from math import exp, expm1, gamma, inf


@dataclass(frozen=True)
class Tenure:
    mean: float   # before the term cuts it
    shape: float  # 1: exponential
    term: float

    def hazard(self, u):
        """H(u): the summed hazard of leaving, of a leader who has served u years."""
        scale = self.mean / gamma(1 + 1 / self.shape)
        return (max(0, u) / scale) ** self.shape

    def leaving(self, u, step):
        """The chance to leave in a step at whose start the tenure is u; the term is not in it."""
        return -expm1(self.hazard(u - step) - self.hazard(u))

    def served(self, u):
        """The integral of the survival exp(-H) to u: the mean of the first u years served."""
        z, a = self.hazard(u), 1 / self.shape
        if u == inf or z > 600:
            return self.mean
        total = part = u * exp(-z)
        while part > 1e-17 * total:  # the series of the incomplete gamma function
            a += 1
            part *= z / a
            total += part
        return total

    def stationary(self, uniform):
        """The tenure of a leader met at a random moment: density ∝ survival on [0, term)."""
        wanted = uniform * self.served(self.term)
        u, step = 0, wanted
        while step > 1e-15 * u:  # Newton; always from below, because the survival only falls
            u += step
            step = (wanted - self.served(u)) * exp(self.hazard(u))
        return u
