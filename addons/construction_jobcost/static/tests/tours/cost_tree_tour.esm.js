/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";

const ROW = ".o_jobcost_report .o_jobcost_row";

/* Fold, choose a column, and go from a figure to its hours. */
registry.category("web_tour.tours").add("construction_cost_tree", {
    steps: () => [
        {
            content: "A code sums up what is below it",
            trigger: `${ROW}[data-code='03']:contains(1,700.00):contains(500.00)`,
        },
        {
            content: "Fold it",
            trigger: `${ROW}[data-code='03'] .o_jobcost_toggle`,
            run: "click",
        },
        {
            content: "What is below it is gone",
            trigger: ".o_jobcost_report:has(.o_jobcost_row):not(:has([data-code='03-300']))",
        },
        {
            content: "Unfold it again",
            trigger: `${ROW}[data-code='03'] .o_jobcost_toggle`,
            run: "click",
        },
        {
            content: "Look at it by cost type",
            trigger: ".o_jobcost_report [data-group='type']",
            run: "click",
        },
        {
            content: "Types stand above the codes; put the codes on top again",
            trigger: ".o_jobcost_report:has(.o_jobcost_depth_0:contains(Material)) [data-group='code']",
            run: "click",
        },
        {
            content: "Leave out what counts after January",
            trigger: ".o_jobcost_as_of input",
            run: "edit 01/31/2026 && press Enter",
        },
        {
            content: "There was no cost; show all days again",
            trigger: `body:has(${ROW}[data-code='03']:not(:contains(500.00))) .o_jobcost_as_of button`,
            run: "click",
        },
        {
            content: "Choose columns",
            trigger: ".o_jobcost_choose",
            run: "click",
        },
        {
            content: "Show the original budget",
            trigger: ".o_jobcost_columns [data-column='original_budget']",
            run: "click",
        },
        {
            content: "It shows at once",
            trigger: `${ROW}[data-code='0031'] [data-column='original_budget']:contains(250.00)`,
        },
        {
            content: "Close the chooser",
            trigger: ".o_jobcost_choose",
            run: "click",
        },
        {
            content: "Its address gives the file with these columns",
            trigger: ".o_jobcost_export[href*='original_budget']",
            async run({anchor}) {
                const answer = await fetch(anchor.href);
                if (!answer.headers.get("content-type").includes("spreadsheetml")) {
                    throw new Error(`No spreadsheet: ${answer.status}`);
                }
            },
        },
        {
            content: "Open the direct cost of the code",
            trigger: `${ROW}[data-code='03-300'] [data-column='direct_cost']:contains(500.00)`,
            run: "click",
        },
        {
            content: "These are its entries; open the first",
            trigger: ".o_list_view .o_data_row:contains(Direct Cost) [name='amount']",
            run: "click",
        },
        {
            content: "These are the hours",
            trigger: ".o_form_view:contains(Pour)",
        },
    ],
});
