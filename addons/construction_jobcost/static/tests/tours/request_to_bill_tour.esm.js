/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/* Type into a many2one and choose what it offers. */
function choose(field, text) {
    return [
        {
            content: `Look for ${text}`,
            trigger: `${field} input`,
            run: `edit ${text}`,
        },
        {
            content: `Choose ${text}`,
            trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(${text})`,
            run: "click",
        },
    ];
}

function press(button, content, extra = "") {
    return {content, trigger: `button[name='${button}']:enabled${extra}`, run: "click"};
}

function reached(state, content) {
    return {
        content,
        trigger: `.o_statusbar_status button[data-value='${state}'].o_arrow_button_current`,
    };
}

const LINE = ".o_field_widget[name='line_ids'] .o_data_row";

/* The project manager asks for an item, within the budget. */
tours.add("construction_request_item", {
    steps: () => [
        {content: "Enter a requisition", trigger: ".o_list_button_add", run: "click"},
        ...choose(".o_field_widget[name='project_id']", "Pier 7"),
        {
            content: "Show the column of items",
            trigger: ".o_field_widget[name='line_ids'] .o_optional_columns_dropdown button",
            run: "click",
        },
        {
            content: "Choose it",
            trigger: ".o-dropdown-item:contains(Item) input",
            run: "click",
        },
        {
            content: "Add what is needed",
            trigger: ".o_field_widget[name='line_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        ...choose(`${LINE} [name='product_id']`, "Rebar"),
        ...choose(`${LINE} [name='cost_code_id']`, "03-100"),
        ...choose(`${LINE} [name='cost_type_id']`, "Material"),
        ...choose(`${LINE} [name='vendor_id']`, "Steel Supply"),
        {content: "How much", trigger: `${LINE} [name='quantity'] input`, run: "edit 10"},
        {
            content: "What it costs",
            trigger: `${LINE} [name='estimated_unit_cost'] input`,
            run: "edit 100",
        },
        press("action_submit", "Submit it"),
        reached("submitted", "It waits for its approval"),
    ],
});

/* An approver decides from the list of what waits for him. */
tours.add("construction_approve_from_list", {
    steps: () => [
        {
            content: "Approve what waits",
            trigger: ".o_data_row:contains(Pier 7) button[name='action_approve']",
            run: "click",
        },
        {
            content: "Nothing waits any more",
            trigger: ".o_list_view:not(:has(.o_data_row)), .o_view_nocontent",
        },
    ],
});

/* The buyer receives a part of what was ordered; the rest stays open. */
tours.add("construction_receive_part", {
    steps: () => [
        press("action_view_picking", "Open the receipt"),
        {
            content: "Only four came",
            trigger: ".o_field_widget[name='move_ids'] .o_data_row .o_data_cell[name='quantity']",
            run: "click",
        },
        {
            content: "Enter four",
            trigger: ".o_field_widget[name='move_ids'] .o_data_row [name='quantity'] input",
            run: "edit 4",
        },
        press("button_validate", "Validate"),
        {
            content: "The rest comes later",
            trigger: ".modal button[name='process']",
            run: "click",
        },
        reached("done", "It is received"),
    ],
});

/* The manager asks for mesh instead of what is left. */
tours.add("construction_ask_substitute", {
    steps: () => [
        {
            content: "Something else instead of the rest",
            trigger: ".o_field_widget[name='order_line'] .o_data_row button[name='action_substitute']",
            run: "click",
        },
        {
            content: "It is the rest that is replaced",
            trigger: ".o_form_view .o_field_widget[name='quantity'] input:value(6.00)",
        },
        ...choose(".o_field_widget[name='product_id']", "Mesh"),
        {
            content: "Twelve of it",
            trigger: ".o_field_widget[name='quantity'] input",
            run: "edit 12",
        },
        {
            content: "At sixty",
            trigger: ".o_field_widget[name='price_unit'] input",
            run: "edit 60",
        },
        {
            content: "Why",
            trigger: ".o_field_widget[name='reason'] textarea",
            run: "edit The mill is out of rebar",
        },
        press("action_request", "Request it"),
        reached("requested", "It waits for a technical approver"),
    ],
});

/* A technical approver says that it will do. */
tours.add("construction_agree_substitute", {
    steps: () => [
        {
            content: "Open what was requested",
            trigger: ".o_data_row:contains(Requested) [name='name']",
            run: "click",
        },
        {
            content: "It costs more",
            trigger: ".o_field_widget[name='difference']:contains(120.00)",
        },
        press("action_approve_technical", "It will do"),
        reached("technical", "Now the higher total is to be approved"),
    ],
});

/* The second delivery is the substitute, all of it. */
tours.add("construction_receive_rest", {
    steps: () => [
        press("action_view_picking", "Open the receipts"),
        {
            content: "Open the one that is ready",
            trigger: ".o_data_row:contains(Ready) [name='name']",
            run: "click",
        },
        {
            content: "It is the substitute",
            trigger: ".o_field_widget[name='move_ids'] .o_data_row:contains(Mesh)",
        },
        press("button_validate", "Validate"),
        reached("done", "It is received"),
    ],
});

/* The bill of both deliveries, made from the list of orders, matches. */
tours.add("construction_bill_order", {
    steps: () => [
        {
            content: "Select the order",
            trigger: ".o_data_row:contains(Steel Supply) .o_list_record_selector input",
            run: "click",
        },
        press("action_create_invoice", "Create the bill", ":visible"),
        {
            content: "Both deliveries are billed, and match",
            trigger:
                ".o_form_view:contains(Mesh):contains(Rebar) .o_field_widget[name='match_state']:contains(Matched)",
        },
        {
            content: "The vendor's date",
            trigger: ".o_field_widget[name='invoice_date'] :is(input, button)",
            run: "click",
        },
        {
            content: "Enter it",
            trigger: "input[data-field='invoice_date']",
            run: "edit 03/10/2026 && press Enter",
        },
        press("action_request_approval", "Ask for the approval"),
        {
            content: "It is saved and waits",
            trigger: ".o_form_saved .o_field_widget[name='approval_state']:contains(To approve)",
        },
    ],
});

/* A buyer compares the quotes, gives one line to the dearer vendor and says why. */
tours.add("construction_compare_quotes", {
    steps: () => [
        {
            content: "Compare",
            trigger: ".o_data_row:contains(Vendors asked) button[name='action_compare']",
            run: "click",
        },
        {
            content: "The cheapest of each line is chosen",
            trigger: ".o_quote_comparison .o_chosen_total:contains(975.00)",
        },
        {
            content: "Give the rebar to the other one",
            trigger: ".o_line:contains(Rebar) .o_quote[data-vendor='Ready Mix']",
            run: "click",
        },
        {
            content: "The total follows",
            trigger: ".o_chosen_total:contains(1,025.00)",
        },
        {
            content: "Say why",
            trigger: ".o_quote_comparison .o_reason",
            run: "edit Delivers on Monday",
        },
        {
            content: "Award",
            trigger: ".o_award:enabled",
            run: "click",
        },
        {
            content: "One is ordered, the other one cancelled",
            trigger: ".o_list_view:has(.o_data_row:contains(Purchase Order)):has(.o_data_row:contains(Cancelled))",
        },
    ],
});
