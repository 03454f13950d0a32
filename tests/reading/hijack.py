"""Plays a parser that a hostile file has taken over, inside the real child of the reader."""

import os
import sys
import textwrap
from collections.abc import Callable

import pytest

from anyue.reading import Unreadable, isolated

_CHILD = """
import ctypes, os, signal, socket, subprocess, sys, time
from anyue.reading import Unreadable, __main__ as child

"addresses".encode("idna")  # loads what socket looks for later

def attempt(act):
    try:
        return repr(act())
    except Exception as error:
        return type(error).__name__

def taken_over(data, name, words, recognise):
{attack}

child.read = taken_over
sys.exit(child.main())
"""


def taken_over(monkeypatch: pytest.MonkeyPatch, attack: str) -> list[str]:
    """Run ``attack`` where the child would read the file; return the lines that it says.

    The attack finds ``attempt(act)``, which gives what ``act`` returns or the name of its error,
    and answers with ``raise Unreadable(lines)``.
    """
    code = _CHILD.format(attack=textwrap.indent(textwrap.dedent(attack), "    "))
    monkeypatch.setattr(isolated, "_PROGRAM", ("-c", code))
    with pytest.raises(Unreadable) as answer:
        isolated.read_isolated(b"x", "x.txt")
    return str(answer.value).splitlines()


def in_a_fork(act: Callable[[], str], *, user: int | None = None) -> str:
    """Run ``act`` in a forked process, as another user when one is given; return what it says."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        said = "nothing"
        try:
            if user is not None:
                os.setgroups([])
                os.setresgid(user, user, user)
                os.setresuid(user, user, user)
            said = act()
        except BaseException as error:  # noqa: BLE001 - the name is the answer
            said = type(error).__name__
        finally:
            os.write(theirs, said.encode())
            sys.stdout = sys.stderr = None
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said
