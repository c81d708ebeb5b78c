/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {Component, onWillStart, useState} from "@odoo/owl";
import {deserializeDate, serializeDate} from "@web/core/l10n/dates";
import {KeepLast} from "@web/core/utils/concurrency";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {formatCurrency} from "@web/core/currency";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const BOARD = "construction.month.end.board";
const STATE_TONES = {open: "text-bg-secondary", signed: "text-bg-success", reopened: "text-bg-warning"};

/** What blocks the close of a month: jobs by checks, with counts, money and persons. */
export class MonthEndBoard extends Component {
    static template = "construction_jobcost.MonthEndBoard";
    // as on the action's record
    static path = "month-end";
    static displayName = _t("Month End");
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.display = {controlPanel: {}};
        const {action, state} = this.props;
        this.state = useState({
            board: null,
            month: state?.month || action.context?.month || false,
        });
        useSetupAction({getLocalState: () => ({month: this.state.month})});
        onWillStart(() => this.load());
    }

    async load(month = this.state.month) {
        const board = await this.keepLast.add(this.orm.call(BOARD, "get_board", [month]));
        this.env.config.setDisplayName(_t("Month End: %s", board.label));
        Object.assign(this.state, {board, month: board.month});
    }

    move(months) {
        const day = deserializeDate(this.state.board.month).plus({months});
        return this.load(serializeDate(day));
    }

    /** The jobs that the user signs off and nothing blocks. */
    get signable() {
        return this.state.board.rows.filter(
            (row) => row.job_id && row.may_sign && row.state !== "signed" && !row.blocking
        );
    }

    async signClear() {
        await this.orm.call(BOARD, "sign_clear_jobs", [this.state.board.month]);
        return this.load();
    }

    // How it looks

    /** The checks that found something; the others are named in one line. */
    get checks() {
        return this.state.board.checks.filter((check) => this.isFound(check));
    }

    get clear() {
        return this.state.board.checks.filter((check) => !this.isFound(check));
    }

    isFound(check) {
        return this.state.board.rows.some((row) => row.cells[check.key]);
    }

    tone(row, check) {
        const cell = row.cells[check.key];
        if (!cell.count) {
            return "text-bg-light";
        }
        return check.blocking ? "text-bg-danger" : "text-bg-warning";
    }

    stateTone(row) {
        return STATE_TONES[row.state];
    }

    get signClearLabel() {
        return _t("Sign Off %s Clear Jobs", this.signable.length);
    }

    persons(cell) {
        return cell.persons.join(", ");
    }

    acceptedTitle(cell) {
        return _t("%s accepted with a reason", cell.accepted);
    }

    money(amount) {
        const rounded = Math.round(amount) || 0;
        return formatCurrency(rounded, this.state.board.currency_id, {digits: [69, 0]});
    }

    // Ways out

    async open(row, check) {
        const {month} = this.state.board;
        const {xml_id: name, ...values} = await this.orm.call(BOARD, "get_documents", [
            month,
            row.job_id,
            check.key,
        ]);
        const action = await this.action.loadAction(name);
        // what the list shows depends on its context; filters of its own would hide documents
        const kept = Object.entries(action.context).filter(
            ([key]) => !key.startsWith("search_default_")
        );
        const context = {...Object.fromEntries(kept), ...values.context};
        this.action.doAction({...action, ...values, context, display_name: values.name});
    }

    async ask(row, kind) {
        const {month} = this.state.board;
        const action = await this.orm.call(BOARD, "get_sign_off", [month, row.job_id, kind]);
        this.action.doAction(action, {onClose: () => this.load()});
    }

    openJob(row) {
        this.action.doAction("construction_jobcost.construction_job_cockpit_action", {
            additionalContext: {active_id: row.job_id},
        });
    }

    openDecisions() {
        this.action.doAction("construction_jobcost.construction_month_end_action", {
            viewType: "form",
            props: {resId: this.state.board.close_id},
        });
    }
}

registry.category("actions").add("construction_jobcost.month_end", MonthEndBoard);
