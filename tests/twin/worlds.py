"""Random small scenarios: regions, dates, models and the initial state."""
import csv
import io
from dataclasses import dataclass, field
from datetime import date, timedelta

LEVELS = ["centre", "province", "prefecture", "county", "village"]
DAYS_OF = {"month": 30.4375, "quarter": 91.3125, "year": 365.25}
TRAITS = ["prestige", "legal", "fixed", "model"]
COUNTS = [1, 2, 2, 3, 3, 4, 4, 5, 8, 16]


@dataclass
class World:
    """What the generator of the other parts needs to know about the regions."""
    rows: list  # each {code, parent, level, ...}
    levels: list
    files: dict = field(default_factory=dict)

    def below(self, code):
        found = [code]
        for above in found:
            found += [row["code"] for row in self.rows if row["parent"] == above]
        return found

    def level(self, code):
        return self.levels.index(next(r["level"] for r in self.rows if r["code"] == code))

    @property
    def codes(self):
        return [row["code"] for row in self.rows]

    @property
    def superiors(self):
        return sorted({row["parent"] for row in self.rows} - {""})


def number(rng, low, high):
    return round(rng.uniform(low, high), 3)


# Regions

def world(rng, section, names):
    """A World; `section` becomes the scenario's [regions], `names` are the models."""
    made = generated(rng, section) if rng.random() < 0.35 else tabled(rng, section, names)
    if rng.random() < 0.25:
        section["fixed"] = rng.sample(made.codes, rng.randint(1, 2))
    if rng.random() < 0.08:
        section["only"] = rng.choice(made.codes)
    if rng.random() < 0.5:
        made.files["neighbours.csv"] = neighbours(rng, made, section)
    return made


def generated(rng, section):
    children = rng.choice([[5], [30], [1, 8], [3, 4], [1, 3, 4], [2, 2, 3], [1, 2, 2, 3],
                           [1, 1, 2, 2, 2], [9], [1, 20], [4, 1, 2]])
    section["generate"] = children
    levels = [f"level{rank}" for rank in range(len(children))]
    if rng.random() < 0.5:
        levels = section["levels"] = LEVELS[:len(children)]
    rows, above = [], [""]
    for level, count in zip(levels, children):
        here = [f"{code}.{j}" if code else str(j) for code in above for j in range(1, count + 1)]
        rows += [{"code": code, "parent": code.rpartition(".")[0], "level": level}
                 for code in here]
        above = here
    return World(rows, levels)


def tabled(rng, section, names):
    depth, roots = rng.randint(1, 5), rng.randint(1, 4)
    rows = [{"code": code, "parent": "", "rank": 0} for code in fresh_codes(rng, roots)]
    for code in fresh_codes(rng, rng.randint(max(5, depth), 40) - roots if depth > 1 else 6):
        above = rng.choice([row for row in rows if row["rank"] < depth - 1] or [None])
        skip = 1 + (rng.random() < 0.2)
        rank = min(depth - 1, above["rank"] + skip) if above else 0
        rows.append({"code": code, "parent": above["code"] if above else "", "rank": rank})
    used = sorted({row["rank"] for row in rows})
    for row in rows:
        row["level"] = LEVELS[row.pop("rank")]
        traits(rng, row, names)
    rng.shuffle(rows)
    levels = [LEVELS[rank] for rank in used]
    section["file"] = "regions.csv"
    if rng.random() < 0.5 or not told_by_tree(rows, levels):
        section["levels"] = levels
    return World(rows, levels, {"regions.csv": table_text(rng, rows)})


def told_by_tree(rows, levels):
    """Whether each level stands somewhere directly above the next."""
    level = {row["code"]: row["level"] for row in rows}
    above = {(level[row["parent"]], row["level"]) for row in rows if row["parent"]}
    return above.issuperset(zip(levels, levels[1:]))


def fresh_codes(rng, count):
    style = rng.choice([lambda n: f"{n:06d}", lambda n: f"r{n}", lambda n: f"县{n}"])
    return [style(n) for n in rng.sample(range(100000, 999999), count)]


def traits(rng, row, names):
    row["name"], row["name_zh"] = f"Region {row['code']}", "某地"
    row["prestige"] = rng.choice([1, 1, 0, 2, 0.5, 3.25, 1 / 1024, rng.randint(1, 8192) / 1024])
    row["legal"] = rng.choice([0, 0, 0, 1, number(rng, 0, 1)])
    row["fixed"] = rng.choice(["true"] + ["false"] * 9)
    row["model"] = rng.choice(["", "none", *names])


def table_text(rng, rows):
    columns = ["code", "parent", "level", "name", "name_zh"]
    columns += [c for c in TRAITS if rng.random() < 0.6]
    rng.shuffle(columns)
    for row in rows:
        for column in set(TRAITS) - set(columns):
            row.pop(column, None)
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", restval="",
                            lineterminator=rng.choice(["\n", "\r\n"]))
    writer.writeheader()
    writer.writerows(rows)
    return rng.choice(["", "\ufeff"]) + out.getvalue()


def neighbours(rng, made, section):
    """A table of pairs, each once."""
    section["neighbours"] = "neighbours.csv"
    pairs = {tuple(sorted(rng.sample(made.codes, 2))) for _ in range(len(made.rows))}
    if rng.random() < 0.3:
        return "a,b\n" + "".join(f"{a},{b}\n" for a, b in sorted(pairs))
    return "a,b,weight\n" + "".join(f"{a},{b},{rng.randint(1, 4096) / 1024}\n"
                                    for a, b in sorted(pairs))


# Time

def time(rng):
    """The section [time], and a function that draws dates around it."""
    step = rng.choice(["month"] * 4 + ["quarter", "year", f"{rng.randint(5, 80)} days"])
    days = DAYS_OF.get(step) or int(step.split()[0])
    start = date(rng.randint(1980, 1999), rng.randint(1, 12), 1)
    if rng.random() < 0.3:
        start += timedelta(rng.randint(0, 30))
    length = timedelta(int(days * rng.randint(40, 110)))
    section = {"start": written(rng, start), "end": written(rng, start + length)}
    if step != "month" or rng.random() < 0.5:
        section["step"] = step

    def some_date(low=-0.1, high=1.02):
        return written(rng, start + length * rng.uniform(low, high))

    return section, some_date, length.days / 365.25


def written(rng, day):
    return day.isoformat() if rng.random() < 0.5 else day.isoformat()[:7]


def later(text, years):
    parts = [*map(int, text.split("-")), 1][:3]
    return (date(*parts) + timedelta(int(years * 365.25) + 1)).isoformat()


# Models and the beginning

def models(rng):
    return [f"m{k}" for k in range(rng.choice(COUNTS))]


def weights(rng, names):
    some = rng.sample(names, rng.randint(1, len(names)))
    return {name: rng.choice([1, 2, number(rng, 0.1, 4)]) for name in some}


def initial(rng, made, names):
    def some():
        return rng.choice([rng.choice(names), "none", weights(rng, ["none", *names])])

    section = {}
    if rng.random() < 0.8:
        section["default"] = some()
    if rng.random() < 0.4:
        section["level"] = {level: some() for level in
                            rng.sample(made.levels, rng.randint(1, len(made.levels)))}
    if rng.random() < 0.4:
        section["region"] = {code: some() for code in rng.sample(made.codes, 2)}
    if rng.random() < 0.5:
        section["age"] = number(rng, 0, 9)
    return section
