# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading the machine's package sources."""

from pathlib import Path

from construction_setup.apt import Archive, archives

STANZAS = """Types: deb
# http://old.example/debian
URIs: http://security.example/debian-security
Suites: bookworm-security
Components: main

Types: deb deb-src
URIs: http://mirror.example/debian
 http://second.example/debian
Suites: bookworm bookworm-updates
Signed-By: /keys/debian.gpg

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
"""
LINES = """# deb http://commented.example/debian bookworm main
deb [arch=amd64 signed-by=/keys/a.gpg] http://lines.example/debian bookworm main
deb-src http://source.example/debian bookworm main
deb http://plain.example/debian trixie main contrib
"""


def test_deb822_files_are_read_without_what_is_off(tmp_path: Path) -> None:
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list.d" / "debian.sources").write_text(STANZAS)
    found = archives(tmp_path)
    suites = ("bookworm", "bookworm-updates")
    assert set(found[:2]) == {
        Archive("http://mirror.example/debian", "/keys/debian.gpg", suites),
        Archive("http://second.example/debian", "/keys/debian.gpg", suites),
    }
    assert [archive.address for archive in found[2:]] == ["http://security.example/debian-security"]


def test_one_line_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list").write_text(LINES)
    (tmp_path / "sources.list.d" / "more.list.disabled").write_text("deb http://x.example/ x main")
    assert set(archives(tmp_path)) == {
        Archive("http://lines.example/debian", "/keys/a.gpg", ("bookworm",)),
        Archive("http://plain.example/debian", "", ("trixie",)),
    }


def test_a_machine_without_sources_has_no_archive(tmp_path: Path) -> None:
    assert archives(tmp_path) == []
