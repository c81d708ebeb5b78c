/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {Component, onWillStart, useEffect, useRef} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";

/* Readable on light and dark ground, and told apart without red against green. */
const TONES = {
    info: "#4A90D0",
    success: "#2FA58A",
    danger: "#D2644C",
    warning: "#C9952B",
};

/** A bar chart of the control tower; a click on a bar opens what it counts. */
export class DashboardChart extends Component {
    static template = "construction_connector_base.DashboardChart";
    static props = {chart: Object, onOpen: Function};

    setup() {
        this.canvas = useRef("canvas");
        this.card = useRef("card");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (chart) => {
                if (!this.canvas.el) {
                    return;
                }
                const drawn = new Chart(this.canvas.el, this.config(chart));
                return () => drawn.destroy();
            },
            () => [this.props.chart]
        );
    }

    get isEmpty() {
        return !this.props.chart.series.some((one) => one.data.some((value) => value));
    }

    config(chart) {
        // the page's own colors: right in whatever scheme it is shown
        const color = getComputedStyle(this.canvas.el).color;
        const grid = {color: getComputedStyle(this.card.el).borderTopColor};
        const value = {beginAtZero: true, ticks: {precision: 0, color}, grid};
        const category = {ticks: {color, autoSkip: !chart.horizontal}, grid: {display: false}};
        return {
            type: "bar",
            data: {
                labels: chart.labels,
                datasets: chart.series.map((one) => ({
                    label: one.label,
                    data: one.data,
                    backgroundColor: TONES[one.tone],
                    borderRadius: 3,
                    maxBarThickness: 28,
                })),
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                indexAxis: chart.horizontal ? "y" : "x",
                scales: chart.horizontal ? {x: value, y: category} : {x: category, y: value},
                plugins: {
                    legend: {display: chart.series.length > 1, labels: {color, boxWidth: 12}},
                },
                onHover: (event, elements) => {
                    event.native.target.style.cursor = elements.length ? "pointer" : "default";
                },
                onClick: (_event, elements) => {
                    const action = elements.length && chart.actions[elements[0].index];
                    if (action) {
                        this.props.onOpen(action);
                    }
                },
            },
        };
    }
}
