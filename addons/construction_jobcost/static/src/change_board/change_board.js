/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {KanbanHeader} from "@web/views/kanban/kanban_header";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {formatAmount} from "../common/amount";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {registry} from "@web/core/registry";

const DAYS = "days";
const SUMMED = ["cost_amount", "revenue_amount", DAYS];

/** Has the sums of a column loaded, which follow the part of its bar that is chosen. */
export class ChangeBoardController extends KanbanController {
    get progressBarAggregateFields() {
        return SUMMED.map((name) => this.props.fields[name]);
    }
}

/** The head of a column of the board: what its changes cost, earn, and how long they take. */
export class ChangeBoardHeader extends KanbanHeader {
    static template = "construction_jobcost.ChangeBoardHeader";

    get totals() {
        return SUMMED.map((name) => {
            const field = this.props.list.fields[name];
            const {value, currencies} = this.props.progressBarState.getAggregateValue(
                this.group,
                field
            );
            const text =
                name === DAYS ? String(value) : formatAmount(value, currencies?.[0]);
            return {name, label: field.string, text};
        });
    }
}

export class ChangeBoardRenderer extends KanbanRenderer {
    static components = {...KanbanRenderer.components, KanbanHeader: ChangeBoardHeader};
}

registry.category("views").add("construction_change_board", {
    ...kanbanView,
    Controller: ChangeBoardController,
    Renderer: ChangeBoardRenderer,
});
