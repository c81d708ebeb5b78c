/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";

/* Finance prepares the WIP schedule of a period and puts it up for signing. */
registry.category("web_tour.tours").add("construction_wip_prepare", {
    steps: () => [
        {
            content: "Make a schedule",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Choose the period",
            trigger: ".o_field_widget[name='date'] :is(input, button)",
            run: "click",
        },
        {
            content: "Type its last day",
            trigger: ".o_field_widget[name='date'] input",
            run: "edit 03/31/2026 && press Enter",
        },
        {
            content: "Save it: the jobs come from the ledger",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Half of the job is done, and more is billed",
            trigger:
                ".o_field_widget[name='line_ids'] .o_data_row:contains(Pier 7) [name='overbilled']:contains(50,000)",
        },
        {
            content: "Open the job",
            trigger: ".o_field_widget[name='line_ids'] .o_data_row:contains(Pier 7) [name='project_id']",
            run: "click",
        },
        {
            content: "It was surveyed",
            trigger: ".modal .o_field_widget[name='method'] input[data-value='manual']",
            run: "click",
        },
        {
            content: "Sixty percent are done",
            trigger: ".modal .o_field_widget[name='manual_percent'] input",
            run: "edit 60 && press Tab",
        },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name='method_note'] input",
            run: "edit Surveyed && press Tab",
        },
        {
            content: "Earned follows at once",
            trigger: ".modal .o_field_widget[name='earned']:contains(600,000.00)",
        },
        {
            content: "Keep it",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The job is underbilled now",
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name='line_ids'] .o_data_row:contains(Pier 7) [name='underbilled']:contains(50,000)",
        },
        {
            content: "Submit it",
            trigger: "button[name='action_submit']",
            run: "click",
        },
        {
            content: "It waits for somebody else",
            trigger: ".o_statusbar_status button[data-value='submitted'].o_arrow_button_current",
        },
    ],
});

/* Somebody else of finance signs it. */
registry.category("web_tour.tours").add("construction_wip_sign", {
    steps: () => [
        {
            content: "Open the schedule",
            trigger: ".o_data_row:contains(Submitted) [name='date']",
            run: "click",
        },
        {
            content: "Sign it",
            trigger: "button[name='action_approve']",
            run: "click",
        },
        {
            content: "And post its entry",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "It is signed",
            trigger: ".o_statusbar_status button[data-value='approved'].o_arrow_button_current",
        },
        {
            content: "Compare it with the general ledger",
            trigger: "button[name='action_view_ties']",
            run: "click",
        },
        {
            content: "The accounts hold what the schedule says",
            trigger: ".o_group_header:contains(Balance Sheet)",
            run: "click",
        },
        {
            content: "Underbilled: an asset",
            trigger: ".o_data_row:contains(Costs and Earnings in Excess) [name='books_amount']:contains(50,000.00)",
        },
    ],
});
