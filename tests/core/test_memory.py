"""What a process with many threads keeps of the memory that they have used."""

import gc
import platform
import subprocess
import sys

import pytest

from portal.core.memory import leave_alone_what_is_loaded

HEAPS = """
import ctypes, threading
from portal.core.memory import share_one_heap
{first}
all_there = threading.Barrier(9)
def take():
    held = bytearray(100_000)
    all_there.wait()
    return held
threads = [threading.Thread(target=take) for _one in range(8)]
for one in threads:
    one.start()
all_there.wait()
for one in threads:
    one.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fdopen(1, b"w")))
libc.fflush(None)
"""


def heaps(first: str) -> int:
    """Return how many heaps a process has after eight threads have taken memory at once."""
    told = subprocess.run(
        [sys.executable, "-c", HEAPS.format(first=first)], capture_output=True, check=True
    )
    return told.stdout.count(b"<heap nr=")


@pytest.mark.sqlite
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library has other heaps")
def test_all_threads_take_their_memory_from_one_heap() -> None:
    assert heaps("pass") > 1, "or there would be nothing to share"
    assert heaps("share_one_heap()") == 1


def test_what_is_loaded_is_not_looked_through_again() -> None:
    frozen = gc.get_freeze_count()
    try:
        loaded: list[list[object]] = [[] for _one in range(1000)]
        leave_alone_what_is_loaded()
        assert gc.get_freeze_count() >= frozen + len(loaded)
        assert not any(one is loaded for one in gc.get_objects())
    finally:
        if not frozen:
            gc.unfreeze()
