"""Randomness by address, in plain Python (model.md section 4).

A draw depends on (seed, replicate, purpose, step, region) and on nothing drawn before:
    key     = seed: low word, high word
    counter = replicate, purpose << 24 | step, hash of the region's code: low word, high word
"""
from math import log

# What randomness is used for. A chance uses two purposes: its top bytes, and (+1) its lower words.
EVENT, TURNOVER, ISSUE = 0, 2, 4
ARRIVAL, TASTE = 6, 7
INITIAL_MODEL, INITIAL_TENURE, INITIAL_ARRIVAL, INITIAL_TASTE = 8, 9, 10, 11
PICK = 16  # + the model's number; word c of the block belongs to cause c

WORD = 0xFFFFFFFF


def philox(counter, key):
    """Philox4x32-10: four 32-bit words from a counter of four and a key of two."""
    a, b, c, d = counter
    low, high = key
    for _ in range(10):
        even, odd = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = odd >> 32 ^ b ^ low, odd & WORD, even >> 32 ^ d ^ high, even & WORD
        low, high = low + 0x9E3779B9 & WORD, high + 0xBB67AE85 & WORD
    return a, b, c, d


def luck(code):
    """FNV-1a in 64 bits of the UTF-8 bytes of a region's code."""
    value = 0xCBF29CE484222325
    for byte in code.encode():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


class Draws:
    """All draws of one replicate; `block` remembers, since sixteen steps share a block."""

    def __init__(self, seed, replicate):
        self.key = seed & WORD, seed >> 32
        self.replicate = replicate
        self.known = {}

    def block(self, purpose, step, who):
        address = purpose << 24 | step, who & WORD, who >> 32
        if address not in self.known:
            self.known[address] = philox((self.replicate, *address), self.key)
        return self.known[address]

    def happens(self, purpose, step, who, probability):
        """U < probability, U = top byte and 32 more bits; the latter only where they matter."""
        j = step % 16
        top = self.block(purpose, step // 16, who)[j // 4] >> 8 * (j % 4) & 0xFF
        if top << 32 >= probability * 2**40:
            return False
        return (top << 32 | self.block(purpose + 1, step, who)[0]) < probability * 2**40

    def halves(self, purpose, step, who):
        """Two integers of 64 bits."""
        w = self.block(purpose, step, who)
        return w[1] << 32 | w[0], w[3] << 32 | w[2]


def unit(bits):
    """A uniform in [0, 1) of 53 bits."""
    return (bits >> 11) * 2.0**-53


def waiting_time(word):
    """How long a clock of rate 1 waits: -ln V, V = (word + 1/2) / 2^32."""
    return -log((word + 0.5) * 2.0**-32)


def weighted(uniform, weights):
    """The place of `uniform` * sum among the weights laid end to end."""
    left = uniform * sum(weights)
    for place, weight in enumerate(weights):
        if left < weight:
            return place
        left -= weight
    return max(place for place, weight in enumerate(weights) if weight > 0)
