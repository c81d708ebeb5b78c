# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a role may do with documents of an own job, of another job and of another company.

From the access lists and record rules of an installed database. Set the variable
``CONSTRUCTION_WRITE_RIGHTS`` to 1 and run the test: ``docs/rights-jobcost.md`` is written anew.
"""

from pathlib import Path

from odoo.modules import get_module_path
from odoo.tools.safe_eval import safe_eval

ADDON = "construction_jobcost"
VARIABLE = "CONSTRUCTION_WRITE_RIGHTS"
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
#: What a record rule calls when it keeps people to their own jobs.
KEEPERS = ("_get_job_domain", "_get_visible_project_domain", "_get_analytic_line_domain")
BEGIN, END = "<!-- rights on jobs -->", "<!-- end of rights on jobs -->"


def kept_models(env) -> list[str]:
    """The models that a record rule keeps to own jobs."""
    rules = env["ir.rule"].search([])
    return sorted(
        {
            rule.model_id.model
            for rule in rules
            if any(keeper in (rule.domain_force or "") for keeper in KEEPERS)
        }
    )


def models_with_a_job(env) -> list[str]:
    """The models of the addon that have a job and may be read without the right on all jobs."""
    everything = env.ref(f"{ADDON}.group_job_cost_all")
    lines = env["ir.model.access"].search([("perm_read", "=", True)])
    lines = lines.filtered(lambda line: everything not in line.group_id.all_implied_ids)
    readable = lines.model_id.mapped("model")
    return sorted(
        name
        for name, model in env.registry.items()
        if model._original_module == ADDON
        and not model._abstract
        and not model._transient
        and name in readable
        and any(
            field.comodel_name == "project.project" and field.type in ("many2one", "many2many")
            for field in model._fields.values()
            if field.relational
        )
    )


def rights(env, model: str, user) -> tuple[str, str]:
    """The letters of what the user may do on an own job, and on another job of the company."""
    groups = user.all_group_ids
    lines = env["ir.model.access"].search([("model_id.model", "=", model)])
    lines = lines.filtered(lambda line: not line.group_id or line.group_id in groups)
    own = [c for c, op in OPERATIONS.items() if any(lines.mapped(f"perm_{op}"))]
    other = [c for c in own if _reaches_other_jobs(env, model, user, OPERATIONS[c])]
    return "".join(own), "".join(other)


def _reaches_other_jobs(env, model: str, user, operation: str) -> bool:
    rules = env["ir.rule"].search(
        [("model_id.model", "=", model), (f"perm_{operation}", "=", True)]
    )
    context = {"user": user, "company_ids": user.company_ids.ids, "company_id": user.company_id.id}
    kept = {rule: "job_team" in str(_domain(rule, context)) for rule in rules}
    common = rules.filtered(lambda rule: not rule.groups)
    own = rules.filtered(lambda rule: rule.groups & user.all_group_ids)
    return not any(kept[rule] for rule in common) and (
        not own or not all(kept[rule] for rule in own)
    )


def _domain(rule, context):
    return safe_eval(rule.domain_force or "[]", dict(context))


def table(env, people: dict) -> str:
    """The matrix in Markdown: own job / other job; *-* nothing."""
    head = ["model", *people]
    rows = [head, ["---"] * len(head)]
    for model in kept_models(env):
        cells = (rights(env, model, user) for user in people.values())
        rows.append([f"`{model}`", *(f"{own or '-'} / {other or '-'}" for own, other in cells)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def document() -> Path | None:
    """The document with the table; None where the addon was installed without it."""
    path = Path(get_module_path(ADDON)).parents[1] / "docs" / "rights-jobcost.md"
    return path if path.exists() else None


def documented(text: str) -> str:
    """The table as the document has it."""
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def write(path: Path, wanted: str) -> None:
    """Put the table into the document."""
    before, _begin, rest = path.read_text().partition(BEGIN)
    path.write_text(f"{before}{BEGIN}\n{wanted}\n{END}{rest.partition(END)[2]}")
