# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo's two years of history: played in Odoo, and right in every figure."""

from collections.abc import Iterator

import pytest

from construction_setup.databases import PREFIX
from construction_setup.runtime import Runtime
from construction_setup.server import Server
from demo.living import load, totals
from demo.living.jobs import JOBS

TODAY = "2026-03-18"
#: What the screens show of each kind of document has something in each of these states.
STATES = [
    ("construction.requisition", "state", {"budget_check", "submitted", "approved"}),
    ("construction.change.order", "state", {"pending", "approved", "rejected", "no_charge"}),
    ("construction.change.order", "tier", {"pco", "cor", "pcco"}),
    ("construction.commitment.change", "state", {"pending", "approved"}),
    ("construction.budget.change", "state", {"submitted", "approved"}),
    ("construction.payment.application", "state", {"billed"}),
    ("construction.retention.release", "state", {"billed"}),
    ("construction.rfq", "state", {"open", "awarded"}),
    ("construction.wip.schedule", "state", {"draft", "approved"}),
    ("construction.forecast", "state", {"draft", "submitted", "approved", "superseded"}),
    (
        "purchase.order",
        "commitment_state",
        {"draft", "pending", "approved", "partly_received", "received", "complete", "closed"},
    ),
    ("account.move", "state", {"draft", "posted"}),
    ("project.project", "job_status", {"planned", "active", "on_hold", "complete", "closed"}),
]
#: Loads the history, then looks at it; one start of Odoo for all.
CODE = f"""
from demo.seed import seed
from demo.living.load import load
seed(env)
answer = load(env, {TODAY!r})

env.cr.execute("SELECT min(date)::text, max(date)::text, max(create_date)::date::text"
               " FROM construction_cost_entry")
answer["days"] = list(env.cr.fetchone())
env.cr.execute("SELECT max(date_approve)::date::text FROM purchase_order")
answer["days"] += env.cr.fetchone()

answer["states"] = [sorted(set(env[model].search([]).mapped(field)) - {{False}})
                    for model, field in {[(model, field) for model, field, _states in STATES]}]

answer["approvals"] = []
for model, state in (("purchase.order", "purchase"), ("account.move", "posted")):
    documents = env[model].search([("state", "=", state)]).filtered("approval_amount")
    approvals = env["construction.approval"].search(
        [("res_model", "=", model), ("res_id", "in", documents.ids)])
    approvers = {{a.res_id: a.on_behalf_of_id or a.approver_id for a in approvals}}
    asked = {{d.id: d._get_requesters() for d in documents}}
    own = [id_ for id_ in asked if approvers.get(id_, env.user) in asked[id_]]
    missing = asked.keys() - approvers.keys()
    answer["approvals"].append([len(documents), len(own), len(missing)])
"""


@pytest.fixture(scope="module")
def loaded(environment: Runtime) -> Iterator[dict]:
    """The history in a database of the module's own; what loading returned, and what it shows."""
    database = f"{PREFIX}living"
    environment.databases.clone(environment.databases.suite(), database)
    server = Server("living", database, environment.source, environment.postgres)
    yield server.run_code(CODE)
    environment.databases.drop(database)


def test_plan_is_the_same_each_time() -> None:
    assert load.history() == load.history()


def test_a_wrong_figure_is_told() -> None:
    wanted = totals.expected(load.history())
    found = {job: dict(figures) for job, figures in wanted.items()}
    found["C-118"]["invoiced"] += 1
    assert len(totals.differences(wanted, found)) == 1


def test_figures_ledger_and_books_agree(loaded: dict) -> None:
    """Control totals of the plan, the sweep, and the books beside the ledger."""
    assert loaded["wrong"] == []
    assert set(loaded["totals"]) == {job.code for job in JOBS}


def test_all_is_dated_by_its_days(loaded: dict) -> None:
    """Over two years, and nothing later than the day it was loaded for."""
    first, *last = loaded["days"]
    assert first < "2024-05-01"
    assert max(last) < TODAY


def test_others_approved_what_somebody_entered(loaded: dict) -> None:
    """No commitment and no bill without an approval, in the name of another than entered it."""
    for count, own, missing in loaded["approvals"]:
        assert count
        assert (own, missing) == (0, 0)


def test_documents_stand_in_many_states(loaded: dict) -> None:
    for (model, field, states), found in zip(STATES, loaded["states"], strict=True):
        assert states <= set(found), (model, field)
