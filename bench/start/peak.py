"""Runs a command: milliseconds until its first line, and the most memory that it took, in MB, as JSON."""

import json
import os
import subprocess
import sys
import time

begin = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
line = child.stdout.readline()
milliseconds = (time.perf_counter() - begin) * 1e3
child.stdout.read()
_, status, usage = os.wait4(child.pid, 0)
if status != 0 or line != b"first line\n":
    sys.exit(f"{sys.argv[1:]} ended with {status} and {line!r}")
print(json.dumps({"milliseconds": milliseconds, "megabytes": usage.ru_maxrss / 1024}))
