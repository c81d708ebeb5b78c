/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {
    SAVE,
    SAVED,
    choose,
    day,
    fill,
    press,
    reached,
} from "@construction_jobcost/../tests/tours/tour_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/* A project manager opens the first application of a subcontract and submits what is claimed. */
tours.add("construction_compliance_claim", {
    steps: () => [
        {content: "Open an application", trigger: ".o_list_button_add", run: "click"},
        ...choose(".o_field_widget[name='order_id']", "SC"),
        ...day("period_start", "03/02/2026"),
        ...day("period_end", "03/31/2026"),
        SAVE,
        {
            content: "Fill in the first line",
            trigger: ".o_field_widget[name='line_ids'] .o_data_row:first td[name='claimed_percent']",
            run: "click",
        },
        {
            content: "A fifth is done",
            trigger: ".o_field_widget[name='line_ids'] .o_data_row:first td[name='claimed_percent'] input",
            run: "edit 20 && press Enter",
        },
        SAVE,
        SAVED,
        press("Submit it", "action_submit"),
        reached("submitted"),
        {
            content: "What will stop it is said already",
            trigger: ".alert-danger:contains(General Liability Insurance of Steel Supply)",
        },
    ],
});

/* An approver is stopped by an insurance that has ended, and sees what is required. */
tours.add("construction_compliance_stopped", {
    steps: () => [
        press("Certify", "action_certify"),
        {
            content: "It is on hold, with the reason",
            trigger: ".modal:contains(on hold):contains(ended on 12/31/2025)",
        },
        {
            content: "Close the message",
            trigger: ".modal .modal-footer button:first",
            run: "click",
        },
        {
            content: "Look at what is required",
            trigger: "body:not(:has(.modal)) .alert-danger:visible button[name='action_view_requirements']",
            run: "click",
        },
        {
            content: "The insurance stops it",
            trigger: ".o_data_row:contains(General Liability Insurance):contains(Lacking, Stops)",
        },
    ],
});

/* A buyer enters the renewed insurance, which another person has to verify. */
tours.add("construction_compliance_enter", {
    steps: () => [
        {content: "Enter a document", trigger: ".o_list_button_add", run: "click"},
        ...choose(".o_field_widget[name='type_id']", "General Liability"),
        ...choose(".o_field_widget[name='partner_id']", "Steel Supply"),
        fill("number", "GL-2"),
        ...day("valid_to", "12/31/2099"),
        fill("cover_amount", "1000000"),
        SAVE,
        {
            content: "Who entered it does not verify it",
            trigger:
                ".o_form_saved:not(:has(button[name='action_verify'])) .alert-info:contains(another person)",
        },
    ],
});

/* Finance verifies what the buyer entered. */
tours.add("construction_compliance_verify", {
    steps: () => [press("Verify it", "action_verify"), reached("verified")],
});

/* The approver certifies, as nothing is in the way any more. */
tours.add("construction_compliance_certify", {
    steps: () => [
        {
            content: "Nothing is in the way",
            trigger: ".o_form_view:not(:has(.alert-danger:visible))",
        },
        press("Certify", "action_certify"),
        reached("certified"),
    ],
});

/* The last retention waits for the final waiver, which the buyer fills in from the release. */
tours.add("construction_compliance_final_waiver", {
    steps: () => [
        {
            content: "The final waiver is lacking",
            trigger: ".alert-danger:contains('Lien Waiver (conditional, final)')",
        },
        press("Prepare the waiver", "action_view_waivers"),
        {
            content: "It is filled in",
            trigger: ".o_field_widget[name='waiver_amount'] input:value(1,000.00)",
        },
        fill("signed_by", "J. Doe, President"),
        ...day("signed_date", "06/10/2026"),
        SAVE,
        {
            content: "Its form can be printed",
            trigger: ".o_form_saved button[name='action_print_waiver']",
        },
    ],
});

/* The approver releases the retention. */
tours.add("construction_compliance_release", {
    steps: () => [press("Approve the release", "action_approve"), reached("approved")],
});
