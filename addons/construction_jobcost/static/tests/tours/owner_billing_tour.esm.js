/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const ITEM = ".o_field_widget[name='line_ids'] .o_data_row:contains(Item 1)";

function state(name) {
    return {
        content: `It is ${name}`,
        trigger: `.o_statusbar_status button[data-value='${name}'].o_arrow_button_current`,
    };
}

function press(content, button) {
    return {content, trigger: `button[name='${button}']:visible`, run: "click"};
}

const OPEN = {
    content: "Open the application",
    trigger: ".o_list_view .o_data_row:contains(Application 1) .o_data_cell[name='name']",
    run: "click",
};

/* The job's side says what it sees. */
tours.add("construction_owner_field", {
    steps: () => [
        {
            content: "Go to the item",
            trigger: ".o_data_row:contains(Item 1) .o_data_cell[name='field_percent']",
            run: "click",
        },
        {
            content: "More is done than finance knows",
            trigger: ".o_selected_row [name='field_percent'] input",
            run: "edit 60",
        },
        {
            content: "Save it",
            trigger: ".o_list_button_save:visible",
            run: "click",
        },
        {
            content: "It stands beside what finance bills",
            trigger:
                ".o_data_row:not(.o_selected_row):contains(Item 1) [name='difference_percent']:contains(60.00)",
        },
    ],
});

/* Finance claims less than the field sees. */
tours.add("construction_owner_claim", {
    steps: () => [
        OPEN,
        {
            content: "Go to the item",
            trigger: `${ITEM} .o_data_cell[name='claimed_percent']`,
            run: "click",
        },
        {
            content: "Claim a half",
            trigger: `${ITEM} [name='claimed_percent'] input`,
            run: "edit 50",
        },
        press("Submit it", "action_submit"),
        state("submitted"),
        {
            content: "Both percents stand side by side",
            trigger: `${ITEM}:has([name='field_percent']:contains(60.00)):has([name='finance_percent']:contains(50.00))`,
        },
    ],
});

/* Nobody can certify it like that. */
tours.add("construction_owner_refused", {
    steps: () => [
        OPEN,
        press("Certify it", "action_certify"),
        {
            content: "Field and finance differ",
            trigger: ".modal:contains(the field says 60.0 %, finance 50.0 %)",
        },
        {
            content: "Close what is said",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        state("submitted"),
    ],
});

/* Finance decides, and says why. */
tours.add("construction_owner_resolve", {
    steps: () => [
        OPEN,
        {
            content: "Resolve the difference",
            trigger: `${ITEM} button[name='action_resolve']`,
            run: "click",
        },
        {
            content: "Say why finance is right",
            trigger: ".modal .o_field_widget[name='reason'] input",
            run: "edit Formwork does not count",
        },
        {
            content: "Decide",
            trigger: ".modal button[name='action_resolve']",
            run: "click",
        },
        {
            content: "It is resolved",
            trigger: `body:not(:has(.modal)) ${ITEM}:not(:has(button[name='action_resolve']))`,
        },
    ],
});

/* Now it is certified. */
tours.add("construction_owner_certify", {
    steps: () => [OPEN, press("Certify it", "action_certify"), state("certified")],
});

/* Each payer gets an invoice. */
tours.add("construction_owner_invoice", {
    steps: () => [
        OPEN,
        press("Create the invoices", "action_create_invoices"),
        {
            content: "One for the city's transit",
            trigger: ".o_list_view .o_data_row:contains(City Transit):contains(2,700.00)",
        },
        {
            content: "One for its water",
            trigger: ".o_list_view .o_data_row:contains(City Water):contains(1,800.00)",
        },
    ],
});
