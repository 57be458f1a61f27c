"""kill -9 at random instants of a sweep, requests to stop, a disk that fills up: what the same
command then finishes is the undisturbed file, byte for byte."""
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

import sweeps

KILLS = 300 if os.environ.get("TIZHI_LONG") else 30
SWEEP = '[sweep]\ndesign = "sobol"\npoints = 64\n' + sweeps.RANGES
KEPT = "[output]\nformations = true\nleaders = true\n"


def command(out, *options):
    return [sweeps.PROGRAM, "sweep", "slow.toml", "-o", out, "-q", *map(str, options)]


def clear(out="out.h5"):
    for path in Path(".").glob(f"{out}*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


class Interruption(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sweeps.scenario("slow", SWEEP, KEPT, replicates=20, regions="generate = [1, 10, 10]")
        begun = time.monotonic()
        subprocess.run(command("whole.h5", "--force"), check=True)
        cls.seconds = time.monotonic() - begun
        cls.whole = Path("whole.h5").read_bytes()

    def tearDown(self):
        clear()

    def interrupted(self, seconds, number, *options):
        program = subprocess.Popen(command("out.h5", "--checkpoint", "0.05s", *options))
        time.sleep(seconds)
        program.send_signal(number)
        return program.wait()

    def finish(self, *options):
        subprocess.run(command("out.h5", *options), check=True)
        self.assertEqual(Path("out.h5").read_bytes(), self.whole)
        self.assertFalse(Path("out.h5.parts").exists())

    def test_kills_at_random_instants_leave_no_trace(self):
        chance = random.Random(5)
        killed = resumed = 0
        for trial in range(KILLS):
            threads = 1 + trial % 2
            code = self.interrupted(chance.uniform(0, self.seconds), signal.SIGKILL, "--threads",
                                    threads)
            killed += code == -signal.SIGKILL
            resumed += bool(list(Path(".").glob("out.h5.parts/*.part")))
            self.finish("--threads", 1 + chance.randrange(2))
            clear()
        print(f"{KILLS} of {KILLS} files are the same; {killed} were killed on the way, {resumed} "
              "of them with finished parts", file=sys.stderr)
        self.assertGreater(killed, KILLS // 2)
        self.assertGreater(resumed, KILLS // 4)

    def test_requests_to_stop_exit_75_and_the_same_command_continues(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
            code = self.interrupted(self.seconds / 3, number)
            if not Path("out.h5").exists():
                self.assertEqual(code, 75)
                self.assertTrue(list(Path("out.h5.parts").glob("*.part")))
                self.assertFalse(Path("out.h5.lock").exists())
            self.finish()
            clear()

    def test_a_sweep_in_many_short_turns(self):
        turns = 0
        while not Path("out.h5").exists():
            turns += 1
            done = subprocess.run(command("out.h5", "--max-time", f"{self.seconds / 4}s"))
            self.assertIn(done.returncode, (0, 75))
            self.assertLess(turns, 60)
        self.assertGreater(turns, 1)
        self.finish()

    def test_a_stopped_shard_and_a_stopped_summary_continue(self):
        shard = ["--shard", "1/2", "--max-time", f"{self.seconds / 6}s"]
        codes = {75}
        while 75 in codes:
            codes = {subprocess.run(command("out.h5", *shard)).returncode}
        subprocess.run(command("out.h5", "--shard", "2/2"), check=True)
        sweeps.tizhi("merge", "out.h5", "out.shard-2-of-2.h5", "out.shard-1-of-2.h5")
        self.finish()
        base = [sweeps.PROGRAM, "sweep", "slow.toml", "-q", "--summary", "out.h5.csv"]
        while subprocess.run(base + ["--max-time", f"{self.seconds / 4}s"]).returncode == 75:
            pass
        expected, _ = sweeps.tizhi("table", "whole.h5", "outcomes")
        self.assertEqual(Path("out.h5.csv").read_text(), expected)


# Runs in a world of its own where it may mount; arguments: the program and the scenario's folder.
FULL_DISK = """
set -e
mkdir -p small
mount -t tmpfs -o size=80m tmpfs small
head -c 76m /dev/zero > small/filler
code=0
"$1" sweep slow.toml -o small/out.h5 -q --checkpoint 0.02s 2> said || code=$?
echo "$code"
cat said >&2
test "$code" = 1
test ! -e small/out.h5
rm small/filler
"$1" sweep slow.toml -o small/out.h5 -q
cmp small/out.h5 whole.h5
ls small
umount small
"""


def world_with_mounts():
    """A command before others that lets them mount for themselves: root's, or anyone's."""
    for world in (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]):
        tried = world + ["mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        if subprocess.run(tried, capture_output=True).returncode == 0:
            return world
    raise AssertionError("no mount of one's own is allowed here, neither root's nor in a user "
                         "namespace: run this test where 'unshare --map-root-user --mount' works "
                         "(docker: --security-opt seccomp=unconfined)")


class FullDisk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        Interruption.setUpClass()

    def tearDown(self):
        clear()

    def test_a_limit_on_the_size_of_files_is_told_and_lifting_it_is_all_it_takes(self):
        most = len(Interruption.whole) // 2
        done = subprocess.run(
            command("out.h5", "--checkpoint", "0.02s"), capture_output=True, text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("File too large", done.stderr)
        self.assertFalse(Path("out.h5").exists())
        self.assertTrue(list(Path("out.h5.parts").glob("*.part")))
        subprocess.run(command("out.h5"), check=True)
        self.assertEqual(Path("out.h5").read_bytes(), Interruption.whole)

    def test_a_full_disk_is_told_and_room_is_all_it_takes(self):
        world = world_with_mounts()
        done = subprocess.run(world + ["sh", "-c", FULL_DISK, "sh", sweeps.PROGRAM],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("No space left on device", done.stderr)
        self.assertEqual(done.stdout.split(), ["1", "out.h5"])


if __name__ == "__main__":
    unittest.main()
