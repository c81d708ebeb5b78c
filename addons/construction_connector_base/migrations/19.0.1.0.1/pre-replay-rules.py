# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
RULES = ("integration_replay_rule_own", "integration_replay_line_rule_own")


def migrate(cr, version):
    """Remove the rules that let nobody but its user read a replay; the update makes new ones."""
    where = "module = 'construction_connector_base' AND model = 'ir.rule' AND name = ANY(%s)"
    cr.execute(
        f"DELETE FROM ir_rule WHERE id IN (SELECT res_id FROM ir_model_data WHERE {where})",
        [list(RULES)],
    )
    cr.execute(f"DELETE FROM ir_model_data WHERE {where}", [list(RULES)])
