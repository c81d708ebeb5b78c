/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

async function send(key, text) {
    const response = await fetch("/construction/v1/messages", {
        method: "POST",
        headers: {
            Authorization: `Bearer ${key}`,
            "Content-Type": "application/cloudevents+json",
        },
        body: JSON.stringify({
            specversion: "1.0",
            id: "T-1",
            source: "tourapp",
            type: "construction.ping.sent.v1",
            time: "2026-03-02T08:00:00Z",
            data: {text},
        }),
    });
    if (response.status !== 202) {
        throw new Error(`The message was not accepted: ${await response.text()}`);
    }
}

/* A manager connects a system, gives it a key, and the system sends its first message. */
tours.add("integration_connect_and_send", {
    steps: () => [
        {
            content: "A new system",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Its name",
            trigger: ".o_field_widget[name='name'] input",
            run: "edit Tour App",
        },
        {
            content: "Its code",
            trigger: ".o_field_widget[name='code'] input",
            run: "edit tourapp",
        },
        {
            content: "Save it",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "What it may send",
            trigger: ".o_notebook .nav-link[name='contracts']",
            run: "click",
        },
        {
            content: "Everything that is installed",
            trigger: "button[name='action_allow_all']",
            run: "click",
        },
        {
            content: "The connection check is among it",
            trigger: ".o_field_widget[name='contract_ids'] .o_data_row:contains(ping.sent)",
        },
        {
            content: "Its keys",
            trigger: ".o_notebook .nav-link[name='keys']",
            run: "click",
        },
        {
            content: "A new one",
            trigger: ".tab-pane.active button:contains(New Key)",
            run: "click",
        },
        {
            content: "What it is for",
            trigger: ".modal .o_field_widget[name='name'] input",
            run: "edit First connection",
        },
        {
            content: "Make it",
            trigger: ".modal button[name='action_generate']",
            run: "click",
        },
        {
            content: "The system sends with the key that is shown",
            trigger: ".modal .o_field_widget[name='key']:contains(cik_)",
            async run() {
                await send(this.anchor.textContent.match(/cik_[A-Za-z0-9_-]{43}/)[0], "D1 wrong");
            },
        },
    ],
});

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
