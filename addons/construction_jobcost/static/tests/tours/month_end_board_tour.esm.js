/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";

const JOB = ".o_jobcost_grid tr:contains(Pier 7)";
const COMPANY = ".o_jobcost_grid tr.o_jobcost_company";
const tours = registry.category("web_tour.tours");

/* Go back month by month: the board opens with the one before this. */
const toMarch = [
    {
        content: "Go back to March",
        trigger: ".o_jobcost_month",
        async run() {
            const label = () => document.querySelector(".o_jobcost_month").textContent;
            for (let left = 60; left && label() !== "March 2026"; left--) {
                const shown = label();
                document.querySelector(".o_jobcost_previous").click();
                while (label() === shown) {
                    await new Promise((resolve) => setTimeout(resolve, 20));
                }
            }
        },
    },
    {
        content: "It is March",
        trigger: ".o_jobcost_month:contains(March 2026)",
    },
];

/* The project manager settles what blocks the job, accepts the rest with a reason and signs off. */
tours.add("construction_month_end_job", {
    steps: () => [
        ...toMarch,
        {
            content: "A delivery was not received",
            trigger: `${JOB} [data-check='receipts']:contains(1,000)`,
        },
        {
            content: "Equipment use was not approved; look at it",
            trigger: `${JOB} [data-check='equipment'] button:contains(640)`,
            run: "click",
        },
        {
            content: "Take it",
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
        {
            content: "Back to the board",
            trigger: ".o_back_button",
            run: "click",
        },
        {
            content: "It blocks no more, of the same month",
            trigger:
                "body:has(.o_jobcost_month:contains(March 2026)) .o_jobcost_clear:contains(Equipment use)",
        },
        {
            content: "Sign off the job",
            trigger: `${JOB} .o_jobcost_sign`,
            run: "click",
        },
        {
            content: "What is left open takes a reason",
            trigger: ".modal .o_data_row:contains(Unposted receipts) [name='reason']",
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

/* Finance sees that the WIP schedule is missing, makes it and submits it. */
tours.add("construction_month_end_wip", {
    steps: () => [
        ...toMarch,
        {
            content: "The WIP schedule blocks the company",
            trigger: `${COMPANY} [data-check='wip'] button`,
            run: "click",
        },
        {
            content: "Make it",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Choose the month",
            trigger: ".o_form_view .o_field_widget[name='date'] :is(input, button)",
            run: "click",
        },
        {
            content: "Type its last day",
            trigger: ".o_form_view .o_field_widget[name='date'] input",
            run: "edit 03/31/2026 && press Enter",
        },
        {
            content: "Save it",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Submit it",
            trigger: ".o_form_saved button[name='action_submit']",
            run: "click",
        },
        {
            content: "It waits for somebody else",
            trigger: ".o_statusbar_status button[data-value='submitted'].o_arrow_button_current",
        },
    ],
});

/* Somebody else of finance signs the schedule, then the month of the company. */
tours.add("construction_month_end_company", {
    steps: () => [
        ...toMarch,
        {
            content: "The WIP schedule is not signed",
            trigger: `${COMPANY} [data-check='wip'] button`,
            run: "click",
        },
        {
            content: "Open it",
            trigger: ".o_data_row:contains(Submitted) [name='date']",
            run: "click",
        },
        {
            content: "Sign it",
            trigger: "button[name='action_approve']",
            run: "click",
        },
        {
            content: "Confirm",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "It is signed",
            trigger: ".o_statusbar_status button[data-value='approved'].o_arrow_button_current",
        },
        {
            content: "Back to the list",
            trigger: ".breadcrumb-item:contains(WIP) a",
            run: "click",
        },
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
