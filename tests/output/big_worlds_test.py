"""A big world runs in little memory, its output included, and stops when it is asked to."""
import os
import signal
import subprocess
import time
import unittest
from pathlib import Path

import outputs

LONG = bool(os.environ.get("TIZHI_LONG"))
CACHE = Path(os.environ["TIZHI_BUILD"], "CMakeCache.txt").read_text(encoding="utf-8")
SANITIZED = any(line.startswith("TIZHI_SANITIZE:") and line.split("=", 1)[1]
                for line in CACHE.splitlines())

WORLD = """title = "A big world"
time = {{ start = "1982-01", end = "{end}" }}
model = [{{ id = "a" }}, {{ id = "b" }}]
regions = {{ generate = [1, 30, 12, 10, 50, {villages}] }}
inertia = {{ pull = 0.5 }}
imitation = {{ superior = 0.1, peers = 0.1 }}
leadership = {{ preference = 0.3, outsider = 0.5 }}
event = [{{ id = "order", kind = "mandate", date = "1982-02", model = "b" }}]
"""


def play(name, end, villages, *options, after=None):
    """Runs the world in a process of its own; (exit code, most memory resident, in bytes)."""
    Path(f"{name}.toml").write_text(WORLD.format(end=end, villages=villages), encoding="utf-8")
    program = subprocess.Popen(outputs.command(name, "--replicates", "1", *options))
    if after is not None:
        while not Path(f"{name}.h5.lock").exists() and program.poll() is None:
            time.sleep(0.01)
        time.sleep(after)
        program.send_signal(signal.SIGTERM)
    _, status, usage = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    return program.returncode, usage.ru_maxrss * 1024


class BigWorlds(unittest.TestCase):
    @unittest.skipIf(SANITIZED, "sanitizers take memory of their own")
    def test_memory_stays_within_bounds_output_included(self):
        # 10^7 regions in less than 1 GB; of a smaller one what each region adds is compared.
        villages = (55, 1e9) if LONG else (4, 210e6)
        code, memory = play("big", "1982-07", villages[0])
        self.assertEqual(code, 0)
        self.assertLess(memory, villages[1])
        with self.subTest("and the file has all of it"):
            import h5py
            with h5py.File("big.h5") as file:
                regions = file["region"].shape[0]
                self.assertEqual(regions, 1 + 30 + 360 + 3600 + 180000 * (1 + villages[0]))
                self.assertEqual(file["region"][regions - 1],
                                 f"1.30.12.10.50.{villages[0]}".encode())
                self.assertEqual(file["formation_offset"][1], file["formation_step"].shape[0])
                self.assertGreater(file["formation_step"].shape[0], regions / 20)

    def test_a_single_replicate_that_takes_long_stops_when_asked_to_and_begins_again(self):
        begun = time.monotonic()
        code, _ = play("endless", "9000-01", 3, "--threads", "1", after=1)
        self.assertEqual(code, 75)
        self.assertLess(time.monotonic() - begun, 60)
        self.assertEqual(list(Path("endless.h5.parts").iterdir()), [])
        self.assertFalse(Path("endless.h5").exists())


if __name__ == "__main__":
    unittest.main()
