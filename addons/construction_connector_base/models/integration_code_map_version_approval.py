# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib

import orjson

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.codes import Problem, diff, find_problems

#: Differences and problems that a text lists at most.
SHOWN = 50


class IntegrationCodeMapVersion(models.Model):
    """How a version comes to count: one person proposes it, another approves it."""

    _inherit = "integration.code.map.version"

    changes = fields.Text("What Changes", compute="_compute_changes")
    can_approve = fields.Boolean(compute="_compute_can_approve")

    @api.depends("line_ids.external_value", "line_ids.code", "base_id")
    def _compute_changes(self):
        for version in self:
            found = diff(version.base_id._pairs(), version._pairs())
            texts = [
                f"{one.external}: {one.old or '–'} → {one.new or '–'}" for one in found[:SHOWN]
            ]
            if len(found) > SHOWN:
                texts.append(self.env._("… and %(count)s more", count=len(found) - SHOWN))
            version.changes = "\n".join(texts)

    @api.depends("state", "proposed_by_id")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        is_manager = self.env.user.has_group("construction_connector_base.group_manager")
        for version in self:
            version.can_approve = (
                version.state == "proposed"
                and is_manager
                and version.proposed_by_id != self.env.user
            )

    def action_propose(self):
        """Ask another person to approve the drafts."""
        self._check_state("draft")
        for version in self:
            version._check_lines()
        self._set(
            {
                "state": "proposed",
                "proposed_by_id": self.env.uid,
                "proposed_at": fields.Datetime.now(),
            }
        )
        self._note_step("map.proposed")

    def action_back_to_draft(self):
        """Take a proposal back, or send it back to who made it."""
        self._check_state("proposed")
        self._set({"state": "draft", "proposed_by_id": False, "proposed_at": False})
        self._note_step("map.returned")

    def action_approve(self):
        """Let the versions count, on this person's word; offer to release who waited for them."""
        self._check_state("proposed")
        for version in self:
            version._check_approver()
            version._check_lines()
            version._replaced()._set({"state": "superseded"})
        self._set(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_at": fields.Datetime.now(),
            }
        )
        self._note_step("map.approved")
        self.env.registry.clear_cache()
        return self._offer_release()

    def _replaced(self):
        """The approved version of the same day, which this one corrects."""
        self.ensure_one()
        return self.map_id.version_ids.filtered(
            lambda v: v.state == "approved" and v.effective_from == self.effective_from
        )

    def _check_state(self, state):
        # sudo-free and fresh: two people may press at the same time
        self.invalidate_recordset(["state"])
        labels = dict(self._fields["state"]._description_selection(self.env))
        for version in self:
            if version.state != state:
                raise UserError(
                    self.env._(
                        "%(version)s is in state %(state)s; this is possible in %(wanted)s only.",
                        version=version.display_name,
                        state=labels[version.state],
                        wanted=labels[state],
                    )
                )

    def _check_approver(self):
        if not self.env.user.has_group("construction_connector_base.group_manager"):
            raise AccessError(
                self.env._("Only integration managers approve code maps. Ask one of them.")
            )
        if self.proposed_by_id == self.env.user:
            raise AccessError(
                self.env._(
                    "You proposed %(version)s yourself. Ask another integration manager to "
                    "approve it.",
                    version=self.display_name,
                )
            )

    def _check_lines(self):
        allowed = self.map_id._fixed_codes(self.map_id.domain)
        problems = find_problems(self._pairs(), self.direction, allowed)
        if problems:
            texts = [self._problem_text(problem) for problem in problems[:SHOWN]]
            raise UserError(
                self.env._(
                    "%(version)s cannot count like this:\n%(problems)s",
                    version=self.display_name,
                    problems="\n".join(texts),
                )
            )

    @api.model
    def _problem_text(self, problem: Problem) -> str:
        if problem.kind == "empty":
            return self.env._("Line %(line)s is not filled in.", line=problem.index + 1)
        if problem.kind == "external_twice":
            return self.env._("Their code %(value)s stands there twice.", value=problem.value)
        if problem.kind == "code_twice":
            return self.env._(
                "Our code %(value)s stands there twice: which one would be sent?",
                value=problem.value,
            )
        return self.env._("%(value)s is not one of the codes that exist.", value=problem.value)

    def _concerned_ids(self) -> list[int]:
        """Hook: ids of the messages that a step of this version is about: it is their history too."""
        return []

    def _note_step(self, step):
        for version in self:
            pairs = version._pairs()
            version.env["integration.audit.entry"]._note(
                step,
                {
                    "map": version.map_id.display_name,
                    "number": version.number,
                    "effective_from": version.effective_from or None,
                    "lines": len(pairs),
                    "digest": hashlib.sha256(orjson.dumps(sorted(pairs))).hexdigest(),
                    "proposed_by": version.proposed_by_id.id or None,
                    "why": version.note or None,
                },
                messages=version._concerned_ids(),
                record=version,
                company_id=version.company_id.id or None,
                system_id=version.system_id.id or None,
            )
