/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {
    CREATE,
    PAID,
    SAVE,
    SAVED,
    back,
    choose,
    day,
    open,
    pay,
    press,
    reached,
    told,
} from "@construction_jobcost/../tests/tours/tour_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const OPEN = open("name", "Application 1");

function item(number) {
    return `.o_field_widget[name='line_ids'] .o_data_row:contains(Item ${number})`;
}

/* Say in the list of field progress what is done. */
function see(number, percent) {
    const cell = `.o_data_row:contains(Item ${number}) .o_data_cell[name='field_percent']`;
    return [
        {content: `Go to item ${number}`, trigger: cell, run: "click"},
        {
            content: `Say what is done of item ${number}`,
            trigger: ".o_selected_row:contains(Item) [name='field_percent'] input",
            run: `edit ${percent}`,
        },
        {
            content: "Save it",
            trigger: ".o_list_button_save:visible",
            run: "click",
        },
        {
            content: "It stands beside what finance bills",
            trigger: `.o_data_row:not(.o_selected_row):contains(Item ${number}) [name='difference_percent']:contains(${percent}.00)`,
        },
    ];
}

/* Claim a percent of an item. */
function claim(number, percent) {
    const cell = `${item(number)} .o_data_cell[name='claimed_percent']`;
    return [
        {content: `Go to item ${number}`, trigger: cell, run: "click"},
        {
            content: `Claim ${percent} % of it`,
            trigger: `${cell} input`,
            run: `edit ${percent} && press Enter`,
        },
    ];
}

/* Take one of two percents, and say why. */
function resolve(number, side, reason) {
    return [
        {
            content: `Resolve the difference on item ${number}`,
            trigger: `body:not(:has(.modal)) ${item(number)} button[name='action_resolve']`,
            run: "click",
        },
        {
            content: `Take the percent of ${side}`,
            trigger: `.modal:contains(Item ${number}) .o_field_widget[name='taken'] input[data-value='${side}']`,
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name='reason'] input",
            run: `edit ${reason}`,
        },
        {
            content: "Decide",
            trigger: ".modal button[name='action_resolve']",
            run: "click",
        },
        {
            content: "It is resolved",
            trigger: `body:not(:has(.modal)) ${item(number)}:not(:has(button[name='action_resolve']))`,
        },
    ];
}

/* Post the invoice of a payer, and register what it paid. */
function collect(payer, total) {
    return [
        {
            content: `Open the invoice of ${payer}`,
            trigger: `.o_list_view .o_data_row:contains(${payer}):contains(${total}) .o_data_cell[name='invoice_partner_display_name']`,
            run: "click",
        },
        press("Post it", "action_post"),
        reached("posted"),
        ...pay(total),
        PAID,
        back("form"),
    ];
}

/* Finance opens the application of the month. */
tours.add("construction_owner_open", {
    steps: () => [
        CREATE,
        ...choose(".o_field_widget[name='contract_id']", "OC-1"),
        ...day("period_start", "03/01/2026"),
        ...day("period_end", "03/31/2026"),
        SAVE,
        SAVED,
        reached("draft"),
        {
            content: "The items of the contract stand on it",
            trigger: `.o_form_view:has(${item(1)}) ${item(2)}`,
        },
    ],
});

/* The job's side says what it sees. */
tours.add("construction_owner_field", {
    steps: () => [...see(1, 60), ...see(2, 20)],
});

/* Finance claims less of one item than the field sees, and more of another. */
tours.add("construction_owner_claim", {
    steps: () => [
        OPEN,
        ...claim(1, 50),
        ...claim(2, 30),
        SAVE,
        SAVED,
        press("Submit it", "action_submit"),
        reached("submitted"),
        {
            content: "Both percents stand side by side",
            trigger: `${item(1)}:has([name='field_percent']:contains(60.00)):has([name='finance_percent']:contains(50.00))`,
        },
    ],
});

/* Nobody can certify it like that. */
tours.add("construction_owner_refused", {
    steps: () => [
        OPEN,
        press("Certify it", "action_certify"),
        ...told("the field says 60.0 %, finance 50.0 %"),
        reached("submitted"),
    ],
});

/* Finance decides, item by item, and says why. */
tours.add("construction_owner_resolve", {
    steps: () => [
        OPEN,
        ...resolve(1, "finance", "Formwork does not count"),
        ...resolve(2, "field", "Measured together"),
        {
            content: "Less is certified of item 2",
            trigger: `${item(2)} [name='certified_work']:contains(1,000.11)`,
        },
    ],
});

/* Now it is certified. */
tours.add("construction_owner_certify", {
    steps: () => [OPEN, press("Certify it", "action_certify"), reached("certified")],
});

/* Each payer gets an invoice and pays it. */
tours.add("construction_owner_invoice", {
    steps: () => [
        OPEN,
        press("Create the invoices", "action_create_invoices"),
        ...collect("City Transit", "3,240.06"),
        ...collect("City Water", "2,160.04"),
        back("list"),
        reached("paid"),
    ],
});
