"""Nothing that was finished is lost, and an interruption leaves no trace in the finished file."""
import os
import random
import resource
import shutil
import signal
import subprocess
import time
import unittest
from pathlib import Path

import outputs

# Long enough to be killed on the way: about a second of work in many replicates.
SLOW = outputs.FULL.replace("replicates = 5", "replicates = 400").replace(
    'regions = { file = "regions.csv", neighbours = "neighbours.csv" }',
    "regions = { generate = [1, 12, 12] }").replace('region = "1", model', 'region = "1.1", model')
SLOW = SLOW.replace('level = "county"', 'level = "level2"').replace('"neighbours"', '"siblings"')
KILLS = 150 if os.environ.get("TIZHI_LONG") else 10


def parts(out):
    return sorted(Path(f"{out}.parts").glob("*.part"))


class Interruption(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        outputs.scenario("slow", SLOW)
        begun = time.monotonic()
        cls.whole = outputs.run("slow", out="whole.h5")[1].read_bytes()
        cls.seconds = time.monotonic() - begun

    def tearDown(self):
        for path in Path(".").glob("out.h5*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def kill_after(self, seconds, number):
        program = subprocess.Popen(outputs.command("slow", "--checkpoint", "0.02s", out="out.h5"),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        program.send_signal(number)
        return program.wait()

    def test_a_second_run_has_the_same_bytes(self):
        self.assertEqual(outputs.run("slow", "--threads", "1", out="out.h5")[1].read_bytes(),
                         self.whole)

    def test_what_is_stored_when_a_kill_comes_stays_and_the_end_is_the_same(self):
        chance = random.Random(1)
        killed = 0
        for trial in range(KILLS):
            kept = parts("out.h5")
            contents = [path.read_bytes() for path in kept]
            killed += self.kill_after(chance.uniform(0, self.seconds), signal.SIGKILL) != 0
            if Path("out.h5").exists() or trial % 5 == 4:
                self.assertEqual(outputs.run("slow", out="out.h5")[1].read_bytes(), self.whole)
                self.tearDown()
                continue
            self.assertEqual([path.read_bytes() for path in kept], contents)
        self.assertGreater(killed, KILLS // 2)

    def test_a_request_to_stop_keeps_all_that_is_finished(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
            status = self.kill_after(self.seconds / 2, number)
            if Path("out.h5").exists():  # it was faster than the signal
                # All is stored; a signal at the very end may still end the program that returns.
                self.assertIn(status, (0, -number))
                self.tearDown()
                continue
            self.assertEqual(status, 75)
            self.assertTrue(parts("out.h5"))
            self.assertFalse(Path("out.h5.lock").exists())
        self.assertEqual(outputs.run("slow", out="out.h5")[1].read_bytes(), self.whole)
        self.assertFalse(Path("out.h5.parts").exists())

    def test_a_full_disk_is_named_and_loses_nothing_that_was_finished(self):
        def full_disk(bytes_left):
            def limit():
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, bytes_left))
            return limit

        # The parts find room, the finished file does not; then neither does.
        for bytes_left in (len(self.whole) // 2, 4096):
            said, out = outputs.run("slow", "--checkpoint", "0.02s", out="out.h5", expect=1,
                                    preexec_fn=full_disk(bytes_left))
            self.assertIn("File too large", said)
            self.assertIn("give the same command again", said)
            self.assertFalse(out.exists())
            self.assertFalse(Path("out.h5.lock").exists())
        self.assertEqual(outputs.run("slow", out="out.h5")[1].read_bytes(), self.whole)

    def test_the_same_run_again_does_nothing_and_another_is_refused(self):
        outputs.run("slow", out="out.h5")
        before = os.stat("out.h5").st_mtime_ns
        Path("out.h5.parts").mkdir()  # as a crash at the very end leaves it
        Path("out.h5.parts/000000000000.part").write_bytes(b"")
        outputs.run("slow", out="out.h5")
        self.assertEqual([path.name for path in Path(".").glob("out.h5*")], ["out.h5"])
        self.assertEqual(os.stat("out.h5").st_mtime_ns, before)
        said, _ = outputs.run("slow", "--seed", "12", out="out.h5", expect=2)
        self.assertIn("seed is 11 there and 12 here", said)
        outputs.run("slow", "--seed", "12", "--force", out="out.h5")
        self.assertNotEqual(Path("out.h5").read_bytes(), self.whole)

    def test_a_second_process_on_the_same_output_is_refused(self):
        program = subprocess.Popen(outputs.command("slow", "--replicates", "4000", out="out.h5"),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not Path("out.h5.lock").exists() and program.poll() is None:
            time.sleep(0.001)
        said, _ = outputs.run("slow", "--replicates", "4000", out="out.h5", expect=2)
        self.assertIn(f"process {program.pid} on ", said)
        program.kill()
        program.wait()


if __name__ == "__main__":
    unittest.main()
