"""How a process that serves treats its memory: one heap for all threads, no rounds in vain."""

import ctypes
import gc

M_ARENA_MAX = -8
"""The number of that setting. Source: malloc.h of glibc, mallopt(3)."""


def share_one_heap() -> None:
    """Let all threads take their memory from one heap, before the first of them begins.

    glibc gives each thread a heap of its own, so that none waits for another; ours take turns
    anyway, and what one of eight has freed was of no use to the others. Elsewhere nothing changes.
    """
    try:
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
    except (AttributeError, OSError, TypeError):  # another C library
        return


def leave_alone_what_is_loaded() -> None:
    """Let the collector of garbage pass over all that is there now, once the portal is loaded.

    Modules, tables and templates stay until the end; looking through them again and again was
    a seventh of what a form cost that changes a milestone.
    """
    gc.collect()
    gc.freeze()
