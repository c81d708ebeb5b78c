# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may do what with the models of an addon, from the registry; other addons' tests use it too.

Set the variable ``CONSTRUCTION_WRITE_RIGHTS`` to 1 and run the test: the table in ``docs/rights.md``
is written anew.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from odoo.modules import get_module_path

OPERATIONS = {"r": "perm_read", "w": "perm_write", "c": "perm_create", "d": "perm_unlink"}
#: A model with one of these fields belongs to a company.
COMPANY_FIELDS = ("company_id", "company_ids", "system_id", "message_id")
VARIABLE = "CONSTRUCTION_WRITE_RIGHTS"


def models_of(env, addon: str) -> list[str]:
    """The models with a table that the addon defines or gives rights to, wizards included."""
    own = {
        name
        for name, model in env.registry.items()
        if model._original_module == addon and not model._abstract and model._auto
    }
    return sorted(own | set(_access_lines(env, addon).model_id.mapped("model")))


def groups_of(env, addon: str):
    """The groups that the addon defines or gives rights to, and that of every internal user."""
    data = env["ir.model.data"].search([("module", "=", addon)])
    own = data.filtered(lambda one: one.model == "res.groups").mapped("res_id")
    groups = env["res.groups"].browse(own) | _access_lines(env, addon).group_id
    everybody = env.ref("base.group_user")
    names = (groups - everybody).get_external_id()
    ordered = (groups - everybody).sorted(
        lambda group: (names[group.id].split(".")[0] != addon, group.sequence, names[group.id])
    )
    return everybody + ordered


def group_name(env, addon: str, group) -> str:
    """How the table calls a group: those of other addons with the family they belong to."""
    is_own = group.get_external_id()[group.id].startswith(f"{addon}.")
    return group.name if is_own else group.full_name


def _access_lines(env, addon: str):
    data = env["ir.model.data"].search([("module", "=", addon), ("model", "=", "ir.model.access")])
    return env["ir.model.access"].browse(data.mapped("res_id"))


def rights(env, addon: str, model: str, group) -> str:
    """What the addon's access lists let members of the group do: letters of ``OPERATIONS``."""
    lines = _access_lines(env, addon).filtered(
        lambda line: line.model_id.model == model and line.group_id in group.all_implied_ids
    )
    return "".join(letter for letter, field in OPERATIONS.items() if any(lines.mapped(field)))


def company_rule(env, model: str) -> bool:
    """Whether a rule for everybody keeps the records of other companies away."""
    rules = env["ir.rule"].search([("model_id.model", "=", model), ("groups", "=", False)])
    return any("company" in (rule.domain_force or "") for rule in rules)


def has_company(env, model: str) -> bool:
    """Whether records of the model belong to a company."""
    return not env[model]._transient and any(name in env[model]._fields for name in COMPANY_FIELDS)


def without_company_rule(env, addon: str) -> list[str]:
    """The models whose records belong to companies without a rule that keeps these apart.

    What nobody may read needs none.
    """
    groups = groups_of(env, addon)
    return [
        model
        for model in models_of(env, addon)
        if env.registry[model]._original_module == addon
        and has_company(env, model)
        and not company_rule(env, model)
        and any(rights(env, addon, model, group) for group in groups)
    ]


def table(env, addon: str) -> str:
    """The matrix as a table in Markdown."""
    groups = groups_of(env, addon)
    head = ["model", *(group_name(env, addon, group) for group in groups), "companies"]
    rows = [head, ["---"] * len(head), *_rows(env, addon, groups)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _rows(env, addon: str, groups) -> Iterator[list[str]]:
    for model in models_of(env, addon):
        if env[model]._transient:
            scope = "own records"
        else:
            scope = "own companies" if company_rule(env, model) else "all"
        held = (rights(env, addon, model, group) or "-" for group in groups)
        yield [f"`{model}`", *held, scope]


def document(addon: str) -> Path | None:
    """The document that shows the tables; None where the addon was installed without it."""
    path = Path(get_module_path(addon)).parents[1] / "docs" / "rights.md"
    return path if path.exists() else None


def documented(text: str, addon: str) -> str:
    """The table of the addon as the document has it."""
    begin, end = _marks(addon)
    return text.partition(begin)[2].partition(end)[0].strip()


def write(path: Path, addon: str, wanted: str) -> None:
    """Put the table into the document."""
    begin, end = _marks(addon)
    text = path.read_text()
    before, _begin, rest = text.partition(begin)
    path.write_text(f"{before}{begin}\n{wanted}\n{end}{rest.partition(end)[2]}")


def _marks(addon: str) -> tuple[str, str]:
    return f"<!-- rights of {addon} -->", f"<!-- end of {addon} -->"


def check_document(case, addon: str) -> None:
    """Fail if the document shows other rights than there are."""
    path = document(addon)
    if path is None:
        return
    wanted = table(case.env(user=1), addon)
    if os.environ.get(VARIABLE):
        write(path, addon, wanted)
    case.assertEqual(
        documented(path.read_text(), addon),
        wanted,
        f"The rights have changed. Run this test with {VARIABLE}=1 and look at the difference.",
    )
