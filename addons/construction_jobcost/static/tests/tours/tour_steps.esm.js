/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */

/* Type into a many2one and choose what it offers. */
export function choose(field, text) {
    return [
        {
            content: `Look for ${text}`,
            trigger: `${field} input`,
            run: `edit ${text}`,
        },
        {
            content: `Choose ${text}`,
            trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(${text})`,
            run: "click",
        },
    ];
}
