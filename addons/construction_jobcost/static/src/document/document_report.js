/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {download} from "@web/core/network/download";
import {getReportUrl} from "@web/webclient/actions/reports/utils";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

/* Where wkhtmltopdf is not installed, the server prints self-contained documents itself. */
registry
    .category("ir.actions.report handlers")
    .add("construction_document", async (action, options, env) => {
        if (action.report_type !== "qweb-pdf" || !action.is_self_contained) {
            return false;
        }
        const {orm, ui} = env.services;
        if (!(await orm.call("ir.actions.report", "can_print_documents", []))) {
            return false;
        }
        ui.block();
        try {
            await download({
                url: "/report/download",
                data: {
                    data: JSON.stringify([getReportUrl(action, "pdf"), action.report_type]),
                    context: JSON.stringify({...user.context, ...action.context}),
                },
            });
        } finally {
            ui.unblock();
        }
        return true;
    });
