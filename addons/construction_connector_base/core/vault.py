# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Encryption of secrets with master keys that live outside the database.

The newest key encrypts; each key decrypts, so that a key can be replaced without a moment in
which something cannot be read. No error of this module carries a key, a token or a clear text.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class VaultError(Exception):
    """Base of what can go wrong with the vault."""


class MissingKey(VaultError):
    """No master key is configured."""


class BadKey(VaultError):
    """A configured master key is no Fernet key. ``position`` counts from 1."""

    def __init__(self, position: int):
        super().__init__(f"Master key number {position} is not a Fernet key")
        self.position = position


class Undecryptable(VaultError):
    """None of the configured keys made this token, or it was changed."""


class Vault:
    """Encrypts and decrypts short texts. ``keys``: Fernet keys, newest first, at least one."""

    def __init__(self, keys: Sequence[str]):
        if not keys:
            raise MissingKey
        ciphers = [_cipher(key, position) for position, key in enumerate(keys, 1)]
        self._newest = ciphers[0]
        self._all = MultiFernet(ciphers)
        #: Names the newest key without telling anything of it.
        self.fingerprint = hashlib.sha256(keys[0].encode()).hexdigest()[:12]
        self.key_count = len(ciphers)

    def __repr__(self) -> str:
        return f"<Vault {self.fingerprint}>"

    def encrypt(self, text: str) -> str:
        """A token from which only a holder of the newest key gets the text back."""
        return self._newest.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        """The text of a token; raises ``Undecryptable``."""
        try:
            return self._all.decrypt(token.encode()).decode()
        except (InvalidToken, UnicodeError):
            raise Undecryptable from None

    def rotate(self, token: str) -> str | None:
        """The token made anew with the newest key, or None if that made it already.

        Raises ``Undecryptable``.
        """
        try:
            self._newest.decrypt(token.encode())
        except (InvalidToken, UnicodeError):
            return self.encrypt(self.decrypt(token))
        return None


def new_key() -> str:
    """A fresh random master key."""
    return Fernet.generate_key().decode()


def parse_keys(text: str) -> tuple[str, ...]:
    """The keys of a comma-separated setting, newest first.

    >>> parse_keys(" a, b ,")
    ('a', 'b')
    """
    return tuple(key for part in text.split(",") if (key := part.strip()))


@lru_cache(maxsize=8)
def open_vault(setting: str) -> Vault:
    """The vault of a comma-separated setting; raises ``MissingKey`` or ``BadKey``."""
    return Vault(parse_keys(setting))


def _cipher(key: str, position: int) -> Fernet:
    try:
        return Fernet(key.encode())
    except ValueError:
        # the original error would show what was configured
        raise BadKey(position) from None
