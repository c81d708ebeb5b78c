/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {
    CREATE,
    PAID,
    SAVE,
    SAVED,
    back,
    choose,
    day,
    fill,
    open,
    pay,
    press,
    reached,
    told,
} from "@construction_jobcost/../tests/tours/tour_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const SHEET = ".o_field_widget[name='line_ids']";

/* Type into a cell of the sheet. */
function enter(line, field, text) {
    const cell = `${SHEET} .o_data_row:contains(${line}) td[name='${field}']`;
    return [
        {content: `Go to ${field} of ${line}`, trigger: cell, run: "click"},
        {
            content: `Type ${field} of ${line}`,
            trigger: `${cell} input`,
            run: `edit ${text} && press Enter`,
        },
    ];
}

function shows(field, text) {
    return {
        content: `${field} is ${text}`,
        trigger: `.o_field_widget[name='${field}']:contains(${text})`,
    };
}

/* From the certified document: its bill, posted. */
function bill(button, total) {
    return [
        press("Create the bill", button),
        {
            content: "The bill asks for what was certified",
            trigger: `.o_form_view .o_field_widget[name='tax_totals']:contains(${total})`,
        },
        press("Post it", "action_post"),
        reached("posted"),
    ];
}

/* A project manager opens the first application of a subcontract: a percent and an amount. */
tours.add("construction_subcontract_claim", {
    steps: () => [
        CREATE,
        ...choose(".o_field_widget[name='order_id']", "SC"),
        ...day("period_start", "03/01/2026"),
        ...day("period_end", "03/31/2026"),
        SAVE,
        ...enter("Part 1", "claimed_percent", "20"),
        ...enter("Part 2", "claimed_work", "1234.56"),
        SAVE,
        SAVED,
        press("Submit it", "action_submit"),
        reached("submitted"),
    ],
});

/* An approver certifies what was claimed. */
tours.add("construction_subcontract_certify", {
    steps: () => [
        open("name", "Submitted"),
        {
            content: "He sees what he certifies",
            trigger: `${SHEET} .o_data_row:contains(Part 2):contains(1,234.56)`,
        },
        press("Certify", "action_certify"),
        reached("certified"),
    ],
});

/* A bookkeeper bills and pays it, as the insurance is in force. */
tours.add("construction_subcontract_pay", {
    steps: () => [
        open("name", "Certified"),
        ...bill("action_create_bill", "2,911.10"),
        ...pay("2,911.10"),
        PAID,
        back("form"),
        reached("paid"),
    ],
});

/* The project manager claims the rest by the final application. */
tours.add("construction_subcontract_claim_rest", {
    steps: () => [
        CREATE,
        ...choose(".o_field_widget[name='order_id']", "SC"),
        ...day("period_start", "04/01/2026"),
        ...day("period_end", "05/31/2026"),
        {
            content: "It is the last one",
            trigger: ".o_field_widget[name='is_final'] input",
            run: "check",
        },
        SAVE,
        press("Complete the rest", "action_complete"),
        {
            content: "All of it",
            trigger: ".modal:contains(what is left) .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "The second line is complete, to the cent",
            trigger: `body:not(:has(.modal)) ${SHEET} .o_data_row:contains(Part 2) td[name='claimed_work']:contains(3,765.99)`,
        },
        press("Submit it", "action_submit"),
        reached("submitted"),
    ],
});

/* The bookkeeper cannot pay the last bill: the insurance has ended since. */
tours.add("construction_subcontract_refused", {
    steps: () => [
        open("name", "Certified"),
        {
            content: "The application says that it will not be paid",
            trigger: ".alert-danger:visible:contains(ended on 04/30/2026)",
        },
        ...bill("action_create_bill", "10,589.39"),
        {
            content: "The bill says it, too",
            trigger: ".alert-danger:visible:contains(ended on 04/30/2026)",
        },
        ...pay("10,589.39"),
        ...told("on hold", "General Liability Insurance of Steel Supply", "04/30/2026"),
        {
            content: "Leave the wizard",
            trigger: ".modal .modal-footer button:contains(Discard)",
            run: "click",
        },
        {
            content: "It is not paid",
            trigger:
                "body:not(:has(.modal)) .o_form_view:not(:has(.ribbon:contains(Paid))) button[name='action_register_payment']:visible",
        },
    ],
});

/* A buyer, told of it, enters the renewed insurance from the list of what is required. */
tours.add("construction_subcontract_insure", {
    steps: () => [
        open("name", "On Hold"),
        {
            content: "Look at what is required",
            trigger: ".alert-danger:visible button[name='action_view_requirements']",
            run: "click",
        },
        {
            content: "The insurance has ended; enter the renewed one",
            trigger:
                ".o_data_row:contains(General Liability Insurance):contains(Lacking, Stops) button[name='action_enter_paper']",
            run: "click",
        },
        fill("number", "GL-2"),
        ...day("valid_from", "05/01/2026"),
        ...day("valid_to", "04/30/2027"),
        fill("cover_amount", "1000000"),
        SAVE,
        {
            content: "Who entered it does not verify it",
            trigger:
                ".o_form_saved:not(:has(button[name='action_verify'])) .alert-info:contains(another person)",
        },
    ],
});

/* Finance verifies it. */
tours.add("construction_subcontract_verify", {
    steps: () => [
        open("type_id", "GL-2"),
        press("Verify it", "action_verify"),
        reached("verified"),
    ],
});

/* Now the bookkeeper pays the last bill. */
tours.add("construction_subcontract_pay_rest", {
    steps: () => [
        open("name", "Billed"),
        {
            content: "Nothing is in the way; open the bill",
            trigger: ".o_form_view:not(:has(.alert-danger:visible)) .o_field_widget[name='bill_id'] a",
            run: "click",
        },
        ...pay("10,589.39"),
        PAID,
    ],
});

/* The project manager asks for the release of all that is held on both applications. */
tours.add("construction_subcontract_release", {
    steps: () => [
        CREATE,
        ...choose(".o_field_widget[name='partner_id']", "Steel Supply"),
        fill("reason", "Final completion"),
        SAVE,
        press("Fill in what is held", "action_fill"),
        shows("amount", "1,500.06"),
        {
            content: "On both items",
            trigger: `${SHEET} .o_data_row:contains(1,000.00) + .o_data_row:contains(500.06)`,
        },
        press("Submit it", "action_submit"),
        reached("submitted"),
    ],
});

/* The approver approves the release. */
tours.add("construction_subcontract_release_approve", {
    steps: () => [
        open("name", "To Approve"),
        press("Approve it", "action_approve"),
        reached("approved"),
    ],
});

/* The bookkeeper bills and pays the retention: nothing is held any more. */
tours.add("construction_subcontract_release_pay", {
    steps: () => [
        open("name", "Approved"),
        ...bill("action_create_bill", "1,500.06"),
        ...pay("1,500.06"),
        PAID,
        back("form"),
        reached("paid"),
    ],
});
