/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */

/* Type into a many2one and choose what it offers. */
export function choose(field, text) {
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

/* Go through the menus of Job Cost, as far as the person sees them. */
export function menu(section, item) {
    return [
        {
            content: "Open the menu",
            trigger: `.o_menu_sections [data-menu-xmlid='construction_jobcost.${section}']`,
            run: "click",
        },
        {
            content: "Choose from it",
            trigger: `.o-dropdown--menu [data-menu-xmlid='construction_jobcost.${item}']`,
            run: "click",
        },
    ];
}

/* Press a button that the person sees and may press. */
export function press(content, button) {
    return {content, trigger: `button[name='${button}']:enabled:visible`, run: "click"};
}

/* The document has this state. */
export function reached(state) {
    return {
        content: `It is ${state}`,
        trigger: `.o_statusbar_status button[data-value='${state}'].o_arrow_button_current`,
    };
}

/* Open the row of a list that shows these texts. */
export function open(field, ...texts) {
    const shown = texts.map((text) => `:contains(${text})`).join("");
    return {
        content: `Open ${texts.join(", ")}`,
        trigger: `.o_list_view .o_data_row${shown} .o_data_cell[name='${field}']`,
        run: "click",
    };
}

/* Type a day into a date field. */
export function day(field, text, within = "") {
    const widget = `${within} .o_field_widget[name='${field}']`;
    return [
        {
            content: `Choose ${field}`,
            trigger: `${widget} :is(input, button)`,
            run: "click",
        },
        {
            content: `Type ${field}`,
            trigger: `${widget} input`,
            run: `edit ${text} && press Enter`,
        },
    ];
}

export function fill(field, text) {
    return {
        content: `Fill in ${field}`,
        trigger: `.o_field_widget[name='${field}'] input`,
        run: `edit ${text}`,
    };
}

/* Go back from a kind of view; naming it keeps a second step from being taken too early. */
export function back(view) {
    return {
        content: `Go back from the ${view}`,
        trigger: `.o_${view}_view .o_back_button`,
        run: "click",
    };
}

export const CREATE = {content: "A new one", trigger: ".o_list_button_add", run: "click"};
export const SAVE = {content: "Save", trigger: ".o_form_button_save", run: "click"};
export const SAVED = {content: "It is saved", trigger: ".o_form_saved"};
export const PAID = {
    content: "It is paid",
    trigger: "body:not(:has(.modal)) .o_form_view .ribbon:contains(Paid)",
};

/* From a posted bill or invoice: all of the money, by the wizard. */
export function pay(total) {
    return [
        press("Register the payment", "action_register_payment"),
        {
            content: "All of it is paid",
            trigger: `.modal .o_field_widget[name='amount'] input:value(${total})`,
        },
        {
            content: "Create the payment",
            trigger: ".modal button[name='action_create_payments']:visible",
            run: "click",
        },
    ];
}

/* Read what a message says, and close it. */
export function told(...texts) {
    const said = texts.map((text) => `:contains(${text})`).join("");
    return [
        {
            content: "Read the message",
            trigger: `.modal${said}`,
        },
        {
            content: "Close the message",
            trigger: `.modal${said} .modal-footer button:first`,
            run: "click",
        },
    ];
}
