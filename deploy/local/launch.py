"""Become an engine or a service: tie the process to its parent's life, drop root if asked, then exec the real program.

Run as a script by `process.spawn` (``python -I -S launch.py PARENT SIGNAL UID GID DIRECTORY PROGRAM ARGUMENT…``), never imported.
A launcher instead of a ``preexec_fn`` because code between fork and exec is unsafe once the supervisor has threads.
"""

import contextlib
import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, death_signal, uid, gid = (int(text) for text in sys.argv[1:5])
    directory, command = sys.argv[5], sys.argv[6:]
    os.chdir(directory)
    if uid >= 0 and os.getuid() == 0:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    # After the change of user, which clears the setting. A parent that died in between is seen by its changed pid.
    if sys.platform == "linux" and death_signal:
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit("the supervisor is gone")
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with contextlib.suppress(OSError):
            signal.signal(number, signal.SIG_DFL)
    os.execvpe(command[0], command, os.environ)


main()
