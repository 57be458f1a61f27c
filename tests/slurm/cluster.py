"""A Slurm cluster of one node on loopback, for as long as a `with` lasts. It is of whoever begins
it: root is not needed."""
import os
import pwd
import shutil
import socket
import subprocess
import time
from pathlib import Path

NEEDED = ("slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "munged", "mungekey")

CONFIGURATION = """ClusterName=loopback
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmdPort={node_port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
CryptoType=crypto/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=5
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
CommunicationParameters=NoInAddrAny
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
SchedulerParameters=sched_interval=2
MaxArraySize=1001
KillWait=5
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=test Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def lacking():
    """What there is no cluster without; empty where there is all of it."""
    found = os.environ["PATH"] + ":/usr/sbin:/sbin"
    missing = [name for name in NEEDED if shutil.which(name, path=found) is None]
    return " ".join(missing)


class Cluster:
    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.programs = []
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("SLURM_")}
        self.environment["SLURM_CONF"] = str(self.folder / "slurm.conf")
        self.environment["PATH"] += ":/usr/sbin:/sbin"

    def __enter__(self):
        for name in ("state", "spool"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "slurm.conf").write_text(CONFIGURATION.format(
            folder=self.folder, user=pwd.getpwuid(os.geteuid()).pw_name,
            host=socket.gethostname().split(".")[0], port=free_port(), node_port=free_port()))
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        key = self.folder / "munge.key"
        self.run("mungekey", "--create", f"--keyfile={key}")
        self.begin("munged", "--foreground", "--force", f"--key-file={key}",
                   f"--socket={self.folder}/munge.socket", f"--pid-file={self.folder}/munge.pid",
                   f"--log-file={self.folder}/munge.log", f"--seed-file={self.folder}/munge.seed")
        self.await_(lambda: (self.folder / "munge.socket").exists())
        self.begin("slurmctld", "-D", "-c")
        self.begin("slurmd", "-D")
        self.await_(lambda: "idle" in self.run("sinfo", "-h", "-o", "%t", check=False))

    def begin(self, *command):
        with open(self.folder / f"{command[0]}.out", "w", encoding="utf-8") as log:
            self.programs.append(subprocess.Popen(command, env=self.environment, stdout=log,
                                                  stderr=log, stdin=subprocess.DEVNULL,
                                                  cwd=self.folder))

    def run(self, *command, check=True, **more):
        done = subprocess.run(command, env={**self.environment, **more}, capture_output=True,
                              text=True)
        assert done.returncode == 0 or not check, done.stdout + done.stderr + self.logs()
        return done.stdout

    def logs(self):
        return "".join(p.read_text()[-3000:] for p in self.folder.glob("*.out"))

    def await_(self, condition, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.logs() + self.run("squeue", check=False)
            time.sleep(0.1)

    def __exit__(self, *_):
        for program in reversed(self.programs):
            program.terminate()
        for program in reversed(self.programs):
            try:
                program.wait(10)
            except subprocess.TimeoutExpired:
                program.kill()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]
