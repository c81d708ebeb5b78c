# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A message on its way through a handler."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

OutcomeState = Literal["waiting", "exception", "superseded", "done"]


@dataclass(frozen=True)
class Outcome:
    """Why an item is not (or need not be) applied. ``amount``: what is at stake, in company currency."""

    state: OutcomeState
    code: str
    text: str
    amount: Decimal | None = None
    details: dict[str, Any] | None = None
    waiting_key: str | None = None


@dataclass(frozen=True)
class Document:
    """A record that a message created or changed."""

    res_model: str
    res_id: int
    kind: str
    name: str


def waiting_key(entity: str, external_id: str) -> str:
    """What a waiting message waits for, as it is stored and looked up."""
    return f"{entity}:{external_id}"


def unmapped_key(domain: str, value: str) -> str:
    """What a message stopped for that needs a code map, as it is stored and looked up."""
    return f"map:{domain}:{value}"


@dataclass(eq=False)
class Item:
    """One message as handlers see it: they read ``data`` and settle an outcome, or none.

    ``message``: its ``integration.message`` record. ``data``: the validated payload.
    ``refs``: free space where the steps of a handler leave what they found for the next.
    ``overrides``: reason codes that a person has overridden, with ``override_reason``.
    ``sources``: what the sender wrote, by domain and our code, where a code map replaced it, asked
    by the drain or by an adapter.
    An item that is still open after the last step is done.
    """

    message: Any
    data: Any
    overrides: frozenset[str] = frozenset()
    override_reason: str = ""
    refs: dict[str, Any] = field(default_factory=dict)
    sources: dict[tuple[str, str], str] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    outcome: Outcome | None = None

    @property
    def is_open(self) -> bool:
        """Whether no step has settled an outcome yet."""
        return self.outcome is None

    def wait_for(self, entity: str, external_id: str, text: str) -> None:
        """Park the message until ``entity`` with ``external_id`` is released."""
        self._settle(
            Outcome(
                "waiting",
                f"waiting.{entity}",
                text,
                waiting_key=waiting_key(entity, external_id),
            )
        )

    def wait_for_period(self, day: date, text: str) -> None:
        """Park the message until the accounting period of this day is opened."""
        self.wait_for("period", f"{day:%Y-%m}", text)

    def stop(
        self,
        code: str,
        text: str,
        amount: Decimal | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> bool:
        """Hand the message to a person, unless one has overridden this reason already.

        ``amount``: what is at stake, in company currency. Returns whether it stopped.
        """
        if code in self.overrides:
            return False
        self._settle(Outcome("exception", code, text, amount, dict(details) if details else None))
        return True

    def stop_unmapped(
        self, domain: str, value: str, text: str, amount: Decimal | None = None
    ) -> bool:
        """Hand the message to a person because nobody knows this code of a domain.

        The reason is ``<domain>.unknown``. A code map that knows the code offers to release the
        message. ``value``: the code as the handler sees it; where a map or an adapter made it from
        another, the reason is told of what was sent. Returns whether it stopped.
        """
        code = f"{domain}.unknown"
        if code in self.overrides:
            return False
        source = self.sources.get((domain, value), value)
        details = {"domain": domain, "value": source}
        if source != value:
            details["code"] = value
        key = unmapped_key(domain, source)
        self._settle(Outcome("exception", code, text, amount, details, key))
        return True

    def supersede(self, text: str) -> None:
        """Keep the message without applying it: something newer is known."""
        self._settle(Outcome("superseded", "superseded", text))

    def repeat(self, text: str) -> None:
        """Done without applying: its document was recorded before, with the same contents."""
        self._settle(Outcome("done", "repeated", text))

    def add_document(self, record: Any, kind: str | None = None) -> None:
        """Note a record that the message created or changed; once per record.

        ``kind``: a short name for the sender; by default the model with underscores.
        """
        known = {(document.res_model, document.res_id) for document in self.documents}
        for one in record:
            if (one._name, one.id) not in known:
                kind_ = kind or one._name.replace(".", "_")
                self.documents.append(Document(one._name, one.id, kind_, one.display_name))

    def _settle(self, outcome: Outcome) -> None:
        # the first reason counts: a later step must not hide why the message stopped
        if self.outcome is None:
            self.outcome = outcome


__all__ = ["Document", "Item", "Outcome", "unmapped_key", "waiting_key"]
