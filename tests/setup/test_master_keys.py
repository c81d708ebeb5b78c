# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The file with the checkout's master keys."""

import pytest
from cryptography.fernet import Fernet, MultiFernet

from construction_setup import master_keys


@pytest.fixture(autouse=True)
def _own_file(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(master_keys, "FILE", tmp_path / "master.keys")


def test_made_once_and_closed_to_others() -> None:
    setting = master_keys.ensure()
    assert master_keys.ensure() == setting
    assert master_keys.FILE.stat().st_mode & 0o077 == 0


def test_a_fresh_key_comes_first_and_the_old_one_still_reads() -> None:
    old = master_keys.ensure()
    token = Fernet(old).encrypt(b"x")
    keys = master_keys.add().split(",")
    assert keys[1:] == [old]
    assert MultiFernet([Fernet(key) for key in keys]).decrypt(token) == b"x"
