/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {formatCurrency} from "@web/core/currency";

const NOTHING = 0.005;

export function isNothing(amount) {
    return Math.abs(amount || 0) < NOTHING;
}

/** An amount as columns show it: without symbol, a dash for nothing. */
export function formatAmount(amount, currencyId) {
    return isNothing(amount) ? "–" : formatCurrency(amount, currencyId, {noSymbol: true});
}

/** The class of an amount: negative in red, nothing in grey. */
export function toneOf(amount) {
    if (isNothing(amount)) {
        return "text-muted";
    }
    return amount < 0 ? "text-danger" : "";
}
