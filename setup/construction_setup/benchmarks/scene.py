# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the benchmarks work on: a live server and what was made in its database."""

from dataclasses import dataclass
from typing import Any

import requests

from ..server import Server

BATCH_TYPE = "application/cloudevents-batch+json"
SINGLE_TYPE = "application/cloudevents+json"


@dataclass
class Scene:
    """The live server of a run."""

    server: Server
    made: dict[str, Any]
    """``key``: of the timekeeping system; ``bearer``: of a person; ``values``: of one line; ..."""

    def session(self, key: str) -> requests.Session:
        """A client that keeps its connection and shows a key."""
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {key}"
        return session
