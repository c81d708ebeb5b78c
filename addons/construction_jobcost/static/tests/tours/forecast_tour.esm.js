/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";

const LINE = ".o_field_widget[name='line_ids'] .o_data_row:contains(03-300)";
const tours = registry.category("web_tour.tours");

/* The project manager starts the forecast of the month, judges a line by units and submits it. */
tours.add("construction_forecast_prepare", {
    steps: () => [
        {
            content: "Open the menu of forecasts",
            trigger: ".o_menu_sections [data-menu-xmlid='construction_jobcost.jobcost_menu_budgets']",
            run: "click",
        },
        {
            content: "Start those of the month",
            trigger: "[data-menu-xmlid='construction_jobcost.construction_forecast_wizard_menu']",
            run: "click",
        },
        {
            content: "The own job is proposed",
            trigger: ".modal .o_field_widget[name='project_ids'] .o_tag:contains(0042)",
        },
        {
            content: "Start",
            trigger: ".modal button[name='action_create']",
            run: "click",
        },
        {
            content: "The line starts from the ledger; judge it",
            trigger: `body:not(:has(.modal)) ${LINE}:contains(6,000.00) [name='plug_amount']`,
            run: "click",
        },
        {
            content: "Say what it will cost",
            trigger: `${LINE} [name='plug_amount'] input`,
            run: "edit 10000 && press Tab",
        },
        {
            content: "The estimate follows at once; say why",
            trigger: `${LINE}:has([name='estimate_at_completion']:contains(10,000.00)) [name='note'] input`,
            run: "edit Rock below axis C && press Tab",
        },
        {
            content: "Save it",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Look at the earned value",
            trigger: ".o_form_saved a[name='earned_value']",
            run: "click",
        },
        {
            content: "60 % of 8,000 are earned; the months stand in a table, too",
            trigger:
                ".o_jobcost_earned_value:has(canvas):has(table.visually-hidden caption) [data-measure='ev']:contains(4,800)",
        },
        {
            content: "Submit it",
            trigger: "button[name='action_submit']",
            run: "click",
        },
        {
            content: "It is submitted",
            trigger: ".o_statusbar_status button[data-value='submitted'].o_arrow_button_current",
        },
    ],
});

/* The cost controller approves it. */
tours.add("construction_forecast_approve", {
    steps: () => [
        {
            content: "Open the forecast",
            trigger: ".o_data_row:contains(0042):contains(Submitted) [name='period']",
            run: "click",
        },
        {
            content: "Approve it",
            trigger: "button[name='action_approve']",
            run: "click",
        },
        {
            content: "It is approved",
            trigger: ".o_statusbar_status button[data-value='approved'].o_arrow_button_current",
        },
    ],
});

/* From then on the cost report holds to it. */
tours.add("construction_forecast_report", {
    steps: () => [
        {
            content: "The estimate is that of the forecast",
            trigger:
                ".o_jobcost_row[data-code='03-300'] [data-column='estimate_at_completion']:contains(10,000.00)",
        },
    ],
});
