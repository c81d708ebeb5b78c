/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";

/* From the cockpit of a job through its cost report to the order behind a figure. */
registry.category("web_tour.tours").add("construction_cockpit", {
    steps: () => [
        {
            content: "The job stands here",
            trigger: ".o_jobcost_cockpit [data-tile='committed']:contains(1,200)",
        },
        {
            content: "Its charts are drawn",
            trigger: ".o_jobcost_cockpit .o_jobcost_codes canvas",
        },
        {
            content: "Look at the order that is late",
            trigger: ".o_jobcost_warnings [data-note='late_receipts'] a",
            run: "click",
        },
        {
            content: "This is it; go back to the cockpit",
            trigger: "body:has(.o_kanban_record:contains(Steel Supply)) .breadcrumb-item a:contains(Pier 7)",
            run: "click",
        },
        {
            content: "Open the cost report",
            trigger: ".o_jobcost_open_report",
            run: "click",
        },
        {
            content: "Open what is committed on the code",
            trigger: ".o_jobcost_row[data-code='03-100'] [data-column='committed']:contains(1,200.00)",
            run: "click",
        },
        {
            content: "Open the original commitments",
            trigger: ".o_group_header:contains(Original Commitments) .o_group_name",
            run: "click",
        },
        {
            content: "Open the entry",
            trigger: ".o_data_row [name='amount']:contains(1,200.00)",
            run: "click",
        },
        {
            content: "This is the order; go back to the report",
            trigger: ".o_form_view:contains(Steel Supply) .breadcrumb-item:contains(Cost Report) a",
            run: "click",
        },
        {
            content: "It is as it was left; go back to the cockpit",
            trigger: "body:has(.o_jobcost_report .o_jobcost_row[data-code='03-100']) .breadcrumb-item a:contains(Pier 7)",
            run: "click",
        },
        {
            content: "Back at the job",
            trigger: ".o_jobcost_cockpit [data-tile='margin']",
        },
    ],
});
