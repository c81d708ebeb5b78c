# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

#: In the context of what a step writes. An object of this process: no caller can send it.
STEP = object()


class ConstructionStepMixin(models.AbstractModel):
    """A document that goes along steps, which only its own methods take.

    A model names the steps in ``_transitions`` and keeps the present one in ``_step_field``;
    nobody creates a document beyond the first step or writes what only steps set.
    """

    _name = "construction.step.mixin"
    _description = "Document with Steps"

    #: The field that holds the step.
    _step_field = "state"
    #: {step: the steps it may come from}; empty: the model guards its steps itself.
    _transitions = {}

    @api.model
    def _transition_fields(self):
        """Return the fields that only a step of the document's workflow sets."""
        return frozenset({self._step_field} if self._transitions else ())

    @api.model
    def _check_no_transition(self, names):
        """Raise UserError when somebody writes what only the steps of the workflow set."""
        if self._transition_fields() & set(names):
            raise UserError(
                self.env._(
                    "The state of a document follows from its steps and cannot be written. Use "
                    "the buttons of the %(document)s, such as Submit, Approve or Reject.",
                    document=self.env["ir.model"]._get(self._name).name,
                )
            )

    @api.model
    def _check_begins_as_draft(self, vals_list):
        """Raise UserError when a document is created further than a draft is."""
        first = {name: "draft" for name in ("state", self._step_field)}
        for vals in vals_list:
            given = {name for name, value in vals.items() if value and value != first.get(name)}
            self._check_no_transition(given)

    @api.model_create_multi
    def create(self, vals_list):
        # a caller's defaults reach fields that the values do not name
        steps = {f"default_{name}" for name in self._transition_fields()}
        kept = {key: value for key, value in self.env.context.items() if key not in steps}
        self = self.with_env(self.env(context=kept))
        if self._transitions and self.env.context.get("construction_step") is not STEP:
            self._check_begins_as_draft(vals_list)
        return super().create(self._prepare_first_values(vals_list))

    @api.model
    def _prepare_first_values(self, vals_list):
        """Return the values to create with, and what the document itself gives, as its number."""
        return vals_list

    def write(self, vals):
        if self._transitions and self.env.context.get("construction_step") is not STEP:
            self._check_no_transition(vals)
        return super().write(vals)

    def _set_step(self, step, **vals):
        """Take all of self to a step, with what it sets; UserError where it is not open."""
        self._check_step_open(step)
        return self._set(**{self._step_field: step}, **vals)

    def _set(self, **vals):
        """Write what follows from a step."""
        return self.with_context(construction_step=STEP).write(vals)

    def _check_step_open(self, step):
        """Raise UserError unless all of self may go to a step."""
        labels = dict(self._fields[self._step_field]._description_selection(self.env))
        for document in self:
            if document[self._step_field] not in self._transitions[step]:
                raise UserError(
                    self.env._(
                        "%(document)s is %(now)s and cannot become %(next)s.",
                        document=document.display_name,
                        now=labels[document[self._step_field]].lower(),
                        next=labels[step].lower(),
                    )
                )

    def _check_step(self, *steps):
        """Raise UserError unless all of self are at one of these steps."""
        labels = dict(self._fields[self._step_field]._description_selection(self.env))
        for document in self:
            if document[self._step_field] not in steps:
                raise UserError(
                    self.env._(
                        "%(document)s is %(now)s; this step is for what is %(steps)s.",
                        document=document.display_name,
                        now=labels[document[self._step_field]].lower(),
                        steps=", ".join(labels[step].lower() for step in steps),
                    )
                )
