"""On one province of the China scenario, with all that is above and below it, the program and its
slow twin form the same, one by one; with the finer catalogue of its departments too."""
import os
import sys
from pathlib import Path

import plays

PROVINCE = "640000"  # Ningxia, with 5 prefectures and 22 counties


def differs(name, extends):
    path = plays.write(name, {"extends": extends, "replicates": 1, "regions": {"only": PROVINCE},
                              "output": {"leaders": True, "orders": True}}, {})
    program, twin = (sorted(play.formations, key=lambda row: row[:2])
                     for play in (plays.by_program(path), plays.by_twin(path)))
    difference = plays.first_difference(twin, program)
    print(name, difference or f"{len(twin)} formations alike")
    return difference is not None or len(twin) < 50


def main():
    scenarios = Path(os.environ["TIZHI_SOURCE"]) / "scenarios"
    china, hosts = (str(scenarios / name) for name in ("china.toml", "catalogues/hosts.toml"))
    sys.exit(differs("china", china) | differs("hosts", [china, hosts]))


if __name__ == "__main__":
    main()
