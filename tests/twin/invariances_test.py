"""What must not move a formation: the order of tables, strangers, causes that are not picked,
threads."""
import csv
import hashlib
import io
import os
import random
import subprocess
import sys
from pathlib import Path

import plays
from scenarios import Draft

COUNT = 60


def in_order(play):
    return sorted(play.formations, key=lambda row: (row[0], row[1]))


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def text_of(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def with_tables():
    """Drafts whose regions stand in a table."""
    numbers = (number for number in range(200)
               if "regions.csv" in Draft(number).files)
    for _, number in zip(range(COUNT), numbers):
        yield number, Draft(number)


def play_pairs(name, pairs):
    """(before, after) of pairs of (document, files), by the engine."""
    paths = [[str(plays.write(f"{name}/{n}/{side}", *story)) for side, story in enumerate(pair)]
             for n, pair in enumerate(pairs)]
    played = plays.by_engine([path for pair in paths for path in pair])
    return [[played[path] for path in pair] for pair in paths]


def the_order_of_tables_changes_nothing():
    pairs = []
    for number, draft in with_tables():
        rng, files = random.Random(number), dict(draft.files)
        for name, text in files.items():
            rows = rows_of(text)
            files[name] = text_of(rng.sample(rows, len(rows)))
        pairs.append(((draft.document, draft.files), (draft.document, files)))
    played = play_pairs("order", pairs)
    for n, (before, after) in enumerate(played):
        assert in_order(before) == in_order(after), f"order/{n}"
    return sum(len(before.formations) for before, _ in played)


def strange(looking):
    """Per draft: formations of its regions before and after another tree is put beside theirs."""
    pairs, known = [], []
    for _, draft in with_tables():
        looking(draft.document)
        rows = rows_of(draft.files["regions.csv"])
        strangers = [row | {"code": row["code"] + "x", "parent": row["parent"] and
                            row["parent"] + "x"} for row in rows]
        files = draft.files | {"regions.csv": text_of([*strangers, *rows])}
        pairs.append(((draft.document, draft.files), (draft.document, files)))
        known.append({row["code"] for row in rows})
    played = play_pairs("strangers", pairs)
    return [(in_order(before), [row for row in in_order(after) if row[1] in codes])
            for (before, after), codes in zip(played, known)]


def strangers_change_nothing():
    """Another tree, where no one looks at the whole level and no one is transferred."""
    def inward(document):
        document.get("imitation", {}).pop("peer_set", None)
        document.get("leadership", {}).pop("outsider", None)

    stories = strange(inward)
    for n, (before, after) in enumerate(stories):
        assert before == after, f"strangers/{n}"
    return sum(len(before) for before, _ in stories)


def strangers_who_are_looked_at_change_much():
    """The claim above is not empty: the same tree moves those who look at it."""
    def outward(document):
        document.get("imitation", {})["peer_set"] = "level"

    moved = sum(before != after for before, after in strange(outward))
    assert moved > 10, moved
    return moved


UNCOUPLED = {
    "seed": 7,
    "replicates": 1,
    "time": {"start": "1990", "end": "2010"},
    "model": [{"id": "a"}, {"id": "b"}, {"id": "c"}],
    "regions": {"generate": [1, 400], "fixed": ["1"]},
    "initial": {"region": {"1": "a"}},
    "inertia": {"pull": 0.05, "half_life": 8},
    "imitation": {"superior": 0.04},
    "mandate": {"compliance": 0.06},
    "leadership": {"preference": 0.09, "tenure": 3},
    "event": [{"id": "old", "kind": "legacy", "date": "1985", "model": "b"},
              {"id": "order", "kind": "mandate", "date": "1992", "model": "c", "issuer": "1"}],
}


def removing_a_cause_changes_no_other_draw():
    """Where regions do not see each other, a region's first institution comes by the same clock at
    the same time without a cause, or later, or it was that cause's; never earlier."""
    stories = {cause: UNCOUPLED | {cause: UNCOUPLED[cause] | {"on": False}}
               for cause in plays.CAUSES[:4]}
    paths = {name: str(plays.write(f"causes/{name}", story, {}))
             for name, story in {"all": UNCOUPLED, **stories}.items()}
    played = plays.by_engine(paths.values())
    first = {name: {row[1]: row for row in reversed(played[path].formations)}
             for name, path in paths.items()}
    same = 0
    for cause in stories:
        for code, (step, _, _, model, by, _) in first["all"].items():
            without = first[cause].get(code, (10**9, code, "", "", "", ()))
            if by == cause:
                assert without[0] >= step, f"{code} forms earlier without {cause}"
            elif without[0] == step:
                assert without[3:5] == (model, by), f"{code} forms otherwise without {cause}"
                same += 1
            else:
                assert without[0] > step, f"{code} forms earlier without {cause}"
        assert set(first[cause]) <= set(first["all"]), f"someone forms only without {cause}"
    assert same > 600, "the causes hardly leave each other's clocks alone"
    return same


def threads_change_no_byte():
    draft = next(draft for _, draft in with_tables() if len(draft.acting) == 4)
    draft.document["replicates"] = 23
    path, hashes = plays.write("threads", draft.document, draft.files), set()
    for threads in ("1", "2", "5"):
        out = Path(f"threads/{threads}.h5")
        subprocess.run([os.environ["TIZHI_BIN"], "run", path, "-o", out, "--quiet", "--threads",
                        threads], check=True)
        hashes.add(hashlib.sha256(out.read_bytes()).hexdigest())
    assert len(hashes) == 1, hashes
    return 23


CLAIMS = [the_order_of_tables_changes_nothing, strangers_change_nothing,
          strangers_who_are_looked_at_change_much, removing_a_cause_changes_no_other_draw,
          threads_change_no_byte]


def main():
    failed = 0
    for claim in CLAIMS:
        try:
            print("ok", claim.__name__, claim(), "compared")
        except AssertionError as wrong:
            failed += 1
            print("FAILED", claim.__name__, wrong)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
