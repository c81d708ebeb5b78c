/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */

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
export function connectAndSend(text) {
    return [
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
                await send(this.anchor.textContent.match(/cik_[A-Za-z0-9_-]{43}/)[0], text);
            },
        },
    ];
}
