# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The test command: lint, addon tests and system tests side by side, and a count of them all."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from . import addons, browser, expected_tests, odoo_config, odoo_process, paths, postgres, runtime
from .databases import PREFIX
from .odoo_config import Settings
from .progress import say, step
from .runtime import Runtime

DATABASE = f"{PREFIX}tests"
REPORT = paths.RUNTIME / "junit.xml"
SYSTEM_TESTS = paths.ROOT / "tests"
#: Addons that no product database has.
TEST_ADDONS = paths.SETUP / "test_addons"
ADDON_TESTS = (paths.ADDONS, TEST_ADDONS)
HEARTBEAT = 30.0
SHOWN_LINES = 400


@dataclass(frozen=True)
class Suite:
    """One program of checks; with a report its tests are counted, without one it counts as one."""

    name: str
    command: list[str]
    report: Path | None = None

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return paths.LOGS / f"{self.name.replace(' ', '-')}.log"


Started = tuple[Suite, subprocess.Popen, float]


class Tally:
    """What passed, failed and was skipped."""

    def __init__(self) -> None:
        self.passed = self.failed = self.skipped = 0
        self.ran: set[expected_tests.SourceTest] = set()

    def add(self, results: list[expected_tests.Outcome]) -> None:
        """Count the tests of a suite."""
        for outcome in results:
            setattr(self, outcome.result, getattr(self, outcome.result) + 1)
            if outcome.result != "skipped":
                self.ran.add(outcome.test)

    def check(self, held: bool) -> None:
        """Count one check that is no test of a suite."""
        self.passed += held
        self.failed += not held

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"

    @property
    def good(self) -> bool:
        """A skipped test is a test that did not do its work."""
        return not self.failed and not self.skipped and bool(self.passed)


def run(chosen: list[str], words: str) -> int:
    """Run all tests, or the chosen files and names; the last line printed counts them."""
    os.environ["PATH"] = f"{paths.VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    browser.ensure()
    environment = runtime.ensure("test")
    try:
        return _run(environment, chosen, words)
    finally:
        # Another test command of this checkout may still need the cluster.
        if environment.postgres.name == "test" and environment.postgres.idle():
            postgres.stop("test")


def _run(environment: Runtime, chosen: list[str], words: str) -> int:
    everything = not chosen and not words
    tally = Tally()
    running = [_start(_lint_suite())] if everything else []
    try:
        running += map(_start, _suites(environment, chosen, words))
        reports = _wait(running, tally)
    finally:
        _end(running)
        environment.databases.drop(DATABASE)
    if everything:
        _check_all_ran(tally)
    expected_tests.merge(reports, REPORT)
    print(tally, flush=True)
    return 0 if tally.good else 1


def _lint_suite() -> Suite:
    command = ["pre-commit", "run", "--all-files", "--show-diff-on-failure", "--color=never"]
    return Suite("lint", command)


def _suites(environment: Runtime, chosen: list[str], words: str) -> list[Suite]:
    """The suites that the chosen paths belong to; without a choice both."""
    everywhere = [*ADDON_TESTS, SYSTEM_TESTS]
    places = [Path(path).resolve() for path in chosen] or everywhere
    select = ["-k", words] if words else []
    ours = [str(place) for place in places if any(map(place.is_relative_to, ADDON_TESTS))]
    system = [str(place) for place in places if place.is_relative_to(SYSTEM_TESTS)]
    suites = []
    if ours and addons.names():
        suites.append(_addon_suite(environment, [*ours, *select]))
    if system:
        suites.append(_system_suite([*system, *select]))
    return suites


def _addon_suite(environment: Runtime, arguments: list[str]) -> Suite:
    template = environment.databases.suite()
    with step("Database of the addon tests"):
        environment.databases.clone(template, DATABASE)
    # No job runner: a test's jobs are the test's own business.
    # One process runs thousands of tests: what a worker may take is no measure for it.
    settings = Settings("tests", DATABASE, channels="root:0", more_addons=(TEST_ADDONS,), memory=0)
    config = odoo_config.write(environment.source, environment.postgres, settings)
    with step("Addons that exist for tests only"):
        names = addons.names(TEST_ADDONS)
        odoo_process.update(environment.source, config, DATABASE, install=names)
    odoo = [
        f"--odoo-config={config}",
        f"--odoo-database={DATABASE}",
        "--odoo-http",
        # tests look at what is logged, and pytest shows it of those that fail
        "--odoo-log-level=info",
    ]
    return _pytest("addon tests", ["-W", "ignore", *odoo, *arguments])


def _system_suite(arguments: list[str]) -> Suite:
    return _pytest("system tests", arguments)


def _pytest(name: str, arguments: list[str]) -> Suite:
    report = paths.RUNTIME / f"junit-{name.replace(' ', '-')}.xml"
    report.unlink(missing_ok=True)
    command = [
        str(paths.VENV_PYTHON), "-m", "pytest", "-p", "no:cacheprovider", "--color=no",
        f"--rootdir={paths.ROOT}", f"--junitxml={report}", "--durations=15", *arguments,
    ]  # fmt: skip
    return Suite(name, command, report)


def _start(suite: Suite) -> Started:
    say(f"{suite.name}: started, log in {suite.log.relative_to(paths.ROOT)}")
    with suite.log.open("w") as stream:
        process = subprocess.Popen(
            suite.command,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            cwd=paths.ROOT,
        )
    return suite, process, time.time()


def _wait(running: list[Started], tally: Tally) -> list[Path]:
    """Wait for the suites and count them; returns the reports that were written."""
    reports = []
    spoken = time.time()
    while running:
        for entry in [entry for entry in running if entry[1].poll() is not None]:
            running.remove(entry)
            _finish(entry[0], entry[1].returncode, time.time() - entry[2], tally)
            if entry[0].report and entry[0].report.exists():
                reports.append(entry[0].report)
        if running and time.time() - spoken > HEARTBEAT:
            spoken = time.time()
            say("Still running: " + ", ".join(suite.name for suite, _, _ in running))
        time.sleep(0.2)
    return reports


def _end(running: list[Started]) -> None:
    """End suites early; pytest tidies up after itself when it is interrupted."""
    for _, process, _ in running:
        process.send_signal(signal.SIGINT)
    for _, process, _ in running:
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()


def _finish(suite: Suite, code: int, seconds: float, tally: Tally) -> None:
    """Count an ended suite; show its log when it failed."""
    part = Tally()
    if suite.report and suite.report.exists():
        part.add(expected_tests.outcomes(suite.report))
    # A suite that fails without a failed test (a broken import, say) counts as one.
    if not suite.report or (code and not part.failed):
        part.check(not code)
    say(f"{suite.name}: {part} in {seconds:.1f} s")
    if code:
        print("\n".join(suite.log.read_text(errors="replace").splitlines()[-SHOWN_LINES:]))
    for name in ("passed", "failed", "skipped"):
        setattr(tally, name, getattr(tally, name) + getattr(part, name))
    tally.ran |= part.ran


def _check_all_ran(tally: Tally) -> None:
    """Compare what ran with what the sources hold."""
    missing = sorted(expected_tests.in_sources() - tally.ran)
    for test in missing:
        say(f"Did not run: {test}")
    unknown = expected_tests.not_imported()
    for path in unknown:
        say(f"Not imported by its tests/__init__.py: {path}")
    say(f"Tests in the sources: {len(expected_tests.in_sources())}, not run: {len(missing)}")
    tally.check(not missing and not unknown)
