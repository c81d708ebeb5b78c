# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import functools
import logging
import logging.handlers
import os
from datetime import datetime, timezone

from odoo import api, models
from odoo.tools import config, str2bool

from ..core.logline import line

OPTION = "construction_json_logs"
VARIABLE = "CONSTRUCTION_JSON_LOGS"
#: Name of the logger; its lines are JSON and nothing else.
LOGGER = "construction.messages"


@functools.cache
def _logger() -> logging.Logger:
    """The logger, writing where Odoo's log goes, without the prefix of Odoo's lines."""
    logfile = config["logfile"]
    handler = logging.handlers.WatchedFileHandler(logfile) if logfile else logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger(LOGGER)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    return logger


class IntegrationLog(models.AbstractModel):
    """Writes one line of JSON per call and per drain, where the server's configuration asks."""

    _name = "integration.log"
    _description = "Structured Log"

    @api.model
    def _is_on(self) -> bool:
        """Whether lines are wanted: option ``construction_json_logs`` or the environment."""
        return str2bool(config.get(OPTION) or os.environ.get(VARIABLE) or "False")

    @api.model
    def _write_line(self, step: str, **values) -> None:
        """Write one line, if lines are wanted; ``values``: fields of ``core.logline``."""
        if self._is_on():
            now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
            fixed = {"at": now, "database": self.env.cr.dbname, "step": step}
            _logger().info(line(values | fixed))
