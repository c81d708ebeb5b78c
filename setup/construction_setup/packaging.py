# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Build the addons as wheels, and an environment that holds nothing of the checkout but them."""

from pathlib import Path

from . import addons, commands, odoo_config, odoo_process, paths
from .odoo_config import Settings
from .runtime import Runtime


def build_wheels(target: Path) -> list[Path]:
    """Build every addon and return the wheels."""
    for name in addons.names():
        commands.run(
            [
                paths.VENV_PYTHON, "-m", "build", "--wheel", "--no-isolation",
                "--outdir", target, paths.ADDONS / name,
            ],
            f"build the wheel of {name}",
        )  # fmt: skip
    return sorted(target.glob("*.whl"))


def clean_environment(folder: Path, wheels: list[Path]) -> Path:
    """Make an environment with the wheels; it shares third parties' packages with .venv."""
    commands.run([paths.VENV_PYTHON, "-m", "venv", "--without-pip", folder], "make an environment")
    shared = next((paths.VENV / "lib").glob("python3.*/site-packages"))
    own = next((folder / "lib").glob("python3.*/site-packages"))
    # addsitedir, not a bare path: Odoo itself is named by a .pth file of .venv.
    (own / "shared.pth").write_text(f"import site; site.addsitedir({str(shared)!r})\n")
    commands.run(
        [
            paths.VENV / "bin" / "uv", "pip", "install", "--quiet", "--offline", "--no-deps",
            "--python", folder / "bin" / "python", *wheels,
        ],
        "install the wheels",
    )  # fmt: skip
    return folder


def config(environment: Runtime, folder: Path, database: str) -> Path:
    """A configuration that finds addons in the environment, not in the checkout."""
    own = next((folder / "lib").glob("python3.*/site-packages")) / "odoo" / "addons"
    shared = next((paths.VENV / "lib").glob("python3.*/site-packages")) / "odoo" / "addons"
    settings = Settings("wheels", database, addons=(own, shared, *environment.source.addons))
    return odoo_config.write(environment.source, environment.postgres, settings)


def install(environment: Runtime, folder: Path, file: Path, database: str) -> None:
    """Let Odoo install the suite, run by the environment's Python."""
    odoo_process.update(
        environment.source,
        file,
        database,
        install=addons.names(),
        python=folder / "bin" / "python",
    )
