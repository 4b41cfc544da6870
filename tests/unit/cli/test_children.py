import signal
import subprocess
import sys
import time

from cli import children
from stores.paths import PROJECT_ROOT

# Python runs what is registered so just before it forks, and loses what is raised there.
_CTRL_C_AT_THE_FORK = """
import os, signal, sys
from cli import children
os.register_at_fork(before=lambda: signal.raise_signal(signal.SIGINT))
before = signal.getsignal(signal.SIGINT)
try:
    children.start([sys.executable, "-c", "import time; time.sleep(60)"])
except KeyboardInterrupt:
    is_gone = False
    try:
        os.waitpid(-1, 0)
    except ChildProcessError:
        is_gone = True
    print("ended", is_gone, signal.getsignal(signal.SIGINT) is before)
"""
_STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(60)
"""


def test_a_ctrl_c_that_comes_while_a_child_is_started_is_not_lost():
    done = subprocess.run(
        [sys.executable, "-c", _CTRL_C_AT_THE_FORK],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.stdout, done.stderr) == ("ended True True\n", "")


def test_a_second_ctrl_c_ends_a_child_that_takes_its_time_at_once():
    child = children.start([sys.executable, "-c", _STUBBORN])
    assert child.stdout.readline() == "ready\n"
    signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    started = time.monotonic()
    try:
        children.end(child)
    finally:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    assert child.returncode == -signal.SIGKILL
    assert time.monotonic() - started < 5
