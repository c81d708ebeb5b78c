# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Command

from ..core.code_list import levels, read_codes
from ..core.code_scheme import likeness
from ..core.table import Finding


class ConstructionCostCodeImportWizard(models.TransientModel):
    """Read a list of cost codes from a file: all of them, or none."""

    _name = "construction.cost.code.import.wizard"
    _description = "Import Cost Codes"
    _inherit = ["construction.table.import"]

    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Whose codes they are. Empty: every company uses them.",
    )
    scheme_id = fields.Many2one(
        "construction.cost.code.scheme",
        default=lambda self: self.env.company.cost_code_scheme_id,
        domain="[('company_id', 'in', [False, company_id])]",
        help="The codes have to be written so, and find the codes above them by it.",
    )
    accept_similar = fields.Boolean(
        string="Accept codes that look alike",
        help="Take also codes that differ only in zeros, spaces or capital letters.",
    )

    def action_import(self):
        """Create the codes of the file, or update what exists; UserError lists what is wrong."""
        self.ensure_one()
        self.env["construction.cost.code"].check_access("create")
        rows, findings = self._read(read_codes)
        records = self._find_records(rows)
        parents = self._get_parents(rows, records["code"])
        order, loops = levels(parents)
        findings += [Finding(row.row, "loop", row.parent) for row in rows if row.code in loops]
        for row in rows:
            findings += self._get_findings(row, records, parents)
        if not self.accept_similar:
            findings += self._get_similar(rows)
        self._check_findings(findings)
        by_code = {row.code: row for row in rows}
        for level in order:
            self._apply([by_code[code] for code in level], parents, records)
        return self._get_action([records["code"][row.code].id for row in rows])

    def _find_records(self, rows):
        """Return {column: {text: record}} of what the rows name, and of what may be above them."""
        rules = self.scheme_id._get_rules() if self.scheme_id else None
        codes = {name for row in rows for name in (row.code, row.parent)} - {""}
        codes |= {name for row in rows if rules for name in rules.above(row.code)}
        types = {name for row in rows for name in row.cost_types}
        units = self.env["uom.uom"].search([("name", "in", [row.unit for row in rows])])
        kinds = self.env["construction.cost.type"]._find_by_code(types, self.company_id)
        return {
            "code": self.env["construction.cost.code"]._find_by_code(codes, self.company_id),
            "unit": {unit.name: unit for unit in units},
            "cost_type": {code: kind for code, kind in kinds.items() if kind.active},
        }

    def _get_parents(self, rows, existing):
        """Return {code: code above it, or ""}: as the file says, else as the scheme finds it."""
        rules = self.scheme_id._get_rules() if self.scheme_id else None
        known = {row.code for row in rows} | set(existing)
        parents = {}
        for row in rows:
            above = [name for name in rules.above(row.code) if name in known] if rules else []
            parents[row.code] = row.parent or (above[0] if above else "")
        return parents

    def _get_findings(self, row, records, parents):
        """Return what of a row does not fit the scheme, or names what is not there."""
        existing = records["code"].get(row.code)
        if existing and existing.company_id != self.company_id:
            yield Finding(row.row, "company", row.code)
        if self.scheme_id and row.code and not self.scheme_id._get_rules().split(row.code):
            yield Finding(row.row, "scheme", row.code)
        if row.parent and row.parent not in parents and row.parent not in records["code"]:
            yield Finding(row.row, "parent", row.parent)
        if row.unit and row.unit not in records["unit"]:
            yield Finding(row.row, "unit", row.unit)
        for name in row.cost_types:
            if name not in records["cost_type"]:
                yield Finding(row.row, "cost_type", name)

    def _get_similar(self, rows):
        """Return a finding for each code that is easily taken for another one."""
        codes = self.env["construction.cost.code"].with_context(active_test=False)
        known = codes.search(
            [
                ("likeness", "in", [likeness(row.code) for row in rows if row.code]),
                ("company_id", "in", [False, self.company_id.id]),
            ]
        )
        alike = {}
        for code in [*known.mapped("code"), *(row.code for row in rows if row.code)]:
            alike.setdefault(likeness(code), {})[code] = True
        for row in rows:
            others = [code for code in alike.get(likeness(row.code), ()) if code != row.code]
            if others and row.code not in known.mapped("code"):
                yield Finding(row.row, "similar", f"{row.code} / {', '.join(others)}")

    def _apply(self, rows, parents, records):
        """Create or update the codes of one level of the tree."""
        existing = records["code"]
        for row in rows:
            if row.code in existing:
                existing[row.code].write(self._prepare_values(row, parents, records))
        new = [row for row in rows if row.code not in existing]
        created = self.env["construction.cost.code"].create(
            [
                {
                    **self._prepare_values(row, parents, records),
                    "code": row.code,
                    "company_id": self.company_id.id,
                    "scheme_id": self.scheme_id.id,
                }
                for row in new
            ]
        )
        existing.update(zip((row.code for row in new), created, strict=True))

    def _prepare_values(self, row, parents, records):
        values = {"name": row.name}
        if parents[row.code]:
            values["parent_id"] = records["code"][parents[row.code]].id
        if "unit" in row.columns:
            values["uom_id"] = records["unit"][row.unit].id if row.unit else False
        if "cost_types" in row.columns:
            types = [records["cost_type"][name].id for name in row.cost_types]
            values["cost_type_ids"] = [Command.set(types)]
        return values

    def _get_action(self, ids):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_cost_code_action"
        )
        name = self.env._("Imported Cost Codes")
        return dict(action, domain=[("id", "in", ids)], display_name=name)

    def _get_finding_texts(self, value):
        return super()._get_finding_texts(value) | {
            "file": self.env._(
                "the file has no codes to read. Give a CSV in UTF-8 or an XLSX with the headings "
                "code and name."
            ),
            "repeated": self.env._("code %(value)s stands there twice.", value=value),
            "company": self.env._(
                "code %(value)s is there for all companies already, or for one of them.",
                value=value,
            ),
            "scheme": self.env._(
                "code %(value)s is not written like %(sample)s.",
                value=value,
                sample=self.scheme_id.sample,
            ),
            "parent": self.env._("there is no cost code %(value)s to stand above it.", value=value),
            "loop": self.env._("above it stands %(value)s, and that is below it.", value=value),
            "similar": self.env._(
                "codes look alike: %(value)s. If both are meant, tick “Accept codes that look "
                "alike”.",
                value=value,
            ),
        }
