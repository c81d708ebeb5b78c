/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {Component, onWillStart, useState} from "@odoo/owl";
import {formatAmount, isNothing, toneOf} from "../common/amount";
import {CheckboxItem} from "@web/core/dropdown/checkbox_item";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {KeepLast} from "@web/core/utils/concurrency";
import {Layout} from "@web/search/layout";
import {MomentPicker} from "../common/moment_picker";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const COLUMNS_KEY = "construction_jobcost.cost_report.columns";
const JOBS = [["is_job", "=", true]];
/* More rows than this are opened by who looks for one. */
const OPEN_ROWS = 80;

/** The cost report of a job as a tree; each figure opens the entries it sums up. */
export class CostReport extends Component {
    static template = "construction_jobcost.CostReport";
    // as on the action's record: an address with a job names this action once, not twice
    static path = "job-cost";
    static displayName = _t("Cost Report");
    static components = {CheckboxItem, Dropdown, Layout, MomentPicker, RecordSelector};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.display = {controlPanel: {}};
        this.jobs = JOBS;
        this.groupings = [
            {name: "code", label: _t("Cost codes")},
            {name: "phase", label: _t("Phases")},
            {name: "type", label: _t("Cost types")},
        ];
        this.state = useState({data: null, ...this.startState()});
        useSetupAction({getLocalState: () => this.localState()});
        onWillStart(() => this.load());
    }

    /** Where the user left it, else what the action asks for. */
    startState() {
        const {action, resId, state} = this.props;
        if (state) {
            return {...state};
        }
        const context = action.context || {};
        const stored = browser.localStorage.getItem(COLUMNS_KEY);
        return {
            jobId: resId || context.active_id || false,
            asOf: context.as_of || false,
            knownAt: context.known_at || false,
            groupBy: "code",
            shown: stored ? JSON.parse(stored) : null,
            closed: null,
        };
    }

    localState() {
        const {jobId, asOf, knownAt, groupBy, shown, closed} = this.state;
        return {jobId, asOf, knownAt, groupBy, shown, closed};
    }

    /** Show the report with these values changed; what is shown stays until it is there. */
    async load(values = {}) {
        const asked = {...this.localState(), ...values};
        const {jobId, asOf, knownAt, groupBy} = asked;
        const data = await this.keepLast.add(
            this.orm.call("construction.cost.report", "get_tree", [jobId, asOf, knownAt, groupBy])
        );
        if (data.job) {
            asked.jobId = data.job.id;
            asked.closed = asked.closed || this.startClosed(data.rows);
            this.env.config.setDisplayName(_t("Cost Report of %s", data.job.name));
            this.props.updateActionState?.({resId: data.job.id});
        }
        Object.assign(this.state, asked, {data});
    }

    startClosed(rows) {
        const groups = rows.length > OPEN_ROWS ? rows.filter((row) => row.is_group) : [];
        return Object.fromEntries(groups.map((row) => [row.key, true]));
    }

    onJob(jobId) {
        if (jobId) {
            this.load({jobId, closed: null});
        }
    }

    onGroupBy(groupBy) {
        this.load({groupBy, closed: null});
    }

    // Rows and columns

    get columns() {
        const shown = this.state.shown || this.state.data.shown;
        return this.state.data.columns.filter((column) => shown.includes(column.name));
    }

    isShown(name) {
        return (this.state.shown || this.state.data.shown).includes(name);
    }

    toggleColumn(name) {
        const shown = this.state.shown || this.state.data.shown;
        const chosen = shown.includes(name) ? shown.filter((one) => one !== name) : [...shown, name];
        this.state.shown = chosen;
        browser.localStorage.setItem(COLUMNS_KEY, JSON.stringify(chosen));
    }

    resetColumns() {
        this.state.shown = null;
        browser.localStorage.removeItem(COLUMNS_KEY);
    }

    /** The rows that no closed row hides. */
    get rows() {
        const rows = [];
        let hidden = Infinity;
        for (const row of this.state.data.rows) {
            if (row.depth > hidden) {
                continue;
            }
            hidden = this.state.closed[row.key] ? row.depth : Infinity;
            rows.push(row);
        }
        return rows;
    }

    toggle(row) {
        this.state.closed[row.key] = !this.state.closed[row.key];
    }

    toggleAll() {
        const groups = this.state.data.rows.filter((row) => row.is_group);
        this.state.closed = this.isAnyOpen
            ? Object.fromEntries(groups.map((row) => [row.key, true]))
            : {};
    }

    get isAnyOpen() {
        return this.state.data.rows.some((row) => row.is_group && !this.state.closed[row.key]);
    }

    get hasGroups() {
        return this.state.data.rows.some((row) => row.is_group);
    }

    amount(row, column) {
        return formatAmount(row.figures[column.name], this.state.data.currency_id);
    }

    tone(row, column) {
        return toneOf(row.figures[column.name]);
    }

    isNothing(row, column) {
        return isNothing(row.figures[column.name]);
    }

    // Ways out

    async openEntries(row, column) {
        const {jobId, asOf, knownAt} = this.state;
        const action = await this.orm.call("construction.cost.report", "get_drill_down", [
            jobId,
            row.line_ids,
            column.name,
            asOf,
            knownAt,
        ]);
        this.action.doAction(action);
    }

    async openView(kind) {
        const {jobId, asOf, knownAt} = this.state;
        const action = await this.orm.call("construction.cost.report", "get_lines_action", [
            jobId,
            asOf,
            knownAt,
        ]);
        this.action.doAction(action, {viewType: kind});
    }

    async openJob(method) {
        this.action.doAction(await this.orm.call("project.project", method, [[this.state.jobId]]));
    }

    /** The address of the file that shows what is on screen. */
    get exportUrl() {
        const {jobId, asOf, knownAt, groupBy} = this.state;
        const query = new URLSearchParams({
            as_of: asOf || "",
            known_at: knownAt || "",
            group_by: groupBy,
            columns: this.columns.map((column) => column.name).join(","),
        });
        return `/construction_jobcost/jobs/${jobId}/cost_report.xlsx?${query}`;
    }
}

registry.category("actions").add("construction_jobcost.cost_report", CostReport);
