/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {digitsOf, followFigures} from "./sheet_figures";
import {FormRenderer} from "@web/views/form/form_renderer";
import {ListRenderer} from "@web/views/list/list_renderer";
import {Operation} from "@web/model/relational_model/operation";
import {RelationalModel} from "@web/model/relational_model/relational_model";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";

/* Rows to go for a key: down and up a column, as in a spreadsheet. */
const ROWS = {enter: 1, arrowdown: 1, "shift+enter": -1, arrowup: -1};

const isLine = (fields) => "claimed_percent" in fields;

/* A line of the sheet follows what is typed into it without asking the server. */
class SheetRecord extends RelationalModel.Record {
    async _update(changes, options) {
        const typed = Object.keys(changes);
        if (!isLine(this.activeFields) || !typed.length) {
            return super._update(changes, options);
        }
        for (const name of typed) {
            // "+5" and the like
            if (changes[name] instanceof Operation) {
                changes[name] = changes[name].compute(this.data[name]);
            }
        }
        const line = {...this.data, ...changes};
        const figures = Object.entries(followFigures(line, typed, digitsOf(this.data)));
        const shown = figures.filter(([name]) => name in this.activeFields);
        return super._update({...changes, ...Object.fromEntries(shown)}, options);
    }

    async _getOnchangeValues(changes) {
        const asked = Object.keys(changes).filter((name) => !this._isSheet(name));
        if (isLine(this.activeFields) || !asked.length) {
            return {};
        }
        return super._getOnchangeValues(changes);
    }

    _isSheet(name) {
        const {activeFields} = this.data[name] || {};
        return Boolean(activeFields) && isLine(activeFields);
    }
}

class SheetModel extends RelationalModel {
    static Record = SheetRecord;
}

/* The sheet takes the whole width: the chatter stands below it. */
class SheetFormRenderer extends FormRenderer {
    mailLayout(hasAttachmentContainer) {
        const layout = super.mailLayout(hasAttachmentContainer);
        return layout === "SIDE_CHATTER" ? "BOTTOM_CHATTER" : layout;
    }
}

class SheetRenderer extends ListRenderer {
    onCellKeydownEditMode(hotkey, cell, group, record) {
        const rows = ROWS[hotkey];
        if (!rows) {
            return super.onCellKeydownEditMode(hotkey, cell, group, record);
        }
        const column = this.columns.find(({name}) => name === cell.getAttribute("name"));
        const {list} = this.props;
        const next = list.records[list.records.indexOf(record) + rows];
        if (next) {
            this.goTo(next, column);
        }
        return true;
    }

    async goTo(record, column) {
        const {list} = this.props;
        if (await list.leaveEditMode({validate: true})) {
            this.cellToFocus = {column, record};
            await list.enterEditMode(record);
        }
    }
}

class SheetField extends X2ManyField {
    static components = {...X2ManyField.components, ListRenderer: SheetRenderer};
}

registry.category("views").add("construction_payment_sheet", {
    ...formView,
    Model: SheetModel,
    Renderer: SheetFormRenderer,
});
registry.category("fields").add("construction_payment_sheet", {
    ...x2ManyField,
    component: SheetField,
    additionalClasses: ["o_field_one2many", "o_payment_sheet"],
});
