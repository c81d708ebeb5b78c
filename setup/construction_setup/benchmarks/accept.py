# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Taking messages in, against a bare controller that stores the same events unseen."""

from collections.abc import Sequence

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
    groups = _both(scene, SINGLE_TYPE, Timesheets(scene.made, "single").take(SINGLES))
    ours, bare = rates(SINGLES, *groups)
    _forget(scene)
    return [Row("accept_single", ours, "messages/s", bare, BARE)]


def accept_batch(scene: Scene) -> list[Row]:
    """A thousand messages per request."""
    timesheets = Timesheets(scene.made, "batch")
    batches = [timesheets.take(BATCH_SIZE) for _ in range(BATCHES)]
    ours, bare = rates(BATCHES * BATCH_SIZE, *_both(scene, BATCH_TYPE, batches))
    _forget(scene)
    return [Row("accept_batch", ours, "messages/s", bare, BARE)]


def _both(scene: Scene, content_type: str, bodies: Sequence):
    """A call to the suite and one to the bare controller, each posting all bodies."""
    ours, bare = scene.session(scene.made["key"]), scene.session(scene.made["bearer"])

    def post(session: requests.Session, path: str, number: int) -> None:
        for body in bodies:
            answer = session.post(
                scene.server.url + path,
                json=_renumbered(body, number),
                headers={"Content-Type": content_type},
                timeout=120,
            )
            _check(answer)

    return (
        lambda number: post(ours, "/construction/v1/messages", number),
        lambda number: post(bare, "/construction_bench/insert", number),
    )


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
