"""In 20 random scenarios the sum of hazards is the twin's within 1e-12, region by region and step
by step."""
import sys
from pathlib import Path

import plays
from scenarios import CAUSES, Draft

COUNT = 20
TOLERANCE = 1e-12
NOTHING = 1e-10  # per year: what rounding leaves at the edge of a window that closes everything


def scenarios():
    """The first ones where everything acts."""
    number = found = 0
    while found < COUNT:
        draft = Draft(number)
        if draft.acting == CAUSES:
            found += 1
            yield plays.write(Path(str(number)), draft.document, draft.files)
        number += 1


def main():
    paths = [str(path) for path in scenarios()]
    engine = plays.by_engine(paths, "--rates")
    compared, worst, wrong = 0, 0, []
    for path in paths:
        ours, theirs = plays.by_twin(path).rates, engine[path].rates
        for place, rate in ours.items():
            if max(rate, theirs[place]) < NOTHING:
                continue
            error = abs(rate - theirs[place]) / max(rate, theirs[place])
            compared, worst = compared + 1, max(worst, error)
            if error > TOLERANCE:
                wrong.append(f"{path} {place}: twin {rate!r}, engine {theirs[place]!r}")
    for line in wrong[:50]:
        print(line)
    print(f"{compared} positive sums of hazards compared; largest relative error {worst:.1e}")
    assert compared > 10000
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
