# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError, ValidationError


class CodingError(ValidationError):
    """A document line cannot be coded as it is.

    code: stable name of the reason, e.g. "coding.closed", for whoever reads it by program.
    """

    def __init__(self, message, code):
        super().__init__(message)
        self.code = code


class SignedMonthError(UserError):
    """A document would change costs of a month that the company signed off.

    code: stable name of the reason, for whoever reads it by program.
    """

    code = "period.signed"
