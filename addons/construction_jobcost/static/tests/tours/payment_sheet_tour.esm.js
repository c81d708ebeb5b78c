/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";

const SHEET = ".o_payment_sheet";

function row(number) {
    return `${SHEET} .o_data_row:nth-child(${number})`;
}

/* Type into the cell that has the focus, which is to be this one, and press a key. */
function type(number, field, text, key) {
    return {
        content: `Type ${text} into ${field} of line ${number}`,
        trigger: `${row(number)}.o_selected_row td[name='${field}'] input:focus`,
        run: `edit ${text} && press ${key}`,
    };
}

function shows(number, field, text) {
    return {
        content: `${field} of line ${number} is ${text}`,
        trigger: `${row(number)} td[name='${field}']:contains(${text})`,
    };
}

/* A person goes down the column of percentages, then works in that of amounts. */
registry.category("web_tour.tours").add("construction_payment_by_keyboard", {
    steps: () => [
        {
            content: "Begin in the first line",
            trigger: `${row(1)} td[name='claimed_percent']`,
            run: "click",
        },
        type(1, "claimed_percent", "25", "Enter"),
        type(2, "claimed_percent", "30.05", "Enter"),
        shows(1, "claimed_work", "250.00"),
        shows(2, "balance", "699.50"),
        type(3, "claimed_percent", "10", "Tab"),
        type(3, "claimed_work", "333.33", "Enter"),
        type(4, "claimed_work", "70", "ArrowUp"),
        shows(4, "claimed_percent", "7.00"),
        {
            content: "Back in line 3, which keeps its amount",
            trigger: `${row(3)}.o_selected_row td[name='claimed_work'] input:focus`,
            run: "press ArrowDown",
        },
        type(4, "claimed_work", "75", "Enter"),
        {
            content: "The totals follow",
            trigger: `${SHEET} tfoot:contains(958.83)`,
        },
        {
            content: "Nothing was asked of the server",
            trigger: SHEET,
            run: () => {
                const asked = performance
                    .getEntriesByType("resource")
                    .filter(({name}) => name.includes("/onchange"));
                if (asked.length) {
                    throw new Error(`${asked.length} calls while typing`);
                }
            },
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        shows(2, "held", "30.05"),
        {
            content: "It is saved",
            trigger: ".o_form_saved",
        },
    ],
});
