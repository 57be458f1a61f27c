"""A small country to sweep, and the program to do it with."""
import csv
import io
import os
import subprocess
from pathlib import Path

import h5py
import numpy

PROGRAM = os.environ["TIZHI_BIN"]

COUNTRY = """title = "A small country"
seed = 7
replicates = {replicates}
time = {{ start = "1990-01", end = "2000-01", step = "month" }}
model = [{{ id = "attached" }}, {{ id = "dedicated" }}]
regions = {{ {regions}, levels = ["centre", "province", "county"] }}
initial = {{ default = {{ none = 4, attached = 4, dedicated = 1 }} }}
imitation = {{ superior = 0.4, peers = {{ province = 0.2, county = 0.6 }} }}
mandate = {{ compliance = 0.3, issue_rate = 0.2 }}
leadership = {{ preference = 0.2, tenure = 4 }}
event = [{{ id = "law", date = "1992-06", kind = "mandate", model = "dedicated", strength = 1 }}]
outcome = [
  {{ id = "dedicated", measure = "share", level = "county", model = "dedicated" }},
  {{ id = "half", measure = "time_to", level = "county", model = "dedicated", share = 0.5 }},
]
counterfactual = [{{ id = "no_law", without = ["law"] }}]
"""

REGIONS = """code,parent,level,name,prestige,model
1,,centre,Centre,1,
11,1,province,P1,2,attached
12,1,province,"P, 2",1,
111,11,county,C1,1,
112,11,county,C2,1.5,
121,12,county,C3,1,dedicated
"""

EVERYTHING = """[output]
formations = true
shares = "yearly"
leaders = true
orders = true
trajectory = "yearly"
"""

# A number, a number at one level, and one of a single event.
NAMES = ["inertia.drag", "imitation.peers.county", "event.law.strength"]
RANGES = """[sweep.parameters]
"inertia.drag" = { min = 0, max = 2 }
"imitation.peers.county" = { min = 0.1, max = 1, scale = "log" }
"event.law.strength" = [0, 1, 2]
"""


def scenario(name, sweep, extra="", replicates=3, regions="generate = [1, 5, 4]"):
    text = COUNTRY.format(replicates=replicates, regions=regions) + extra + sweep
    Path(f"{name}.toml").write_text(text, encoding="utf-8")
    return f"{name}.toml"


def tizhi(*arguments, expect=0, **how):
    """Runs the program; gives what it wrote on stdout and stderr."""
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, **how)
    said = done.stdout + done.stderr
    assert done.returncode == expect, f"exit {done.returncode}, expected {expect}\n{said}"
    return done.stdout, done.stderr


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def summary(name, *options):
    return rows(tizhi("sweep", f"{name}.toml", "--summary", "-", "-q", *options)[0])


def points(name, *options):
    """The parameters' values at each point."""
    seen = {}
    for row in summary(name, "--replicates", 1, *options):
        if row["variant"] == "base":
            fields = list(row)[3:-3]
            seen[int(row["point"])] = [float(row[f]) for f in fields]
    return [seen[p] for p in sorted(seen)]


def change_a_bit(path, variable, place):
    """The number there becomes its neighbour in double precision."""
    with h5py.File(path, "r+") as data:
        values = data[variable]
        values[place] = numpy.nextafter(values[place], numpy.inf)
