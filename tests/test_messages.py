# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The message API of a live server, as field apps code against it."""

import json

import pytest
import requests

from construction_setup.server import Server
from demo.client import BATCH_TYPE, PREFIX, OutsideSystem

SINGLE_TYPE = "application/cloudevents+json"
LINES_TYPE = "application/x-ndjson"


@pytest.fixture
def procurement(server: Server, contractor: dict) -> OutsideSystem:
    return OutsideSystem(server.url, "procurement", contractor["keys"]["procurement"], "BUILD")


def vendor(system: OutsideSystem, number: str, id_: str | None = None, **data) -> dict:
    """A `vendor.upserted` event."""
    payload = {"vendor_id": number, "name": f"Vendor {number}", **data}
    return system.event(id_ or f"api-{number}", "vendor.upserted", payload)


def post(system: OutsideSystem, body, content_type: str = SINGLE_TYPE) -> requests.Response:
    return system.session.post(
        f"{system.base_url}{PREFIX}/messages",
        data=body if isinstance(body, bytes) else json.dumps(body),
        headers={"Content-Type": content_type},
        timeout=60,
    )


def count(server: Server, reference: str) -> int:
    code = f"answer = env['res.partner'].search_count([('ref', '=like', {reference!r})])"
    return server.run_code(code)


def test_single_message_is_taken_and_applied(procurement: OutsideSystem) -> None:
    response = post(procurement, vendor(procurement, "A-1"))
    assert response.status_code == 202
    (result,) = response.json()["results"]
    assert result["status"] == "accepted"
    answer = procurement.settle([result["message"]])[result["message"]]
    assert answer["state"] == "done"
    assert [document["name"] for document in answer["documents"]] == ["Vendor A-1"]


def test_lines_are_taken_one_by_one(procurement: OutsideSystem) -> None:
    good, bad = vendor(procurement, "L-1"), vendor(procurement, "L-2", vat_number="1")
    body = f"{json.dumps(good)}\n{json.dumps(bad)}\nnot json\n".encode()
    response = post(procurement, body, LINES_TYPE)
    assert response.status_code == 202
    assert [r["status"] for r in response.json()["results"]] == ["accepted", "rejected", "rejected"]
    assert response.json()["results"][1]["errors"][0]["pointer"] == "/data/vat_number"


def test_same_batch_three_times_leaves_one_set_of_documents(
    server: Server, procurement: OutsideSystem
) -> None:
    batch = [vendor(procurement, f"B-{number}") for number in range(50)]
    first, second, third = (procurement.send(batch) for _time in range(3))
    procurement.settle([result["message"] for result in first])
    fourth = procurement.send(batch)
    assert {result["status"] for result in first} == {"accepted"}
    for again in (second, third, fourth):
        assert {result["status"] for result in again} == {"duplicate"}
        assert [r["message"] for r in again] == [r["message"] for r in first]
    assert count(server, "B-%") == 50


def test_new_message_of_known_document_updates_it(
    server: Server, procurement: OutsideSystem
) -> None:
    for id_ in ("api-update-1", "api-update-2"):
        results = procurement.send([vendor(procurement, "U-1", id_, name=f"Name of {id_}")])
        procurement.settle([results[0]["message"]])
    assert count(server, "U-1") == 1
    code = "answer = env['res.partner'].search([('ref', '=', 'U-1')]).name"
    assert server.run_code(code) == "Name of api-update-2"


def test_other_payload_under_same_id_conflicts(procurement: OutsideSystem) -> None:
    post(procurement, vendor(procurement, "C-1"))
    response = post(procurement, vendor(procurement, "C-1", name="Somebody else"))
    assert response.status_code == 409
    assert response.headers["Content-Type"].startswith("application/problem+json")
    assert response.json()["type"].endswith(":conflict")


def test_schema_error_names_the_field(procurement: OutsideSystem) -> None:
    event = vendor(procurement, "S-1", email=7)
    response = post(procurement, event)
    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert error["pointer"] == "/data/email"


def test_missing_field_is_named(procurement: OutsideSystem) -> None:
    event = vendor(procurement, "S-2")
    del event["data"]["name"]
    response = post(procurement, event)
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "/data/name")


@pytest.mark.parametrize("key", ["", "cik_" + "A" * 43, "admin"])
def test_wrong_key_is_refused(server: Server, key: str) -> None:
    stranger = OutsideSystem(server.url, "procurement", key)
    response = post(stranger, vendor(stranger, "K-1"))
    assert response.status_code == 401
    assert response.json()["status"] == 401
    assert "Set-Cookie" not in response.headers


def test_wrong_company_is_forbidden(procurement: OutsideSystem) -> None:
    event = {**vendor(procurement, "E-1"), "entity": "SOMEBODY-ELSE"}
    assert post(procurement, event).status_code == 403


def test_other_system_as_source_is_forbidden(procurement: OutsideSystem) -> None:
    event = {**vendor(procurement, "E-2"), "source": "estimating"}
    assert post(procurement, event).status_code == 403


def test_contract_out_of_scope_is_forbidden(procurement: OutsideSystem) -> None:
    event = procurement.event(
        "api-scope-1", "job.upserted", {"job_code": "X-1", "name": "Not ours"}
    )
    assert post(procurement, event).status_code == 403


def test_two_thousand_messages_are_too_many(server: Server, procurement: OutsideSystem) -> None:
    batch = [vendor(procurement, f"T-{number}") for number in range(2000)]
    assert post(procurement, batch, BATCH_TYPE).status_code == 413
    assert count(server, "T-%") == 0


def test_other_content_types_are_refused(procurement: OutsideSystem) -> None:
    response = post(procurement, vendor(procurement, "M-1"), "application/json")
    assert response.status_code == 415


def test_message_of_another_system_is_not_found(
    server: Server, contractor: dict, procurement: OutsideSystem
) -> None:
    results = procurement.send([vendor(procurement, "O-1")])
    other = OutsideSystem(server.url, "field", contractor["keys"]["field"])
    response = other.session.get(
        f"{server.url}{PREFIX}/messages/{results[0]['message']}", timeout=30
    )
    assert response.status_code == 404


def test_key_of_a_system_opens_nothing_else(server: Server, procurement: OutsideSystem) -> None:
    response = procurement.session.post(
        f"{server.url}/json/2/res.partner/search", json={"domain": []}, timeout=30
    )
    assert response.status_code in (401, 403)


def test_health_needs_no_key(server: Server) -> None:
    response = requests.get(f"{server.url}{PREFIX}/health", timeout=30)
    assert response.status_code == 200


def test_job_cost_of_unknown_job(procurement: OutsideSystem) -> None:
    url = f"{procurement.base_url}{PREFIX}/jobs/NOPE/cost"
    assert procurement.session.get(url, timeout=30).status_code == 404
    assert procurement.session.get(url, params={"as_off": "x"}, timeout=30).status_code == 422
