# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command itself, called as a user does."""

import socket
import subprocess
import time

import pytest

from construction_setup import paths, ports
from construction_setup.python_env import STAMP

RUN = [str(paths.SETUP / "run")]


def call(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([*RUN, *arguments], capture_output=True, text=True, check=False)


def test_help_names_every_command() -> None:
    answer = call()
    assert answer.returncode == 0
    for name in (  # fmt: skip
        "demo",
        "test",
        "serve",
        "shell",
        "bench",
        "key",
        "url",
        "stop",
        "clean",
        "lock",
        "secrets",
        "audit",
        "config",
    ):
        assert f"\n  {name} " in answer.stdout


def test_unknown_command_is_an_error() -> None:
    assert call("nonsense").returncode == 2


def test_prepared_environment_is_reused_at_once() -> None:
    before = STAMP.stat().st_mtime
    begun = time.monotonic()
    call("url")
    assert time.monotonic() - begun < 5
    assert STAMP.stat().st_mtime == before


def test_a_busy_port_is_not_taken_for_free() -> None:
    first, second = ports.free(2)
    with socket.create_server((ports.LOOPBACK, first)):
        assert not ports.is_free(first)
        assert ports.is_free(second)


def test_lock_file_names_no_index_and_hashes_everything() -> None:
    pinned = [line for line in paths.LOCK.read_text().splitlines() if "==" in line]
    assert all(line.endswith("\\") for line in pinned)
    assert "index-url" not in paths.LOCK.read_text()


@pytest.mark.parametrize("folder", [paths.RUNTIME, paths.CONFIG, paths.DATA, paths.LOGS])
def test_runtime_is_closed_to_others(folder) -> None:
    assert folder.stat().st_mode & 0o066 == 0


def test_a_new_key_is_printed_alone_and_kept_nowhere() -> None:
    first, second = call("secrets", "new-key").stdout, call("secrets", "new-key").stdout
    assert first != second
    assert len(first.strip()) == 44
