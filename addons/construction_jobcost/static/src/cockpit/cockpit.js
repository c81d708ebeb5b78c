/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {Component, onWillStart, useState} from "@odoo/owl";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {CockpitChart} from "./cockpit_chart";
import {KeepLast} from "@web/core/utils/concurrency";
import {Layout} from "@web/search/layout";
import {MomentPicker} from "../common/moment_picker";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {_t} from "@web/core/l10n/translation";
import {formatCurrency} from "@web/core/currency";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const STATUS_TONES = {
    planned: "text-bg-info",
    active: "text-bg-success",
    on_hold: "text-bg-warning",
};

/** One page of a job: where it stands, what is wrong, what its user does next. */
export class JobCockpit extends Component {
    static template = "construction_jobcost.JobCockpit";
    // as on the action's record: an address with a job names this action once, not twice
    static path = "job-cockpit";
    static displayName = _t("Job Cockpit");
    static components = {CockpitChart, Layout, MomentPicker, RecordSelector};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.display = {controlPanel: {}};
        this.jobs = [["is_job", "=", true]];
        const {action, resId, state} = this.props;
        const context = action.context || {};
        this.state = useState({
            data: null,
            jobId: state?.jobId || resId || context.active_id || false,
            asOf: state?.asOf || false,
        });
        useSetupAction({
            getLocalState: () => ({jobId: this.state.jobId, asOf: this.state.asOf}),
        });
        onWillStart(() => this.load());
    }

    /** Show the page with these values changed; what is shown stays until it is there. */
    async load(values = {}) {
        const asked = {jobId: this.state.jobId, asOf: this.state.asOf, ...values};
        const data = await this.keepLast.add(
            this.orm.call("construction.job.cockpit", "get_cockpit", [asked.jobId, asked.asOf])
        );
        if (data.job) {
            asked.jobId = data.job.id;
            this.env.config.setDisplayName(data.job.name);
            this.props.updateActionState?.({resId: data.job.id});
        }
        Object.assign(this.state, asked, {data});
    }

    onJob(jobId) {
        if (jobId) {
            this.load({jobId});
        }
    }

    // How it looks

    get statusTone() {
        return STATUS_TONES[this.state.data.job.status] || "text-bg-secondary";
    }

    get finish() {
        const {finish, extension_days: days} = this.state.data.job;
        if (!finish) {
            return "";
        }
        const day = formatDate(deserializeDate(finish));
        return days ? _t("%(day)s (%(days)s days by changes)", {day, days}) : day;
    }

    money(amount) {
        const rounded = Math.round(amount) || 0;
        return formatCurrency(rounded, this.state.data.currency_id, {digits: [69, 0]});
    }

    barWidth(tile) {
        return Math.max(0, Math.min(100, tile.percent));
    }

    // Ways out

    /** Open an action of the server's, without its filters and with another domain. */
    async open({xml_id: name, ...values}) {
        const action = await this.action.loadAction(name);
        this.action.doAction({...action, ...values, display_name: values.name});
    }

    openTile(tile) {
        return tile.action
            ? this.open(tile.action)
            : this.openFigure(this.state.data.line_ids, tile.key);
    }

    async openFigure(lineIds, column) {
        const {jobId, asOf} = this.state;
        const action = await this.orm.call("construction.cost.report", "get_drill_down", [
            jobId,
            lineIds,
            column,
            asOf,
        ]);
        this.action.doAction(action);
    }

    openReport() {
        this.action.doAction("construction_jobcost.construction_cost_report_action_tree", {
            additionalContext: {active_id: this.state.jobId, as_of: this.state.asOf},
        });
    }

    async openJob(method) {
        this.action.doAction(await this.orm.call("project.project", method, [[this.state.jobId]]));
    }

    openForm() {
        this.action.doAction("construction_jobcost.project_project_job_action", {
            viewType: "form",
            props: {resId: this.state.jobId},
        });
    }
}

registry.category("actions").add("construction_jobcost.job_cockpit", JobCockpit);
