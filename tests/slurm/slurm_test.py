"""An array job on a real Slurm, with one task killed by -9 and one signalled before its walltime
and queued again, gives the file that one process gives."""
import os
import shutil
import signal
import subprocess
import sys
import unittest
from pathlib import Path

import cluster

sys.path.append(str(Path(__file__).resolve().parent.parent / "sweep"))
import sweeps  # noqa: E402

SOURCE = Path(os.environ["TIZHI_SOURCE"])
SHARDS = 4
SWEEP = '[sweep]\ndesign = "sobol"\npoints = 64\n' + sweeps.RANGES
KEPT = "[output]\nformations = true\n"


def state_of(cluster_, job):
    return cluster_.run("squeue", "-h", "-r", "-j", job, "-o", "%K %t %r", check=False).splitlines()


def pids_of(shard):
    """Of the tizhi that plays this task's shard."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            environment = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        own = str(Path.cwd()) in words or any(str(Path.cwd()) in word for word in words)
        is_task = f"SLURM_ARRAY_TASK_ID={shard}".encode() in environment
        if own and words[1:2] == ["sweep"] and is_task:
            found.append(int(folder.name))
    return found


def parent_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


class Slurm(unittest.TestCase):
    def setUp(self):
        lacking = cluster.lacking()
        if lacking:
            self.fail(f"there is no Slurm without {lacking}: install slurmctld slurmd slurm-client "
                      "munge, as sh tests/all.sh does")
        here = Path.cwd()
        # A run takes a second or so: long enough to be caught on the way.
        scenario = sweeps.scenario("long", SWEEP, KEPT, replicates=60,
                                   regions="generate = [1, 20, 40]")
        self.scenario, self.output = here / scenario, here / "out.h5"

    def submit(self, slurm, *options):
        said = slurm.run("sh", str(SOURCE / "scenarios/slurm/submit.sh"), str(self.scenario),
                         str(self.output), str(SHARDS), "--threads", "1", "--checkpoint", "0.2s",
                         *options, TIZHI=sweeps.PROGRAM,
                         SBATCH_OPTIONS="--ntasks=1 --time=5 --chdir=" + str(Path.cwd()))
        return said.replace(",", "").split()[1::2]

    def catch(self, slurm, shard):
        """The running process of the shard's task once something of it is stored."""
        parts = Path(f"out.shard-{shard}-of-{SHARDS}.h5.parts")
        caught = []

        def is_under_way():
            caught[:] = pids_of(shard)
            return bool(caught) and bool(list(parts.glob("*.part")))

        slurm.await_(is_under_way)
        return caught[0]

    def test_an_array_with_a_killed_and_a_requeued_task_merges_to_one_process_file(self):
        with cluster.Cluster("slurm") as slurm:
            array, merge = self.submit(slurm)
            os.kill(self.catch(slurm, 1), signal.SIGKILL)
            # What Slurm does at --signal's time: the signal comes to the batch shell alone. scancel
            # delivers it too, but may go on to ask for it where the task is queued again.
            os.kill(parent_of(self.catch(slurm, 2)), signal.SIGUSR1)
            slurm.await_(self.output.exists, 150)
            slurm.await_(lambda: not state_of(slurm, array) and not state_of(slurm, merge))
            logs = {i: Path(f"out.task-{i}.log").read_text() for i in range(1, SHARDS + 1)}
            self.assertIn("Killed", logs[1])
            self.assertIn("stopped by SIGUSR1", logs[2])
            for i in (1, 2):
                self.assertRegex(logs[i], r"\([0-9,]+ runs? before\)")  # nothing was played twice
            for i in (3, 4):
                self.assertNotRegex(logs[i], r"before\)|stopped")  # and no other task again
        sweeps.tizhi("sweep", self.scenario, "-o", "alone.h5", "-q")
        self.assertEqual(self.output.read_bytes(), Path("alone.h5").read_bytes())

    def walltime_itself_sends_the_signal_in_time(self):
        with cluster.Cluster("slurm2") as slurm:
            array = slurm.run(
                "sbatch", "--parsable", "--array=1-1", "--time=2", "--signal=B:USR1@60",
                "--output=wall.log", "--open-mode=append",
                str(SOURCE / "scenarios/slurm/shard.sbatch"),
                str(self.scenario), str(Path.cwd() / "wall.h5"), "1", "--threads", "1",
                "--replicates", "20000", TIZHI=sweeps.PROGRAM).strip()
            log = Path("wall.log")
            slurm.await_(lambda: log.exists() and "stopped by SIGUSR1" in log.read_text(), 150)
            slurm.run("scancel", array)


if os.environ.get("TIZHI_LONG"):  # Slurm's shortest walltime is a minute
    Slurm.test_the_walltime_itself = Slurm.walltime_itself_sends_the_signal_in_time


class Parallel(unittest.TestCase):
    def test_gnu_parallel_plays_all_shards_again_after_one_was_killed(self):
        self.assertIsNotNone(shutil.which("parallel"), "install parallel, as sh tests/all.sh does")
        scenario = sweeps.scenario("many", SWEEP, KEPT)
        line = f"{sweeps.PROGRAM} sweep {scenario} -o many.h5 -q --threads 1 --shard {{}}/4"
        Path("many.shard-3-of-4.h5.lock").write_text("someone else\n")
        command = ["parallel", "--jobs", "2", "--retries", "1", line, ":::", "1", "2", "3", "4"]
        self.assertEqual(subprocess.run(command, capture_output=True).returncode, 1)  # one failed
        Path("many.shard-3-of-4.h5.lock").unlink()
        self.assertEqual(subprocess.run(command, capture_output=True).returncode, 0)
        sweeps.tizhi("merge", "many.h5", *(f"many.shard-{i}-of-4.h5" for i in (1, 2, 3, 4)))
        sweeps.tizhi("sweep", scenario, "-o", "one.h5", "-q")
        self.assertEqual(Path("many.h5").read_bytes(), Path("one.h5").read_bytes())


if __name__ == "__main__":
    unittest.main()
