# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
def create_table(env) -> None:
    """A table with the columns of the inbox, and of its indexes the primary key alone."""
    env.cr.execute(
        """
        CREATE TABLE construction_bench_message (
            LIKE integration_message INCLUDING DEFAULTS, PRIMARY KEY (id))
        """
    )
