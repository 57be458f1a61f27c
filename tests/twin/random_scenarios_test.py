"""On 200 random small scenarios the program and its slow twin form the same, one by one."""
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
    program, twin = plays.by_program(path, replicate), plays.by_twin(path, replicate)
    differences = []
    for kind in ("formations", "arrivals", "orders"):
        difference = plays.first_difference(in_order(getattr(twin, kind)),
                                            in_order(getattr(program, kind)))
        if difference:
            differences.append(f"scenario {path.resolve()}: {kind}: {difference}")
    return differences, draft.acting, Counter(f[4] for f in program.formations)


def in_order(rows):
    """The order inside a step does not depend on the order of the region table."""
    return sorted(rows, key=lambda row: (row[0], row[1]))


def main():
    with Pool(min(2, os.cpu_count())) as pool:
        results = pool.map(compare, range(COUNT), chunksize=5)
    differences = [line for lines, _, _ in results for line in lines]
    for line in differences:
        print(line)
    formed = sum((causes for _, _, causes in results), Counter())
    print(f"{COUNT} scenarios, {sum(formed.values())} formations:", dict(formed))
    acting = {frozenset(causes) for _, causes, _ in results}
    for few in [*combinations(CAUSES, 1), *combinations(CAUSES, 2)]:
        assert frozenset(few) in acting, f"no scenario with {few} alone"
    assert all(formed[cause] > 500 for cause in CAUSES), "a cause hardly acts in the scenarios"
    sys.exit(bool(differences))


if __name__ == "__main__":
    main()
