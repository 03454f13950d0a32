"""Locks the calling process in before it looks at a foreign file.

Four locks of the Linux kernel; whoever takes over the parser meets all of them:

- a system call filter (seccomp): no sockets, no other namespaces, no looking into other processes,
  no leaving of the process group; without programs no new process at all. Always there.
- a network namespace of its own without any interface, where the system allows it.
- Landlock: only the interpreter's own folders can be read and only ``folder`` can be written,
  where the kernel has it (5.13 and later).
- another user (nobody), when the process was started by root.

A process without the first two has a way out to the network; it is not to read foreign files.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

NOBODY = 65534
LOCKS = ("seccomp", "network", "landlock", "user")

_EPERM, _ENOSYS = 1, 38
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _FILTER = 22, 38, 2
_NEW_USER, _NEW_NET, _NEW_IPC = 0x10000000, 0x40000000, 0x08000000
_NEW_NAMESPACE, _THREAD = 0x7E020000, 0x10000

# AUDIT_ARCH_* of <linux/audit.h>, and which column of the table below the machine uses: x86_64 has
# numbers of its own, all newer machines share those of <asm-generic/unistd.h>.
_MACHINES = {
    "x86_64": (0xC000003E, 0),
    "aarch64": (0xC00000B7, 1),
    "riscv64": (0xC00000F3, 1),
    "loongarch64": (0xC0000102, 1),
}
_NETWORK = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    # io_uring opens sockets without any of the calls above.
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
}
_OTHERS = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "open_by_handle_at": (304, 265),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # The parent ends the process group; nobody may leave it.
    "setsid": (112, 157),
    "setpgid": (109, 154),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
}
_PROGRAMS = {"execve": (59, 221), "execveat": (322, 281)}
_CLONE, _CLONE3, _OLD_FORKS = (56, 220), 435, (57, 58)
# Steps of classic BPF.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_EXECUTE, _WRITE, _READ, _LIST, _TRUNCATE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14
# How many rights over files each version of Landlock knows.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/urandom", "/proc/cpuinfo")


class Unconfined(Exception):
    """This machine offers no way to keep the process off the network."""


def confine(folder: Path, code: Iterable[Path], *, programs: bool = False) -> tuple[str, ...]:
    """Lock this process in for good and return which of LOCKS hold.

    ``folder`` is the only place that stays writable, ``code`` are folders that stay readable beside
    the system's. ``programs`` lets the process start others, which inherit every lock.
    Raises Unconfined when neither filter nor namespace keeps it off the network.
    """
    library = ctypes.CDLL(None, use_errno=True)
    held = {"network": _leave_network(library)}
    library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    held["landlock"] = _close_files(library, folder, code)
    held["user"] = _become_nobody()
    held["seccomp"] = _filter_calls(library, programs)
    if not held["network"] and not held["seccomp"]:
        raise Unconfined
    return tuple(lock for lock in LOCKS if held[lock])


def _leave_network(library: ctypes.CDLL) -> bool:
    """Root leaves for an empty network at once, others from a user namespace of their own.

    A root without that right stays: from a user namespace it could not become nobody.
    """
    own = 0 if os.geteuid() == 0 else _NEW_USER
    done: int = library.unshare(own | _NEW_NET | _NEW_IPC)
    return done == 0


def _become_nobody() -> bool:
    if os.getuid() != 0:
        return False
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError:  # root of a container that may not even do this
        return False
    return True


def _close_files(library: ctypes.CDLL, folder: Path, code: Iterable[Path]) -> bool:
    version = library.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    every = (1 << _RIGHTS.get(version, 16)) - 1
    # From version 6 on: no abstract sockets and no signals to anybody outside either.
    asked = struct.pack("=3Q", every, 0, 3 if version >= 6 else 0)
    rules = library.syscall(_LANDLOCK_CREATE, asked, ctypes.c_size_t(len(asked)), 0)
    if rules < 0:
        return False
    readable = [*map(Path, _SYSTEM), Path(sys.prefix), Path(sys.base_prefix), *code]
    for path in readable:
        _allow(library, rules, path, _EXECUTE | _READ | _LIST)
    _allow(library, rules, Path("/dev/null"), _READ | _WRITE | _TRUNCATE & every)
    _allow(library, rules, folder, every)
    done = library.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0
    os.close(rules)
    return done


def _allow(library: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # not every system has every one of these
        return
    wanted = rights if path.is_dir() else rights & ~_LIST
    rule = struct.pack("=Qi", wanted, place)
    library.syscall(_LANDLOCK_ADD, rules, 1, rule, 0)
    os.close(place)


def _filter_calls(library: ctypes.CDLL, programs: bool) -> bool:
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    steps = _filter(*machine, programs)
    packed = b"".join(struct.pack("=HBBI", *step) for step in steps)
    kept = ctypes.create_string_buffer(packed, len(packed))
    fields = struct.pack("@HP", len(steps), ctypes.addressof(kept))
    done: int = library.prctl(_PR_SET_SECCOMP, _FILTER, fields, 0, 0)
    return done == 0


def _filter(architecture: int, column: int, programs: bool) -> list[tuple[int, int, int, int]]:
    """The filter as steps of classic BPF: code, steps to skip if true, if false, value.

    The last three steps are its answers: allowed, refused (EPERM), unknown (ENOSYS).
    """
    tables = (_NETWORK, _OTHERS) if programs else (_NETWORK, _OTHERS, _PROGRAMS)
    refused = [numbers[column] for table in tables for numbers in table.values()]
    if not programs and column == 0:
        refused += _OLD_FORKS
    size = 4 + len(refused) + 5 + 3
    allow, refuse, unknown = size - 3, size - 2, size - 1
    # Code, goal if true, goal if false; a goal of 0 is the next step.
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, refuse, architecture),
        (_LOAD, 0, 0, 0),
        # x86_64 answers to a second set of numbers (x32) from here on.
        (_AT_LEAST, refuse, 0, 0x40000000),
        *((_EQUAL, refuse, 0, number) for number in refused),
        # The C library falls back from clone3, whose flags no filter can see, to clone.
        (_EQUAL, unknown, 0, _CLONE3),
        (_EQUAL, 0, allow, _CLONE[column]),
        (_LOAD, 0, 0, 16),
        (_ANY_BIT, refuse, 0, _NEW_NAMESPACE),
        (_ANY_BIT, allow, allow if programs else refuse, _THREAD),
        *((_ANSWER, 0, 0, value) for value in (0x7FFF0000, 0x50000 | _EPERM, 0x50000 | _ENOSYS)),
    ]
    return [
        (code, max(0, yes - here - 1), max(0, no - here - 1), value)
        for here, (code, yes, no, value) in enumerate(steps)
    ]
