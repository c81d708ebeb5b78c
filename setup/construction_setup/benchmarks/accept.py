# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Taking messages in, against a bare controller that stores the same events unseen."""

from collections.abc import Sequence

import orjson
import requests

from ..errors import SetupError
from .row import Row, rates
from .scene import BATCH_TYPE, SINGLE_TYPE, Scene
from .timesheets import Timesheets

SINGLES = 100
BATCHES = 5
BATCH_SIZE = 1000
BARE = "a bare bearer controller that only inserts"


def accept_single(scene: Scene) -> list[Row]:
    """One message per request, one after the other."""
    bodies = Timesheets(scene.made, "single").take(SINGLES)
    ours, bare = _measure(scene, SINGLE_TYPE, SINGLES, bodies)
    return [Row("accept_single", ours, "messages/s", bare, BARE)]


def accept_batch(scene: Scene) -> list[Row]:
    """A thousand messages per request."""
    timesheets = Timesheets(scene.made, "batch")
    batches = [timesheets.take(BATCH_SIZE) for _ in range(BATCHES)]
    ours, bare = _measure(scene, BATCH_TYPE, BATCHES * BATCH_SIZE, batches)
    return [Row("accept_batch", ours, "messages/s", bare, BARE)]


def _measure(scene: Scene, content_type: str, count: int, bodies: Sequence) -> list[float]:
    """The rates of the suite and of the bare controller, each taking all bodies in."""
    ours, bare = scene.session(scene.made["key"]), scene.session(scene.made["bearer"])
    encoded: list[bytes] = []

    def prepare(number: int) -> None:
        # the client's own work is not what is measured
        encoded[:] = [orjson.dumps(_renumbered(body, number)) for body in bodies]

    def post(session: requests.Session, path: str) -> None:
        for body in encoded:
            answer = session.post(
                scene.server.url + path,
                data=body,
                headers={"Content-Type": content_type},
                timeout=120,
            )
            _check(answer)

    measured = rates(
        count,
        lambda _: post(ours, "/construction/v1/messages"),
        lambda _: post(bare, "/construction_bench/insert"),
        prepare=prepare,
    )
    _forget(scene)
    return measured


def _renumbered(body, number: int):
    """The same events under ids of this round: a repeated one would be a duplicate."""
    if isinstance(body, list):
        return [_renumbered(event, number) for event in body]
    return {**body, "id": f"{body['id']}-{number}"}


def _check(answer: requests.Response) -> None:
    """A refused message must not count as a fast one."""
    results = answer.json().get("results", []) if answer.status_code == 202 else None
    if results is None or any(result["status"] != "accepted" for result in results):
        raise SetupError(f"The server refused: {answer.status_code} {answer.text[:500]}")


def _forget(scene: Scene) -> None:
    """What was taken in here must not be applied in another benchmark."""
    scene.server.run_code(
        "env.cr.execute(\"DELETE FROM integration_message WHERE state = 'received'\")\n"
        'env.cr.execute("DELETE FROM queue_job")\n'
        'env.cr.execute("TRUNCATE construction_bench_message")'
    )
