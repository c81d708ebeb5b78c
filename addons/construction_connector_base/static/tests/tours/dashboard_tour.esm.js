/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";

/* A business user sees what is stuck and opens it with one click. */
registry.category("web_tour.tours").add("integration_dashboard", {
    steps: () => [
        {
            content: "Charts are drawn",
            trigger: ".o_integration_dashboard .o_integration_canvas canvas",
        },
        {
            content: "Systems are listed",
            trigger: ".o_integration_systems td:contains(Field)",
        },
        {
            content: "Two messages are stuck, with what they are worth",
            trigger: ".o_integration_tile[data-tile='stuck']:contains(2):contains(200)",
            run: "click",
        },
        {
            content: "They are listed",
            trigger: ".o_list_view .o_data_row:contains(hello)",
        },
        {
            content: "Back to the control tower",
            trigger: ".o_breadcrumb a:contains(Control Tower), .breadcrumb-item a:contains(Control Tower)",
            run: "click",
        },
        {
            content: "Open what nobody has taken yet",
            trigger: ".o_integration_people tr:contains(Nobody yet) a",
            run: "click",
        },
        {
            content: "They are listed, too",
            trigger: ".o_list_view .o_data_row:contains(hello)",
        },
    ],
});
