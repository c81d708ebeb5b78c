/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";
import {connectAndSend} from "./connect_steps.esm";

const tours = registry.category("web_tour.tours");

tours.add("integration_connect_and_send", {steps: () => connectAndSend("D1 wrong")});

/* An operator sees the message on the desk, takes it, and corrects what was sent. */
tours.add("integration_correct_on_desk", {
    steps: () => [
        {
            content: "It is on the board, nobody's yet",
            trigger: ".o_data_row .o_data_cell[name='document_key']:contains(D1)",
            run: "click",
        },
        {
            content: "It says why it stopped",
            trigger: ".o_form_view .alert:contains(It is wrong)",
        },
        {
            content: "Take it",
            trigger: "button[name='action_claim']",
            run: "click",
        },
        {
            content: "It is mine",
            trigger: ".o_form_view:not(:has(button[name='action_claim'])) .o_field_widget[name='owner_id']",
        },
        {
            content: "Correct what was sent",
            trigger: "button[name='action_open_correct']",
            run: "click",
        },
        {
            content: "The payload stands there; change it",
            trigger: ".modal .ace_editor:contains(wrong)",
            run() {
                window.ace.edit(this.anchor).setValue('{"text": "D1 right"}');
            },
        },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name='reason'] textarea",
            run: "edit They called",
        },
        {
            content: "The change is shown",
            trigger: ".modal .o_field_widget[name='changes_html']:contains(D1 right)",
        },
        {
            content: "Correct it",
            trigger: ".modal button[name='action_correct']",
            run: "click",
        },
        {
            content: "It is queued again",
            trigger: "body:not(:has(.modal)) .o_form_view button.o_arrow_button_current:contains(Received)",
        },
    ],
});

/* An auditor sees what happened to the message, and that nobody changed the audit. */
tours.add("integration_audit", {
    steps: () => [
        {
            content: "The message",
            trigger: ".o_data_row .o_data_cell[name='document_key']:contains(D1)",
            run: "click",
        },
        {
            content: "It is done",
            trigger: ".o_form_view button.o_arrow_button_current:contains(Done)",
        },
        {
            content: "It is proven; the payload was corrected, the original is kept",
            trigger: "button[name='action_verify']",
            run: "click",
        },
        {
            content: "So it says",
            trigger: ".o_notification:contains(As it was sent)",
        },
        {
            content: "Its history",
            trigger: "button[name='action_open_history']",
            run: "click",
        },
        ...["accepted", "exception", "claimed", "corrected", "done"].map((step) => ({
            content: `It was ${step}`,
            trigger: `.o_list_view .o_data_cell[name='step']:contains(message.${step})`,
        })),
        {
            content: "To the verification",
            trigger: ".o_menu_sections .dropdown-toggle:contains(Audit)",
            run: "click",
        },
        {
            content: "Open it",
            trigger: ".o-dropdown--menu .dropdown-item:contains(Verification)",
            run: "click",
        },
        {
            content: "Verify",
            trigger: ".o_list_view button:contains(Verify the Chain)",
            run: "click",
        },
        {
            content: "The chain is whole",
            trigger: ".o_form_view .alert-success:contains(The chain is whole)",
        },
    ],
});
