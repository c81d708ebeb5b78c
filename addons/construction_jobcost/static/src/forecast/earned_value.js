/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {CockpitChart} from "../cockpit/cockpit_chart";
import {JobCockpit} from "../cockpit/cockpit";
import {KeepLast} from "@web/core/utils/concurrency";
import {_t} from "@web/core/l10n/translation";
import {formatCurrency} from "@web/core/currency";
import {formatFloat} from "@web/core/utils/numbers";
import {patch} from "@web/core/utils/patch";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {toneOf} from "../common/amount";
import {useService} from "@web/core/utils/hooks";

/* Told apart by dashes and by light and dark too. */
const LOOKS = {
    planned: {color: "#8C96A3", dash: [6, 4]},
    earned: {color: "#2F7FC1", dash: []},
    actual: {color: "#C9952B", dash: []},
    forecast: {color: "#8A5FB0", dash: [2, 3]},
};

/** The S-curve: planned, earned and actual by month, and the forecast to the end. */
export class EarnedValueChart extends CockpitChart {
    dataset(one) {
        const {color, dash} = LOOKS[one.key];
        const known = one.data.filter((value) => value !== null).length;
        return {
            label: one.label,
            data: one.data,
            backgroundColor: color,
            borderColor: color,
            borderWidth: 2,
            borderDash: dash,
            pointRadius: one.key === "earned" || known < 2 ? 3 : 0,
            pointHitRadius: 12,
            spanGaps: true,
        };
    }
}

/** Chart and figures of earned value, as the server gives them. */
export class EarnedValue extends Component {
    static template = "construction_jobcost.EarnedValue";
    static components = {EarnedValueChart};
    static props = {
        data: Object,
        title: String,
        isShort: {type: Boolean, optional: true},
    };

    get columns() {
        return [
            {name: "bac", label: _t("BAC"), help: _t("Budget at completion: the revised budget")},
            {name: "pv", label: _t("PV"), help: _t("Planned value: budget of the work that should be done")},
            {name: "ev", label: _t("EV"), help: _t("Earned value: budget of the work that is done")},
            {name: "ac", label: _t("AC"), help: _t("Actual cost: job to date")},
            {name: "cost_variance", label: _t("CV"), help: _t("Cost variance: EV - AC"), tone: true},
            {name: "schedule_variance", label: _t("SV"), help: _t("Schedule variance: EV - PV"), tone: true},
            {name: "cpi", label: _t("CPI"), help: _t("Cost performance index: EV / AC"), ratio: true},
            {name: "spi", label: _t("SPI"), help: _t("Schedule performance index: EV / PV"), ratio: true},
            {name: "tcpi", label: _t("TCPI"), help: _t("To complete on budget: (BAC - EV) / (BAC - AC)"), ratio: true},
            {name: "eac_bottom_up", label: _t("EAC: Forecast"), help: _t("AC + what the lines still need")},
            {name: "eac_as_budgeted", label: _t("EAC: as Budgeted"), help: _t("AC + (BAC - EV): the rest costs what was budgeted")},
            {name: "eac_at_cpi", label: _t("EAC: as until Now"), help: _t("BAC / CPI: the rest goes as until now")},
            {name: "eac_at_cpi_and_spi", label: _t("EAC: Time Made up"), help: _t("AC + (BAC - EV) / (CPI × SPI): lost time has to be made up")},
        ];
    }

    get rows() {
        return this.props.isShort ? [] : this.props.data.rows;
    }

    text(row, column) {
        const value = row[column.name];
        if (value === null) {
            return "–";
        }
        if (column.ratio) {
            return formatFloat(value, {digits: [16, 2]});
        }
        return this.amount(value);
    }

    amount(value) {
        const {currency_id: currencyId} = this.props.data;
        const rounded = Math.round(value) || 0;
        return value === null
            ? ""
            : formatCurrency(rounded, currencyId, {digits: [69, 0], noSymbol: true});
    }

    tone(row, column) {
        if (column.ratio && row[column.name] !== null && column.name !== "tcpi") {
            return row[column.name] < 1 ? "text-danger" : "";
        }
        return column.tone ? toneOf(row[column.name]) : "";
    }
}

/** The page of a forecast: what is saved of it. */
export class EarnedValueWidget extends Component {
    static template = "construction_jobcost.EarnedValueWidget";
    static components = {EarnedValue};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({data: null});
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.state.data?.id) {
                return this.load(next.record.resId);
            }
        });
    }

    async load(id) {
        this.state.data = id
            ? await this.keepLast.add(
                  this.orm.call("construction.forecast", "get_earned_value", [[id]])
              )
            : null;
    }
}

registry.category("view_widgets").add("construction_earned_value", {component: EarnedValueWidget});

JobCockpit.components = {...JobCockpit.components, EarnedValue};

patch(JobCockpit.prototype, {
    /** Which forecast the S-curve is of. */
    get curveTitle() {
        return _t("Earned value, by the forecast as of %s", this.state.data.charts.curve.day);
    },
});
