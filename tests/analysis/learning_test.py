"""From a run to a panel, from the panel to rates and scores, from the scores to figures."""
import csv
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import history
import tizhi as reader

SOURCE = Path(os.environ["TIZHI_SOURCE"])
SCENARIO, PANEL = (SOURCE / "scenarios" / name for name in ("learning.toml", "data/learning.csv"))


def tizhi(*arguments):
    return subprocess.run([os.environ["TIZHI_BIN"], *arguments], check=True, capture_output=True,
                          text=True).stdout


def python(script, *arguments, code=0):
    done = subprocess.run([sys.executable, SOURCE / "analysis" / script, *arguments], check=False,
                          capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    return done.stderr


def test_the_panel_that_is_shipped_is_replicate_0_of_its_scenario():
    tizhi("run", SCENARIO, "-o", "learning.h5", "--replicates", "2", "-q")
    python("history.py", "learning.h5", "--replicate", "0", "-o", "learning.csv")
    assert Path("learning.csv").read_text() == PANEL.read_text()
    python("history.py", "learning.h5", "--replicate", "1", "-o", "other.csv")
    assert Path("other.csv").read_text() != PANEL.read_text()


def test_a_panel_may_be_rounded_named_and_without_leaders():
    python("history.py", "learning.h5", "--leaders", "no", "--round", "year", "--history", "x",
           "-o", "years.csv")
    header, first, *rest = Path("years.csv").read_text().splitlines()
    assert header == "history,region,date,model"
    assert first == "x,1,1980-01-01,leading_group"
    assert len(rest[-1].split(",")[2]) == 4
    found = json.loads(tizhi("fit", SCENARIO, "--panel", "years.csv", "--no-tests", "--json"))
    assert found["leaders_seen"] == 0 and found["leaders_not_seen_are"] == "expected"
    rates = {e["name"]: e for e in found["estimates"]}
    assert abs(rates["mandate.compliance"]["estimate"] - 0.25) < 0.1


def test_arrivals_lie_in_their_steps_where_a_run_starts_inside_a_month():
    text = SCENARIO.read_text().replace('start = "1980"', 'start = "1980-01-17"')
    Path("midmonth.toml").write_text(text.replace("10]", "2]"))
    tizhi("run", "midmonth.toml", "-o", "midmonth.h5", "--replicates", "1", "-q")
    python("history.py", "midmonth.h5", "-o", "midmonth.csv")
    # In an output each arrival has its step; in the panel a day, which has to fall into it.
    data = reader.open_dataset("midmonth.h5")
    steps = data["arrival_step"].values
    with open("midmonth.csv", encoding="utf-8") as file:
        days = [row["date"] for row in csv.DictReader(file) if row["leader"]]
    positions = [history.place(day) - history.place("1980-01-17") for day in days]
    assert len(days) == len(steps) > 100
    assert [math.floor(p) for p in positions] == sorted(steps.tolist())
    states = [history.place(day) - history.place("1980-01-17")
              for day in history.days(data, sorted(steps))]
    assert [math.floor(p) for p in states] != sorted(steps.tolist())  # which is no small matter


def test_a_forecast_goes_on_from_what_is_known_last():
    score = json.loads(tizhi("score", SCENARIO, "--panel", PANEL, "--until", "2005", "--split",
                             "2005", "--replicates", "40", "--set", "imitation.peers=0.2",
                             "--json"))
    free = score["free_run"]
    assert score["folds"] == [] and free["within"] is None and free["regions"] == 0
    run = reader.open_dataset("learning.h5")
    for row in free["bands"]:
        true = float(reader.share(run, row["level"]).isel(replicate=0).sel(
            time="2005-01-01", model=row["model"]))
        if row["date"] == "2005-01-01":
            assert row["q05"] == row["q95"] == row["q05_drawn"] == row["observed"]
            assert abs(row["observed"] - true) < 1e-6, row
        else:
            assert row["observed"] is None
    # The same with what came afterwards: bands are the same, and what came stands beside them.
    known = json.loads(tizhi("score", SCENARIO, "--panel", PANEL, "--split", "2005", "--replicates",
                             "40", "--set", "imitation.peers=0.2", "--json"))["free_run"]
    for before, after in zip(free["bands"], known["bands"]):
        assert {**before, "observed": 0} == {**after, "observed": 0}
        assert after["observed"] is not None
    assert known["within"] > 0.6
    # Known up to a date between the two, it is compared up to there.
    some = json.loads(tizhi("score", SCENARIO, "--panel", PANEL, "--split", "2005", "--until",
                            "2007", "--replicates", "40", "--json"))["free_run"]
    for row, after in zip(some["bands"], known["bands"]):
        assert row["observed"] == (after["observed"] if row["date"] <= "2007-01-01" else None)
    assert some["hits"] > 0.5


def test_the_rates_that_made_it_lie_in_their_intervals():
    found = json.loads(tizhi("fit", SCENARIO, "--panel", PANEL, "--json"))
    for e in found["estimates"]:
        assert e["least"] <= e["scenario"] <= e["most"], e
    wrong = json.loads(tizhi("fit", SCENARIO, "--panel", PANEL, "--json", "--no-tests", "--set",
                             "imitation.peer_set=level"))
    assert wrong["aic"] > found["aic"] + 10


def test_scores_are_drawn():
    Path("score.json").write_text(tizhi("score", SCENARIO, "--panel", PANEL, "--split", "2000",
                                        "--replicates", "20", "--json"))
    for figure in ("calibration", "bands"):
        for language in ("en", "zh"):
            python("score.py", "score.json", figure, "-o", "f.png", "--lang", language)
            assert Path("f.png").read_bytes().startswith(b"\x89PNG")
    Path("score.json").write_text(tizhi("score", SCENARIO, "--panel", PANEL, "--until", "2005",
                                        "--split", "2005", "--replicates", "5", "--json"))
    python("score.py", "score.json", "bands", "-o", "f.png")
    assert "--split" in python("score.py", "score.json", "calibration", "-o", "f.png", code=2)
    Path("score.json").write_text(tizhi("score", SCENARIO, "--panel", PANEL, "--until", "1985",
                                        "--leave-out", "level", "--json"))
    assert "--split" in python("score.py", "score.json", "bands", "-o", "f.png", code=2)


if __name__ == "__main__":
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            test()
            print("passed", name)
