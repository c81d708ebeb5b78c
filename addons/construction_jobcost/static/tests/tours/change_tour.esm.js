/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {choose} from "@construction_jobcost/../tests/tours/tour_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const LINE = ".o_field_widget[name='line_ids'] .o_data_row";

function state(name) {
    return `.o_statusbar_status button[data-value='${name}'].o_arrow_button_current`;
}

/* The form of a change of this tier, in this state. */
function change(number, name) {
    return {
        content: `${number} is ${name}`,
        trigger: `.o_form_view:contains(${number}):has(${state(name)})`,
    };
}

function press(content, button) {
    return {content, trigger: `button[name='${button}']:visible`, run: "click"};
}

/* A project manager notes what happened and takes it to a change of the contract. */
tours.add("construction_change_from_event", {
    steps: () => [
        {
            content: "Note an event",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Say what happened",
            trigger: ".o_field_widget[name='title'] input",
            run: "edit Rock in the trench",
        },
        ...choose(".o_field_widget[name='project_id']", "Pier 7"),
        {
            content: "Add rough figures",
            trigger: ".o_field_widget[name='line_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        ...choose(`${LINE} [name='cost_code_id']`, "03-100"),
        ...choose(`${LINE} [name='cost_type_id']`, "Material"),
        {
            content: "What it may cost",
            trigger: `${LINE} [name='cost_estimate'] input`,
            run: "edit 400",
        },
        {
            content: "What the owner may pay",
            trigger: `${LINE} [name='revenue_estimate'] input`,
            run: "edit 500",
        },
        press("Make a change order of it", "action_create_change"),
        change("PCO-001", "draft"),
        press("Submit the PCO", "action_submit"),
        change("PCO-001", "pending"),
        press("Bundle it into a request", "action_bundle"),
        change("COR-001", "draft"),
        press("Submit the COR", "action_submit"),
        change("COR-001", "pending"),
        press("Bundle it into a change of the contract", "action_bundle"),
        change("PCCO-001", "draft"),
        {
            content: "Record the owner's reference",
            trigger: ".o_field_widget[name='owner_reference'] input",
            run: "edit PO-17",
        },
        {
            content: "Record the owner's signature",
            trigger: ".o_field_widget[name='owner_signed_date'] input, .o_field_widget[name='owner_signed_date'] button",
            run: "click",
        },
        {
            content: "Choose the day",
            trigger: ".o_datetime_picker .o_date_item_cell.o_today",
            run: "click",
        },
        press("Submit the PCCO", "action_submit"),
        change("PCCO-001", "pending"),
    ],
});

/* The approver approves: the parts are approved with it. */
tours.add("construction_change_approve", {
    steps: () => [
        {
            content: "The head of the column sums up cost and days too",
            trigger:
                ".o_kanban_group:contains(PCCO-001):has([data-total='days']) [data-total='cost_amount']:contains(400.00)",
        },
        {
            content: "Open the change on the board",
            trigger: ".o_kanban_record:contains(PCCO-001)",
            run: "click",
        },
        press("Approve", "action_approve"),
        change("PCCO-001", "approved"),
        {
            content: "The request is approved with it",
            trigger: ".o_field_widget[name='part_ids'] .o_data_row:contains(COR-001):contains(Approved)",
        },
    ],
});

/* The project manager puts its cost into a change of the order that it touches. */
tours.add("construction_change_commit", {
    steps: () => [
        {
            content: "Open the change",
            trigger: ".o_kanban_record:contains(PCCO-001)",
            run: "click",
        },
        {
            content: "See the demand",
            trigger: ".o_notebook a[name='demand']",
            run: "click",
        },
        {
            content: "Change the order of the same code",
            trigger: ".o_field_widget[name='order_line_ids'] .o_data_row:contains(Steel Supply) button",
            run: "click",
        },
        {
            content: "It takes over what is not in commitments yet",
            trigger: ".modal .o_data_row:contains(03-100):contains(400.00)",
        },
        press("Create the change of the order", "action_create"),
        {
            content: "The commitment change refers to the package",
            trigger: ".o_form_view [name='change_package_ref'] input:value(PCCO-001)",
        },
        press("Submit it", "action_submit"),
        {
            content: "It is pending",
            trigger: state("pending"),
        },
    ],
});

/* The approver approves the change of the order, too. */
tours.add("construction_change_commitment_approve", {
    steps: () => [
        {
            content: "Open the commitment change",
            trigger: ".o_data_row:contains(Rock in the trench) [name='title']",
            run: "click",
        },
        press("Approve", "action_approve"),
        {
            content: "It is approved",
            trigger: state("approved"),
        },
    ],
});

/* Budget and commitment of the cost code show the change. */
tours.add("construction_change_in_the_cost_report", {
    steps: () => [
        {
            content: "Open the job",
            trigger: ".o_group_header:contains(Pier 7) .o_group_name",
            run: "click",
        },
        {
            content: "Budget 2,000 and 400; committed 1,000 and 400",
            trigger:
                ".o_data_row:contains(03-100):has([name='revised_budget']:contains(2,400.00)) [name='committed']:contains(1,400.00)",
            run: "click",
        },
        {
            content: "Open the approved changes",
            trigger: ".o_group_header:contains(Approved Changes) .o_group_name",
            run: "click",
        },
        {
            content: "The change stands behind the amount",
            trigger: ".o_data_row:contains(PCO-001) [name='amount']:contains(400.00)",
            run: "click",
        },
        change("PCO-001", "approved"),
    ],
});
