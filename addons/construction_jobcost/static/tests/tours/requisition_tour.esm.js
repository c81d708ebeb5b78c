/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {choose} from "@construction_jobcost/../tests/tours/tour_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const LINE = ".o_field_widget[name='line_ids'] .o_data_row";

/* A project manager enters a requisition by hand, for more than the budget has left. */
tours.add("construction_requisition_by_hand", {
    steps: () => [
        {
            content: "Enter a requisition",
            trigger: ".o_list_button_add",
            run: "click",
        },
        ...choose(".o_field_widget[name='project_id']", "Pier 7"),
        {
            content: "Add what is needed",
            trigger: ".o_field_widget[name='line_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Describe it",
            trigger: `${LINE} [name='description'] textarea`,
            run: "edit Ready-mix C30",
        },
        ...choose(`${LINE} [name='cost_code_id']`, "03-100"),
        ...choose(`${LINE} [name='cost_type_id']`, "Material"),
        ...choose(`${LINE} [name='vendor_id']`, "Steel Supply"),
        {
            content: "Say how much",
            trigger: `${LINE} [name='quantity'] input`,
            run: "edit 15",
        },
        {
            content: "Say what it costs",
            trigger: `${LINE} [name='estimated_unit_cost'] input`,
            run: "edit 100",
        },
        {
            content: "Submit it",
            trigger: "button[name='action_submit']",
            run: "click",
        },
        {
            content: "It is held: the line, its budget and what is asked are named",
            trigger: ".o_form_view .alert:contains(03-100):contains(1,000.00):contains(1,500.00)",
        },
    ],
});

/* A cost controller lets it pass, with a reason. */
tours.add("construction_requisition_release", {
    steps: () => [
        {
            content: "Open the held requisition",
            trigger: ".o_data_row:contains(Pier 7):contains(Over Budget) [name='project_id']",
            run: "click",
        },
        {
            content: "Release it",
            trigger: "button[name='action_ask_release']",
            run: "click",
        },
        {
            content: "Give the reason",
            trigger: ".modal .o_field_widget[name='reason'] :is(textarea, input)",
            run: "edit Owner pays the overrun",
        },
        {
            content: "Confirm",
            trigger: ".modal button[name='action_confirm']:contains(Release)",
            run: "click",
        },
        {
            content: "It waits for its approval",
            trigger:
                "body:not(:has(.modal)) .o_statusbar_status button[data-value='submitted'].o_arrow_button_current",
        },
    ],
});

/* The approver approves; the requisition is ordered. */
tours.add("construction_requisition_approve", {
    steps: () => [
        {
            content: "Open the released requisition",
            trigger: ".o_data_row:contains(Pier 7):contains(Submitted) [name='project_id']",
            run: "click",
        },
        {
            content: "Read why it may pass, and approve",
            trigger: ".o_form_view:contains(Owner pays the overrun) button[name='action_approve']",
            run: "click",
        },
        {
            content: "It is ordered",
            trigger: ".o_statusbar_status button[data-value='ordered'].o_arrow_button_current",
        },
    ],
});

/* From the committed figure of the cost report down to the order. */
tours.add("construction_cost_report_drill_down", {
    steps: () => [
        {
            content: "Open the job",
            trigger: ".o_group_header:contains(Pier 7) .o_group_name",
            run: "click",
        },
        {
            content: "The cost code has the order committed; open the figure",
            trigger: ".o_data_row:contains(03-100) [name='committed']:contains(1,500.00)",
            run: "click",
        },
        {
            content: "Open the original commitments",
            trigger: ".o_group_header:contains(Original Commitments) .o_group_name",
            run: "click",
        },
        {
            content: "Open the entry",
            trigger: ".o_data_row:contains(Original Commitments) [name='amount']:contains(1,500.00)",
            run: "click",
        },
        {
            content: "This is the order",
            trigger: ".o_form_view:contains(Steel Supply) [name='order_line'] .o_data_row:contains(Ready-mix C30)",
        },
    ],
});
