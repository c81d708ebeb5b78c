/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";

/* A cost controller lets a requisition pass that stopped over budget. */
registry.category("web_tour.tours").add("construction_over_budget_release", {
    steps: () => [
        {
            content: "The exception shows which requisition stopped",
            trigger: ".o_data_row .o_data_cell[name='document_key']:contains(REQ-OVER)",
            run: "click",
        },
        {
            content: "It names cost code, budget and what was requested",
            trigger: ".o_form_view .alert:contains(03-300):contains(1,000.00):contains(1,050.00)",
        },
        {
            content: "Override it",
            trigger: "button[name='action_open_override']",
            run: "click",
        },
        {
            content: "A reason is asked for",
            trigger: ".modal .o_field_widget[name='reason'] :is(textarea, input)",
            run: "edit Owner pays the difference",
        },
        {
            content: "Confirm",
            trigger: ".modal button[name='action_override']",
            run: "click",
        },
        {
            content: "The message is queued again",
            trigger: "body:not(:has(.modal)) .o_form_view button[data-value='received'], body:not(:has(.modal)) .o_form_view .o_field_widget[name='state']:contains(Received)",
        },
    ],
});

/* The approver approves the requisition; the job's committed cost shows at once. */
registry.category("web_tour.tours").add("construction_requisition_approval", {
    steps: () => [
        {
            content: "Open the requisition",
            trigger: ".o_data_row:contains(REQ-OVER) .o_data_cell, .o_kanban_record:contains(REQ-OVER)",
            run: "click",
        },
        {
            content: "The reason of the release is there to read",
            trigger: ".o_form_view:contains(Owner pays the difference)",
        },
        {
            content: "Approve",
            trigger: "button[name='action_approve']",
            run: "click",
        },
        {
            content: "It is ordered",
            trigger: ".o_statusbar_status button[data-value='ordered'].o_arrow_button_current",
        },
    ],
});
