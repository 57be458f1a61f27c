"""The verification page is all green, and the one in the source is what the program makes now."""
import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(os.environ["TIZHI_SOURCE"]) / "tests"


def main():
    page = Path("VERIFICATION.md")
    subprocess.run([sys.executable, TESTS / "verification.py", "-o", page], check=True,
                   stdout=subprocess.DEVNULL)
    made, kept = (path.read_text(encoding="utf-8") for path in (page, TESTS / page))
    assert made.count("passed") >= 24 and "FAILED" not in made
    assert made == kept, "make it again: python3 tests/verification.py"


if __name__ == "__main__":
    main()
