/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {registry} from "@web/core/registry";
import {connectAndSend} from "./connect_steps.esm";

const tours = registry.category("web_tour.tours");

tours.add("integration_connect_and_send_code", {steps: () => connectAndSend("rot")});

/* An operator sees that nobody knows a code, and proposes what it means. */
tours.add("integration_propose_code", {
    steps: () => [
        {
            content: "It is on the board",
            trigger: ".o_data_row .o_data_cell[name='document_key']:contains(rot)",
            run: "click",
        },
        {
            content: "It says why it stopped, and what is at stake",
            trigger: ".o_form_view .alert:contains(No such color):contains(1,250)",
        },
        {
            content: "Say what the code means",
            trigger: "button[name='action_open_code']",
            run: "click",
        },
        {
            content: "It is this code of this kind",
            trigger:
                ".modal .o_form_view:has(.o_field_widget[name='domain']:contains(color)) .o_field_widget[name='value']:contains(rot)",
        },
        {
            content: "One message has stopped for it",
            trigger: ".modal .o_field_widget[name='stopped_count']:contains(1)",
        },
        {
            content: "A code of ours looks like it: choose that",
            trigger:
                ".modal .o_field_widget[name='suggestion_ids'] .o_data_row:contains(Red) button[name='action_choose']",
            run: "click",
        },
        {
            content: "It is taken over",
            trigger: ".modal .o_field_widget[name='label']:contains(Red)",
        },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name='note'] input",
            run: "edit It is German",
        },
        {
            content: "Propose it",
            trigger: ".modal button[name='action_propose']",
            run: "click",
        },
        {
            content: "Somebody else must approve it; the message stays where it is",
            trigger: ".o_notification:contains(rot → rot-1 is proposed)",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_form_view button.o_arrow_button_current:contains(Exception)",
        },
    ],
});

/* Another person approves the map, and takes the offer to release who stopped for the code. */
tours.add("integration_approve_code", {
    steps: () => [
        {
            content: "The proposal waits for an approval",
            trigger: ".o_data_row .o_data_cell[name='map_id']:contains(Tour App)",
            run: "click",
        },
        {
            content: "Why",
            trigger: ".o_field_widget[name='note']:contains(It is German)",
        },
        {
            content: "What will change",
            trigger: ".o_notebook .nav-link[name='changes']",
            run: "click",
        },
        {
            content: "One code",
            trigger: ".o_field_widget[name='changes']:contains(rot: – → rot-1)",
        },
        {
            content: "Approve it",
            trigger: "button[name='action_approve']",
            run: "click",
        },
        {
            content: "The message that stopped is offered, with what is at stake",
            trigger:
                ".modal:has(.o_field_widget[name='worth']:contains(1,250)) .o_field_widget[name='message_ids'] .o_data_row:contains(No such color)",
        },
        {
            content: "Release it",
            trigger: ".modal button[name='action_release']",
            run: "click",
        },
        {
            content: "The map counts",
            trigger:
                "body:not(:has(.modal)) .o_form_view button.o_arrow_button_current:contains(Approved)",
        },
    ],
});

/* An auditor sees who let the message pass. */
tours.add("integration_audit_code", {
    steps: () => [
        {
            content: "The message",
            trigger: ".o_data_row .o_data_cell[name='document_key']:contains(rot)",
            run: "click",
        },
        {
            content: "It is done",
            trigger: ".o_form_view button.o_arrow_button_current:contains(Done)",
        },
        {
            content: "By this version of the map",
            trigger: ".o_field_widget[name='map_version_ids']:contains(version 1)",
        },
        {
            content: "Its history",
            trigger: "button[name='action_open_history']",
            run: "click",
        },
        {
            content: "So it is called",
            trigger: ".o_breadcrumb:contains(History of T-1)",
        },
        ...[
            "message.accepted",
            "message.exception",
            "map.proposed",
            "map.approved",
            "message.received",
            "message.done",
        ].map((step) => ({
            content: `It tells ${step}`,
            trigger: `.o_list_view .o_data_cell[name='step']:contains(${step})`,
        })),
    ],
});
