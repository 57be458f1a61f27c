"""On 200 random small scenarios the program, each of its kernels and its slow twin form the same,
one by one."""
import os
import sys
from collections import Counter
from itertools import combinations
from multiprocessing import Pool
from pathlib import Path

import plays
from extended import extended
from scenarios import CAUSES, Draft

COUNT = 200


def compare(number):
    draft = Draft(number)
    document, files = draft.document, draft.files
    replicate = document["replicates"] - 1
    if number % 7 == 0:
        document, files = extended(draft)
    path = plays.write(Path(str(number)), document, files)
    twin, program = plays.by_twin(path, replicate), plays.by_program(path, replicate)
    differences = different(path, twin, "program", program)
    for kernel in ("plain", "fast"):
        played = plays.by_engine([str(path)], "--kernel", kernel, "--replicate", str(replicate))
        if played[str(path)]:
            differences += different(path, twin, f"{kernel} kernel", played[str(path)])
    suits = played[str(path)] is not None
    return differences, draft.acting, Counter(f[4] for f in program.formations), suits


def different(path, twin, name, other):
    """Where another play differs from the twin's, in words."""
    pairs = {kind: [in_order(getattr(play, kind)) for play in (twin, other)]
             for kind in ("formations", "arrivals", "orders")}
    return [f"scenario {path.resolve()}: {name}: {kind}: {difference}"
            for kind, (ours, theirs) in pairs.items()
            if (difference := plays.first_difference(ours, theirs))]


def in_order(rows):
    """The order inside a step does not depend on the order of the region table."""
    return sorted(rows, key=lambda row: (row[0], row[1]))


def main():
    with Pool(min(2, os.cpu_count())) as pool:
        results = pool.map(compare, range(COUNT), chunksize=5)
    differences = [line for lines, _, _, _ in results for line in lines]
    for line in differences:
        print(line)
    formed = sum((causes for _, _, causes, _ in results), Counter())
    print(f"{COUNT} scenarios, {sum(formed.values())} formations:", dict(formed))
    unsuited = sum(not suits for _, _, _, suits in results)
    print(f"{unsuited} do not suit the fast kernel")
    assert unsuited < COUNT / 10, "the fast kernel hardly plays the scenarios"
    acting = {frozenset(causes) for _, causes, _, _ in results}
    for few in [*combinations(CAUSES, 1), *combinations(CAUSES, 2)]:
        assert frozenset(few) in acting, f"no scenario with {few} alone"
    assert all(formed[cause] > 500 for cause in CAUSES), "a cause hardly acts in the scenarios"
    sys.exit(bool(differences))


if __name__ == "__main__":
    main()
