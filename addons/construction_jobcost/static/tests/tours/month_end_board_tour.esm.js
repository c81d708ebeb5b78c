/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {
    CREATE,
    SAVE,
    back,
    day,
    menu,
    open,
    press,
    reached,
} from "@construction_jobcost/../tests/tours/tour_steps.esm";
import {registry} from "@web/core/registry";

const JOB = ".o_jobcost_grid tr:contains(Pier 7)";
const COMPANY = ".o_jobcost_grid tr.o_jobcost_company";
const tours = registry.category("web_tour.tours");

const BOARD = [
    ...menu("jobcost_menu_close", "construction_month_end_board_menu"),
    {
        content: "It opens with the month that is over",
        trigger: ".o_jobcost_month:contains(March 2026)",
    },
];

/* What blocks the row is worth this much; look at it. */
function look(row, check, text) {
    return {
        content: `Look at what blocks: ${check}`,
        trigger: `${row} [data-check='${check}'] button:contains(${text})`,
        run: "click",
    };
}

function blocksNoMore(row, check) {
    return {
        content: `Nothing of ${check} blocks any more`,
        trigger: `body:has(.o_jobcost_month:contains(March 2026)) ${row}:not(:has([data-check='${check}'] .text-bg-danger))`,
    };
}

/* An approver certifies the subcontractor's application and posts the bill that waits for him. */
tours.add("construction_month_end_documents", {
    steps: () => [
        ...BOARD,
        {
            content: "A delivery was not received, and the forecast is not approved",
            trigger: `${JOB}:has([data-check='receipts']:contains(4,800)):has([data-check='forecasts']:contains(Cost controller))`,
        },
        look(JOB, "applications", "15,000"),
        open("name", "Application 1", "Submitted"),
        press("Certify it", "action_certify"),
        reached("certified"),
        back("form"),
        back("list"),
        blocksNoMore(JOB, "applications"),
        look(JOB, "bills", "1,850"),
        open("ref", "Steel Supply", "Crane hire"),
        press("Approve and post it", "action_ask_approve"),
        reached("posted"),
        back("form"),
        back("list"),
        blocksNoMore(JOB, "bills"),
    ],
});

/* The cost controller approves the forecast. */
tours.add("construction_month_end_forecast", {
    steps: () => [
        ...BOARD,
        look(JOB, "forecasts", "Cost controller"),
        open("period", "Pier 7", "Submitted"),
        {
            content: "It comes to 87,000",
            trigger: ".o_form_view .o_field_widget[name='estimate_at_completion']:contains(87,000.00)",
        },
        press("Approve it", "action_approve"),
        reached("approved"),
        back("form"),
        back("list"),
        blocksNoMore(JOB, "forecasts"),
    ],
});

/* The project manager settles what blocks the job, accepts the rest with a reason and signs off. */
tours.add("construction_month_end_job", {
    steps: () => [
        ...BOARD,
        look(JOB, "equipment", "640"),
        {
            content: "Take the excavator's use",
            trigger: ".o_data_row:contains(Excavator) .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Approve it",
            trigger: ".o_control_panel button[name='action_approve']",
            run: "click",
        },
        {
            content: "It is approved",
            trigger: ".o_data_row:contains(Approved)",
        },
        back("list"),
        blocksNoMore(JOB, "equipment"),
        {
            content: "Sign off the job",
            trigger: `${JOB} .o_jobcost_sign`,
            run: "click",
        },
        {
            content: "Only the delivery is left open; it takes a reason",
            trigger:
                ".modal .o_data_row:contains(Unposted receipts):contains(4,800.00) [name='reason']",
            run: "click",
        },
        {
            content: "Give it",
            trigger: ".modal .o_data_row [name='reason'] input",
            run: "edit Vendor delivers in April",
        },
        {
            content: "Sign",
            trigger: ".modal button[name='action_sign']",
            run: "click",
        },
        {
            content: "The job is signed off, what was accepted shows",
            trigger: `${JOB}:has(.o_jobcost_sign_off .badge:contains(Signed Off)) [data-check='receipts'] .fa-gavel`,
        },
    ],
});

/* Finance sees that the WIP schedule is missing, makes it, submits it and has it checked. */
tours.add("construction_month_end_wip", {
    steps: () => [
        ...BOARD,
        {
            content: "The WIP schedule blocks the company",
            trigger: `${COMPANY} [data-check='wip'] button`,
            run: "click",
        },
        CREATE,
        ...day("date", "03/31/2026", ".o_form_view"),
        SAVE,
        {
            content: "Cost and billing are those of the documents; less is billed than earned",
            trigger:
                ".o_form_saved .o_field_widget[name='line_ids'] .o_data_row:contains(Pier 7):has([name='cost']:contains(26,690)):has([name='billed']:contains(30,000)) [name='underbilled']:contains(466)",
        },
        press("Submit it", "action_submit"),
        reached("submitted"),
        {
            content: "Who prepared it does not sign it",
            trigger:
                ".o_form_view:not(:has(button[name='action_approve'])) .alert-info:visible:contains(Somebody else of finance)",
        },
        press("Compare it with the ledger", "action_check"),
        {
            content: "They agree",
            trigger: ".o_notification:contains(The ledger gives the same figures)",
        },
    ],
});

/* Somebody else of finance signs the schedule, then the month of the company. */
tours.add("construction_month_end_company", {
    steps: () => [
        ...BOARD,
        {
            content: "The WIP schedule is not signed",
            trigger: `${COMPANY} [data-check='wip'] button`,
            run: "click",
        },
        open("date", "Submitted"),
        press("Sign it", "action_approve"),
        {
            content: "Confirm that its entry is posted",
            trigger: ".modal:contains(the entry of the period) .modal-footer .btn-primary",
            run: "click",
        },
        reached("approved"),
        {
            content: "Look at the entries",
            trigger: "button[name='action_view_entries']",
            run: "click",
        },
        {
            content: "It is posted on the last day, and reversed on the first day after",
            trigger:
                ".o_list_view:has(.o_data_row:contains(Mar 31):contains(466.41):contains(Posted)):has(.o_data_row:contains(Apr 1):contains(Reversal):contains(466.41))",
        },
        back("list"),
        back("form"),
        {
            content: "Back to the board",
            trigger: ".o_list_view .breadcrumb-item:contains(Month End) a",
            run: "click",
        },
        {
            content: "Nothing blocks the company any more",
            trigger: `${COMPANY} .o_jobcost_sign.btn-primary`,
            run: "click",
        },
        {
            content: "Sign off the month",
            trigger: ".modal:contains(Nothing blocks it) button[name='action_sign']",
            run: "click",
        },
        {
            content: "The month is signed off",
            trigger: `${COMPANY} .o_jobcost_sign_off .badge:contains(Signed Off)`,
        },
        {
            content: "Look at who decided what",
            trigger: ".o_jobcost_decisions",
            run: "click",
        },
        {
            content: "The reason is on record",
            trigger: ".o_field_widget[name='decision_ids'] .o_data_row:contains(Vendor delivers in April)",
        },
    ],
});
