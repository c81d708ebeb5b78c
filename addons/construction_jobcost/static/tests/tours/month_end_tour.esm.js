/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";

/* Finance looks at what was accepted and not billed in a month, and posts it. */
registry.category("web_tour.tours").add("construction_month_end", {
    steps: () => [
        {
            content: "Accrue a month",
            trigger: ".o_control_panel button:contains(Accrue a Month)",
            run: "click",
        },
        {
            content: "Choose it",
            trigger: ".modal .o_field_widget[name='date'] :is(input, button)",
            run: "click",
        },
        {
            content: "Type its last day",
            trigger: ".modal .o_field_widget[name='date'] input",
            run: "edit 03/31/2026 && press Enter",
        },
        {
            content: "Look at it first",
            trigger: ".modal button[name='action_preview']",
            run: "click",
        },
        {
            content: "It is worth what was received",
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name='line_ids'] .o_data_row:contains(Steel Supply) [name='amount']:contains(600.00)",
        },
        {
            content: "Post it",
            trigger: "button[name='action_post']",
            run: "click",
        },
        {
            content: "It is posted, and reversed on the first day after",
            trigger: ".o_statusbar_status button[data-value='reversed'].o_arrow_button_current",
        },
        {
            content: "Compare books and ledger as of that day",
            trigger: "button[name='action_compare_books']",
            run: "click",
        },
        {
            content: "Nothing differs",
            trigger: ".o_view_nocontent:contains(Books and ledger agree)",
        },
    ],
});
