/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {Component, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime, formatDate} from "@web/core/l10n/dates";
import {formatFloat, formatMonetary} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/** Requested lines by vendors: what each asks, who is cheapest, and who gets the line. */
export class QuoteComparison extends Component {
    static template = "construction_jobcost.QuoteComparison";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.rfqId = this.props.action.context.active_id;
        this.display = {controlPanel: {}};
        this.state = useState({data: null, choices: {}, reason: "", busy: false});
        onWillStart(() => this.load());
    }

    async load() {
        this.state.data = await this.orm.call("construction.rfq", "get_comparison", [this.rfqId]);
        this.chooseCheapest();
    }

    get data() {
        return this.state.data;
    }

    chooseCheapest() {
        this.state.choices = Object.fromEntries(
            this.data.lines.filter((line) => line.best).map((line) => [line.id, line.best])
        );
    }

    chooseVendor(vendor) {
        for (const line of this.data.lines) {
            const quote = line.quotes[vendor.order_id];
            if (quote?.given) {
                this.state.choices[line.id] = quote.id;
            }
        }
    }

    choose(line, quote) {
        if (!this.data.awardable || !quote?.given) {
            return;
        }
        if (this.isChosen(line, quote)) {
            delete this.state.choices[line.id];
        } else {
            this.state.choices[line.id] = quote.id;
        }
    }

    isChosen(line, quote) {
        return this.data.state === "open"
            ? this.state.choices[line.id] === quote.id
            : quote.awarded;
    }

    /** What the chosen quotes come to. */
    get chosenTotal() {
        let total = 0;
        for (const line of this.data.lines) {
            for (const quote of Object.values(line.quotes)) {
                total += this.isChosen(line, quote) ? quote.amount : 0;
            }
        }
        return total;
    }

    get estimateTotal() {
        return this.data.lines.reduce((total, line) => total + line.estimate, 0);
    }

    get needsReason() {
        return this.data.lines.some(
            (line) => this.state.choices[line.id] && this.state.choices[line.id] !== line.best
        );
    }

    get canAward() {
        return (
            this.data.awardable &&
            Object.keys(this.state.choices).length > 0 &&
            (!this.needsReason || this.state.reason.trim()) &&
            !this.state.busy
        );
    }

    async award() {
        this.state.busy = true;
        try {
            const action = await this.orm.call("construction.rfq", "action_award", [
                [this.rfqId],
                this.state.choices,
                this.state.reason,
            ]);
            await this.action.doAction(action);
        } finally {
            this.state.busy = false;
        }
    }

    openRequest(vendor) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "purchase.order",
            res_id: vendor.order_id,
            views: [[false, "form"]],
        });
    }

    money(amount) {
        return formatMonetary(amount, {currencyId: this.data.currency_id});
    }

    quantity(value) {
        return formatFloat(value, {trailingZeros: false});
    }

    day(moment) {
        return moment ? formatDate(deserializeDateTime(moment)) : "";
    }

    get stateLabel() {
        return {
            draft: _t("Draft"),
            open: _t("Vendors asked"),
            awarded: _t("Awarded"),
            cancelled: _t("Cancelled"),
        }[this.data.state];
    }
}

registry.category("actions").add("construction_rfq_comparison", QuoteComparison);
