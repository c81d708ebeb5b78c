# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from hashlib import sha256

from odoo import api, models
from odoo.tools import SQL

from ..core.cost_report import COLUMN_NAMES, COLUMNS

#: What a budget line is, as it stands on its balance, too.
KEYS = (
    "company_id",
    "currency_id",
    "project_id",
    "cost_code_id",
    "cost_type_id",
    "phase_id",
)
TABLES = (
    "construction_cost_balance",
    "construction_cost_job_balance",
    "construction_cost_job_sum",
    "construction_cost_balance_mark",
)


class ConstructionCostBalance(models.Model):
    """What the cost report of each budget line came to when the ledger was last rolled up.

    Only a faster way to the same sums: the report takes a line from here when nothing was
    recorded on it since, and sums up its entries otherwise. What the lines of a job come to is
    kept by job, too, see ``construction_cost_balance_job``. The mark says up to which entry
    and which budget line all of it holds. Rolling up is the only writer, so that transactions
    that record costs never meet on a row.
    """

    _name = "construction.cost.balance"
    _description = "Job Cost Balance"
    _auto = False
    _log_access = False

    def init(self):
        # the table of budget lines may be made after this one
        self.pool.post_init(self._create_tables)

    def _create_tables(self):
        """Make the tables anew whenever the columns of the report are defined otherwise."""
        definition = sha256(repr((KEYS, COLUMNS, TABLES)).encode()).hexdigest()
        self.env.cr.execute("SELECT obj_description(to_regclass(%s))", [TABLES[0]])
        if self.env.cr.fetchone()[0] == definition:
            return
        # SQL: a column for each column of the report, whatever these are
        for table in TABLES:
            self.env.cr.execute(SQL("DROP TABLE IF EXISTS %s", SQL.identifier(table)))
        columns = SQL(", ").join(
            SQL("%s numeric NOT NULL", SQL.identifier(name)) for name in COLUMN_NAMES
        )
        self.env.cr.execute(
            SQL(
                """
                CREATE TABLE construction_cost_balance (
                    id int PRIMARY KEY REFERENCES construction_budget_line ON DELETE CASCADE,
                    %s) WITH (fillfactor = 60);
                CREATE INDEX ON construction_cost_balance (project_id);
                CREATE TABLE construction_cost_job_balance (
                    project_id int PRIMARY KEY REFERENCES project_project ON DELETE CASCADE,
                    %s);
                CREATE TABLE construction_cost_job_sum (
                    project_id int REFERENCES project_project ON DELETE CASCADE,
                    bucket varchar, line_ids text NOT NULL, amounts text NOT NULL,
                    PRIMARY KEY (project_id, bucket));
                COMMENT ON TABLE construction_cost_balance IS %s;
                CREATE TABLE construction_cost_balance_mark (
                    entry_id int, line_id int,
                    next_entry_id int, next_line_id int, next_xid xid8);
                INSERT INTO construction_cost_balance_mark (entry_id, line_id) VALUES (0, 0);
                """,
                SQL(", ").join([*(SQL("%s int", SQL.identifier(name)) for name in KEYS), columns]),
                columns,
                definition,
            )
        )

    @api.model
    def _get_mark(self):
        """Return (entry id, budget line id) up to which the balances hold."""
        return self.env.execute_query(
            SQL("SELECT entry_id, line_id FROM construction_cost_balance_mark")
        )[0]

    @api.model
    def _roll_up(self, entry_id, line_id):
        """Let the balances hold up to this entry and this budget line.

        The caller knows that no transaction is left that could still record entries or make
        lines up to these.
        """
        known_entry, known_line = self._get_mark()
        fresh = SQL(
            """
            line.id <= %s AND line.id IN (
                SELECT e.budget_line_id FROM construction_cost_entry e
                 WHERE e.id > %s AND e.id <= %s
                 UNION ALL
                SELECT l.id FROM construction_budget_line l WHERE l.id > %s)
            """,
            line_id,
            known_entry,
            entry_id,
            known_line,
        )
        self._write_balances(entry_id, fresh)
        self.env.cr.execute(
            "UPDATE construction_cost_balance_mark SET entry_id = %s, line_id = %s",
            [entry_id, line_id],
        )

    @api.model
    def _write_balances(self, entry_id, lines):
        """Let the lines that meet a condition hold up to the entry; returns the ids of their jobs."""
        report = self.env["construction.cost.report"]
        names = SQL(", ").join(map(SQL.identifier, (*KEYS, *COLUMN_NAMES)))
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO construction_cost_balance (id, %(names)s)
                SELECT line.id, %(keys)s, %(columns)s FROM %(source)s WHERE %(lines)s
                 ORDER BY line.project_id, line.id
                    ON CONFLICT (id) DO UPDATE SET (%(names)s) = ROW (%(new)s)
                 RETURNING project_id
                """,
                names=names,
                keys=SQL(", ").join(map(self._get_key, KEYS)),
                columns=SQL(", ").join(report._select_columns()),
                source=report._from_entries(SQL(" AND e.id <= %s", entry_id)),
                lines=lines,
                new=SQL(", ").join(
                    SQL("EXCLUDED.%s", SQL.identifier(name)) for name in (*KEYS, *COLUMN_NAMES)
                ),
            )
        )
        return sorted({row[0] for row in rows})

    @api.model
    def _get_key(self, name):
        return SQL(
            "%s.%s", SQL("company" if name == "currency_id" else "line"), SQL.identifier(name)
        )

    @api.model
    def _find_wrong(self):
        """Return the ids of the budget lines whose balance is missing or not what it should be."""
        entry_id, line_id = self._get_mark()
        report = self.env["construction.cost.report"]
        expected = {name: self._get_key(name) for name in KEYS}
        expected |= report._get_column_expressions()
        same = SQL(" AND ").join(
            SQL("balance.%s IS NOT DISTINCT FROM %s", SQL.identifier(name), expression)
            for name, expression in expected.items()
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id FROM %s
                  LEFT JOIN construction_cost_balance balance ON balance.id = line.id
                 WHERE line.id <= %s AND NOT (%s) ORDER BY line.id
                """,
                report._from_entries(SQL(" AND e.id <= %s", entry_id)),
                line_id,
                same,
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _correct(self, line_ids):
        """Write the balances of these budget lines anew."""
        entry_id, _line_id = self._get_mark()
        self._write_balances(entry_id, SQL("line.id = ANY(%s)", list(line_ids)))

    # Schedule ---------------------------------------------------------------------------------

    @api.model
    def _cron_roll_up(self):
        """Roll up what is settled, and note what will be settled next time."""
        cron = self.env["ir.cron"]
        settled = self._get_settled()
        if settled:
            self._roll_up(*settled)
            cron._commit_progress(1)
        self._note_next()
        cron._commit_progress(remaining=0)

    @api.model
    def _get_settled(self):
        """Return the noted (entry id, line id) when all transactions of then have ended.

        Ids are drawn before a commit: an entry below the highest one may still be on its way.
        Its transaction has a lower number than the one that noted the highest, see
        ``_note_next``: when all of these have ended, none is on its way.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT next_entry_id, next_line_id FROM construction_cost_balance_mark
                 WHERE next_xid <= pg_snapshot_xmin(pg_current_snapshot())
                """
            )
        )
        return rows[0] if rows else None

    @api.model
    def _note_next(self):
        """Note the highest entry and line of now, unless an earlier note is still waiting.

        Who has drawn an id up to these had a number before, and the own number is drawn after
        they were looked up: it is higher than theirs. The snapshot's upper end would not do,
        it is only one above the last that has ended. A number from the future was noted by
        another server, before this database was restored here.
        """
        entry_id, line_id = self._get_highest()
        self.env.cr.execute(
            """
            UPDATE construction_cost_balance_mark
               SET next_entry_id = %s, next_line_id = %s, next_xid = pg_current_xact_id()
             WHERE next_xid IS NULL OR next_entry_id <= entry_id
                OR next_xid > pg_current_xact_id()
            """,
            [entry_id, line_id],
        )

    @api.model
    def _get_highest(self):
        """Return the highest (entry id, budget line id)."""
        return self.env.execute_query(
            SQL(
                """
                SELECT (SELECT COALESCE(MAX(id), 0) FROM construction_cost_entry),
                       (SELECT COALESCE(MAX(id), 0) FROM construction_budget_line)
                """
            )
        )[0]
