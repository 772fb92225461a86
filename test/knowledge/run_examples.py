"""Runs Python files as `python3 example.py` would, without a start of Python for each: each gets a copy of this process.

Standard input names folders, one a line. The `example.py` in each is run there; what it prints is left beside it in
`stdout` and `stderr`. A line for each that ended: its folder and its exit code, with a tab between.
"""

import contextlib
import os
import runpy
import signal
import sys

AT_ONCE = 4


def next_folder():
    """The folder that this process, a copy by now, is for; None in the one that made the copies, when all have ended."""
    waiting = sys.stdin.read().splitlines()
    running = {}

    def stop(*_):
        for child in running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        sys.exit(1)

    signal.signal(signal.SIGTERM, stop)
    while waiting or running:
        if waiting and len(running) < AT_ONCE:
            folder = waiting.pop()
            child = os.fork()
            if child == 0:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                return folder
            running[child] = folder
        else:
            child, status = os.wait()
            print(running.pop(child), os.waitstatus_to_exitcode(status), sep="\t", flush=True)
    return None


folder = next_folder()
if folder is not None:
    os.chdir(folder)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for stream, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    sys.argv = ["example.py"]
    sys.path[0] = folder
    runpy.run_path("example.py", run_name="__main__")
