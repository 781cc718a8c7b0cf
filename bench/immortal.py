"""Keeps PySide 6.12 from ending the process on Python before 3.12.

It forgets to count some references to None, True and False. From Python 3.12 on, these are immortal, and it does not
matter; before, the process ends when the count has come down to nothing. This gives them a count that never will.
"""

import ctypes
import sys

if sys.version_info < (3, 12):
    for eternal in (None, True, False):
        ctypes.c_ssize_t.from_address(id(eternal)).value += 1 << 40
