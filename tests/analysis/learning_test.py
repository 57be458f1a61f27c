"""From a run to a panel, from the panel to rates and scores, from the scores to figures."""
import json
import os
import subprocess
import sys
from pathlib import Path

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
    Path("score.json").write_text(tizhi("score", SCENARIO, "--panel", PANEL, "--until", "1985",
                                        "--leave-out", "level", "--json"))
    assert "--split" in python("score.py", "score.json", "bands", "-o", "f.png", code=2)


if __name__ == "__main__":
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            test()
            print("passed", name)
