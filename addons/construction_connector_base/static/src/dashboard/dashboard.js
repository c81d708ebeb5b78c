/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {Component, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {DashboardChart} from "./dashboard_chart";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

const REFRESH_SECONDS = 60;
const REFRESH_KEY = "construction_connector_base.dashboard.refresh";

/** What is stuck, what it is worth, who must act; each figure opens what it counts. */
export class IntegrationDashboard extends Component {
    static template = "construction_connector_base.Dashboard";
    static components = {DashboardChart};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            figures: null,
            isRefreshing: browser.localStorage.getItem(REFRESH_KEY) === "on",
        });
        onWillStart(() => this.load());
        this.timer = browser.setInterval(() => {
            if (this.state.isRefreshing) {
                this.load();
            }
        }, REFRESH_SECONDS * 1000);
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    async load() {
        this.state.figures = await this.orm.call("integration.dashboard", "get_figures", []);
    }

    open(action) {
        this.action.doAction(action);
    }

    onToggleRefresh() {
        this.state.isRefreshing = !this.state.isRefreshing;
        browser.localStorage.setItem(REFRESH_KEY, this.state.isRefreshing ? "on" : "off");
        if (this.state.isRefreshing) {
            this.load();
        }
    }

    /** A moment of the server as the user reads it: how long ago. */
    ago(moment) {
        return moment ? deserializeDateTime(moment).toRelative() : _t("never");
    }

    time(moment) {
        return deserializeDateTime(moment).toFormat("HH:mm");
    }

    keyTone(days) {
        if (days < 0) {
            return "text-danger fw-bold";
        }
        return days <= 14 ? "text-warning fw-bold" : "";
    }
}

registry.category("actions").add("construction_connector_base.dashboard", IntegrationDashboard);
