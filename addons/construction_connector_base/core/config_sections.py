# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which settings stand in the configuration file. Secrets, keys and identities never do.

A section counts in a database only if its model is installed there.
"""

from collections.abc import Container

from .config import Section

_sections: dict[str, Section] = {}


def register_section(section: Section) -> Section:
    """Add a kind of setting to the file; return it. Raises ``ValueError`` if its name is taken."""
    if section.name in _sections:
        raise ValueError(f"The section {section.name} is registered twice.")
    _sections[section.name] = section
    return section


def sections(models: Container[str]) -> list[Section]:
    """The sections whose model is among these, each after what it refers to."""
    found = [section for section in _sections.values() if section.model in models]
    return sorted(found, key=lambda section: (section.order, section.name))


def names(*same: str, **others: str) -> dict[str, str]:
    """Names in the file by field: those that are the same, then those that are not."""
    return {name: name for name in same} | others


register_section(
    Section(
        name="retention_classes",
        model="integration.retention.class",
        key=("code",),
        fields=names("code", "name", "archive_days", "anonymise_days", "delete_days"),
        order=10,
    )
)
register_section(
    Section(
        name="systems",
        model="integration.system",
        key=("code",),
        fields=names(
            "code",
            "name",
            "active",
            "environment",
            "may_read_metrics",
            "signature_required",
            "allowed_networks",
            "rate_limit",
            "max_bytes",
            "max_messages",
            "adapter",
            "base_url",
            "private_networks",
            "outgoing_per_minute",
            owner="owner_id",
            company="company_id",
            companies="company_ids",
            speaks_ids_of="id_source_ids",
        ),
        children={
            "entities": Section(
                name="entities",
                model="integration.system.entity",
                key=("code", "valid_from"),
                fields=names("code", "valid_from", "valid_to", company="company_id"),
                parent="system_id",
            ),
            "contracts": Section(
                name="contracts",
                model="integration.system.contract",
                key=("type",),
                fields=names("type"),
                parent="system_id",
            ),
        },
        order=20,
    )
)
register_section(
    Section(
        name="policies",
        model="integration.contract.policy",
        key=("type", "company", "system"),
        fields=names(
            "type",
            "active",
            "priority",
            "max_attempts",
            "window",
            "window_zone",
            "window_minutes",
            "hold",
            company="company_id",
            system="system_id",
            approval_group="approval_group_id",
            retention_class="retention_class_id",
        ),
        order=30,
    )
)
register_section(
    Section(
        name="reasons",
        model="integration.reason",
        key=("code",),
        fields=names(
            "code",
            "override_second",
            "override_limit",
            "override_hours",
            override_group="override_group_id",
        ),
        order=30,
    )
)
register_section(
    Section(
        name="desk_rules",
        model="integration.desk.rule",
        key=("name", "company"),
        fields=names(
            "name",
            "sequence",
            "active",
            "workflow",
            "type",
            "amount_from",
            "amount_to",
            "owner_kind",
            "sla_hours",
            "wait_hours",
            "escalate_hours",
            "activity",
            company="company_id",
            system="system_id",
            reason="reason_prefix",
            person="user_id",
            group="group_id",
            escalate_to="escalate_user_id",
        ),
        order=40,
    )
)
register_section(
    Section(
        name="code_maps",
        model="integration.code.map",
        key=("domain", "system", "company"),
        fields=names(
            "domain",
            "direction",
            "active",
            "effective_from",
            "values",
            system="system_id",
            company="company_id",
        ),
        part="integration.config.part.code.map",
        order=40,
    )
)
register_section(
    Section(
        name="reconciliation_plans",
        model="integration.reconciliation.plan",
        key=("system", "company", "workflow", "type", "interval"),
        fields=names(
            "workflow",
            "type",
            "interval",
            "active",
            "delay_days",
            "date_first",
            "request_missing",
            system="system_id",
            company="company_id",
        ),
        order=40,
    )
)
register_section(
    Section(
        name="subscriptions",
        model="integration.subscription",
        key=("system", "name"),
        fields=names(
            "name",
            "active",
            "channel",
            "endpoint_url",
            "receiver_is_idempotent",
            "timeout_seconds",
            "folder",
            "file_format",
            "file_window",
            system="system_id",
            companies="company_ids",
        ),
        children={
            "events": Section(
                name="events",
                model="integration.subscription.type",
                key=("type",),
                fields=names("type"),
                parent="subscription_id",
            ),
        },
        order=40,
    )
)
register_section(
    Section(
        name="pulls",
        model="integration.pull",
        key=("system", "stream"),
        fields=names(
            "stream",
            "active",
            "interval_minutes",
            "page_size",
            "overlap_minutes",
            system="system_id",
        ),
        order=40,
    )
)
register_section(
    Section(
        name="alert_rules",
        model="integration.alert.rule",
        key=("name", "company", "system"),
        fields=names(
            "name",
            "sequence",
            "active",
            "metric",
            "threshold",
            "minutes",
            "grain",
            "severity",
            "workflow",
            "has_activity",
            "has_mail",
            "mail_to",
            "has_quiet_hours",
            "quiet_from",
            "quiet_to",
            "quiet_tz",
            company="company_id",
            system="system_id",
            owner="owner_id",
        ),
        order=40,
    )
)
register_section(
    Section(
        name="ownership",
        model="integration.ownership",
        key=("record", "name", "company"),
        fields=names(
            "name",
            "policy",
            "active",
            record="model_id",
            fields="field_ids",
            company="company_id",
            owner="system_id",
        ),
        order=40,
    )
)
