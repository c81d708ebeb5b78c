/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {
    deserializeDate,
    deserializeDateTime,
    serializeDate,
    serializeDateTime,
} from "@web/core/l10n/dates";
import {Component} from "@odoo/owl";
import {DateTimeInput} from "@web/core/datetime/datetime_input";

/** The day and the state of knowledge a report is shown for, as texts of the server. */
export class MomentPicker extends Component {
    static template = "construction_jobcost.MomentPicker";
    static components = {DateTimeInput};
    static props = {
        asOf: {type: [String, Boolean]},
        knownAt: {type: [String, Boolean], optional: true},
        onChange: Function,
    };

    get day() {
        return this.props.asOf ? deserializeDate(this.props.asOf) : false;
    }

    get moment() {
        return this.props.knownAt ? deserializeDateTime(this.props.knownAt) : false;
    }

    onDay(value) {
        this.props.onChange({asOf: value ? serializeDate(value) : false});
    }

    onMoment(value) {
        this.props.onChange({knownAt: value ? serializeDateTime(value) : false});
    }
}
