/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {getCurrency} from "@web/core/currency";
import {roundDecimals} from "@web/core/utils/numbers";

const CLAIMED = ["claimed_work", "claimed_moved", "claimed_stored"];

/**
 * What follows at once from what a person types into a line of a continuation sheet; the server
 * says the same when the sheet is saved, and what is held back besides.
 *
 * @param {Object} line the figures of the line, with what was typed in
 * @param {Array<string>} typed the names of the fields that were typed in
 * @param {Number} digits decimal places of the currency
 * @returns {Object} the figures that follow
 */
export function followFigures(line, typed, digits) {
    const round = (amount) => roundDecimals(amount, digits);
    const found = {};
    const now = () => ({...line, ...found});
    if (typed.includes("claimed_quantity") && line.is_by_quantity) {
        found.claimed_work = round(line.claimed_quantity * line.item_price);
    }
    if (typed.includes("claimed_percent")) {
        const done = round((line.scheduled_value * line.claimed_percent) / 100);
        found.claimed_work = round(done - line.previous_work - line.claimed_moved);
    } else if ([...CLAIMED, "claimed_quantity"].some((name) => typed.includes(name))) {
        const {previous_work, claimed_work, claimed_moved, scheduled_value} = now();
        const done = previous_work + claimed_work + claimed_moved;
        found.claimed_percent = scheduled_value ? (done / scheduled_value) * 100 : 0;
    }
    const side = line.step === "draft" ? "claimed" : "certified";
    const {previous_work, previous_stored, scheduled_value} = line;
    const {[`${side}_work`]: work, [`${side}_stored`]: stored, [`${side}_moved`]: moved} = now();
    found.stored_to_date = round(previous_stored + stored - moved);
    found.completed = round(previous_work + previous_stored + work + stored);
    found.completed_percent = scheduled_value ? (found.completed / scheduled_value) * 100 : 0;
    found.balance = round(scheduled_value - found.completed);
    return found;
}

/* The decimal places of the currency of a line. */
export function digitsOf(line) {
    return getCurrency(line.currency_id?.id)?.digits?.[1] ?? 2;
}
