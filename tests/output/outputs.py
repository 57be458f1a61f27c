"""Small outputs to look at, made by the program itself."""
import os
import subprocess
from pathlib import Path

PROGRAM = os.environ["TIZHI_BIN"]

REGIONS = """code,parent,level,name,name_zh,prestige,legal,fixed,row,col
1,,centre,Centre,中央,4,0.5,1,0,0
11,1,province,North,北省,1,0,0,0,1
12,1,province,"South, the",南省,2.5,0,0,1,1
111,11,county,,,1,0,0,,
112,11,county,Vale,谷县,1,0,0,,
121,12,county,Hill,山县,1,0.25,0,,
122,12,county,Shore,岸县,1,0,0,,
"""

# Everything that an output can hold.
FULL = """title = "Everything"
title_zh = "一应俱全"
seed = 11
replicates = 5
time = { start = "1982-01", end = "1986-07" }
model = [
  { id = "attached", name = "Attached", name_zh = "挂靠", colour = "#1b9e77" },
  { id = "dedicated", name = "Dedicated", name_zh = "专职", colour = "#d95f02" },
  { id = "group", name = "Group", name_zh = "领导小组", colour = "#7570b3" },
]
regions = { file = "regions.csv", neighbours = "neighbours.csv" }
inertia = { pull = 0.2, half_life = 10 }
imitation = { superior = 0.3, peers = 0.3, peer_set = "neighbours", founding = 2 }
mandate = { compliance = 0.6, issue_rate = 0.5, issue_length = 1 }
leadership = { preference = 0.4, tenure = 1, outsider = 0.5 }
event = [
  { id = "centres", kind = "legacy", date = "1979-07", model = "attached", source = "《档案》" },
  { id = "model", kind = "set", date = "1982-03", region = "1", model = "dedicated" },
  { id = "order", kind = "mandate", date = "1984", model = "group", deadline = "1985" },
]
outcome = [
  { id = "groups", measure = "share", level = "county", model = "group", at = "1986" },
  { id = "never", measure = "time_to", level = "county", model = "attached", share = 1 },
]
counterfactual = [{ id = "no_order", title = "没有命令", without = ["order"] }]
[initial]
default = { none = 2, attached = 1 }
[output]
leaders = true
orders = true
shares = "yearly"
trajectory = "yearly"
"""

# As little as there can be: no formation, no event, no neighbour.
BARE = """title = "Nothing"
time = { start = "2000-01", end = "2000-02" }
model = [{ id = "only" }]
regions = { generate = [1] }
[output]
leaders = true
orders = true
trajectory = "every step"
"""


def scenario(name, text):
    """Writes the scenario and its tables to the folder we are in."""
    Path("regions.csv").write_text(REGIONS, encoding="utf-8")
    Path("neighbours.csv").write_text("a,b,weight\n11,12,1.5\n111,121,1\n", encoding="utf-8")
    Path(f"{name}.toml").write_text(text, encoding="utf-8")
    return f"{name}.toml"


def command(name, *options, out=None):
    return [PROGRAM, "run", f"{name}.toml", "-o", out or f"{name}.h5", "--quiet", *options]


def run(name, *options, out=None, expect=0, **how):
    """Runs the scenario; gives what the program said and the path of the output."""
    done = subprocess.run(command(name, *options, out=out), capture_output=True, text=True, **how)
    said = done.stdout + done.stderr
    assert done.returncode == expect, f"exit {done.returncode}, expected {expect}\n{said}"
    return said, Path(out or f"{name}.h5")
