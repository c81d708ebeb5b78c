# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg2

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..core import config, config_plan
from ..core.config import ConfigError
from ..core.config_plan import Change
from ..core.config_sections import sections


@dataclass(frozen=True)
class Preview:
    """What an import would do. ``digest`` stands for exactly this."""

    changes: Sequence[Change]
    text: str
    digest: str

    @property
    def is_change(self) -> bool:
        """Whether anything would be written."""
        return any(change.is_change for change in self.changes)


class IntegrationConfig(models.AbstractModel):
    """The configuration as one file: written, compared with what is here, taken over."""

    _name = "integration.config"
    _description = "Configuration File"

    @api.model
    def _export(self) -> str:
        """All settings that this user may see, as YAML in a stable order; never a secret."""
        self._check_manager()
        data = {}
        for section in self._sections():
            rows = self._part(section)._read_entries(section)
            self._check_unique(section, rows)
            data[section.name] = sorted(rows, key=lambda row: config_plan.sort_key(section, row))
        text = config.dump(data)
        self._note("config.exported", text, {name: len(rows) for name, rows in data.items()})
        return text

    @api.model
    def _check_unique(self, section, rows) -> None:
        labels = [section.label(row) for row in rows]
        twice = sorted({label for label in labels if labels.count(label) > 1})
        if twice:
            raise UserError(
                self.env._(
                    "Two settings have the same name in the file: %(name)s. Rename one of them.",
                    name=twice[0],
                )
            )

    @api.model
    def _preview(self, text: str) -> Preview:
        """What importing this text would do. Raises ``UserError`` with the path of what is wrong."""
        self._check_manager()
        try:
            changes = self._plan(text)
        except ConfigError as error:
            raise UserError(str(error)) from None
        shown = config_plan.render(changes)
        return Preview(changes, shown, hashlib.sha256((text + shown).encode()).hexdigest())

    @api.model
    def _import(self, text: str, digest: str) -> Preview:
        """Do what a preview has shown, wholly or not at all; return it.

        ``digest``: that of the preview which was confirmed. Raises ``UserError`` if the import
        would do something else by now, or if a setting is refused.
        """
        preview = self._preview(text)
        if preview.digest != digest:
            raise UserError(
                self.env._("Settings have changed since the preview. Look at the changes again.")
            )
        with self.env.cr.savepoint():
            self._apply(preview.changes)
            self._check_done(text)
        self._note("config.imported", text, config_plan.count(preview.changes))
        return preview

    @api.model
    def _plan(self, text: str) -> list[Change]:
        known = self._sections()
        entries = config.read(text, known)
        # what the file itself is about to make can be referred to, too
        made = {
            (section.model, section.key_of(entry.values))
            for section in known
            for entry in entries.get(section.name, [])
            if not entry.is_absent
        }
        changes = []
        for section in known:
            if section.name in entries:
                part = self._part(section).with_context(config_made=frozenset(made))
                wanted = [part._normalise(section, entry) for entry in entries[section.name]]
                changes += config_plan.plan(section, wanted, part._read_entries(section))
        return changes

    @api.model
    def _apply(self, changes: Sequence[Change]) -> None:
        # removals last and backwards: what is referred to goes after what refers to it
        ordered = [change for change in changes if change.kind in ("create", "update")]
        ordered += [change for change in reversed(changes) if change.kind == "delete"]
        links = []
        for change in ordered:
            part = self._part(change.section)
            links += self._try(change, part._apply_change, change)
        for change, part, record, values in links:
            self._try(change, part._link, record, values)

    @api.model
    def _try(self, change: Change, method, *arguments):
        try:
            # a savepoint: the words for what the database refuses are read from it
            with self.env.cr.savepoint():
                result = method(*arguments)
        except psycopg2.IntegrityError as error:
            words = self.env[change.section.model]._sql_error_to_message(error)
            raise UserError(self._place(change, words)) from error
        except (UserError, ConfigError) as error:
            # an access error is one of those, and stays one
            kind = type(error) if isinstance(error, UserError) else UserError
            raise kind(self._place(change, str(error))) from error
        return result

    @api.model
    def _place(self, change: Change, words: str) -> str:
        return words if words.startswith(change.path) else f"{change.path}: {words}"

    @api.model
    def _check_done(self, text: str) -> None:
        """A setting that silently became something else would be written at each import."""
        self.env.invalidate_all()
        for change in self._plan(text):
            if change.is_change:
                shown = config_plan.render([change])
                raise UserError(
                    self.env._("This cannot be stored as it stands there:\n%(shown)s", shown=shown)
                )

    @api.model
    def _sections(self):
        return sections(self.env)

    @api.model
    def _part(self, section):
        # names in the language of the sources, and what is archived too
        return self.env[section.part].with_context(lang=None, active_test=False)

    @api.model
    def _note(self, step: str, text: str, counts: dict[str, int]) -> None:
        self.env["integration.audit.entry"]._note(
            step, {"sha256": hashlib.sha256(text.encode()).hexdigest(), "entries": counts}
        )

    @api.model
    def _check_manager(self) -> None:
        if not self.env.su and not self.env.user.has_group(
            "construction_connector_base.group_manager"
        ):
            raise AccessError(
                self.env._(
                    "Only integration managers may export or import the configuration. Ask for "
                    "the group Integration: Manager."
                )
            )
