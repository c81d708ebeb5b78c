/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
import {Component, onWillStart, useEffect, useRef} from "@odoo/owl";
import {formatCurrency} from "@web/core/currency";
import {formatFloat} from "@web/core/utils/numbers";
import {loadBundle} from "@web/core/assets";

/* Readable on light and dark ground, and told apart without red against green. */
const COLORS = {
    revised_budget: "#8C96A3",
    committed: "#4A90D0",
    job_to_date: "#C9952B",
};

/** A chart of amounts: lines over months, or bars by cost code that open what they sum up. */
export class CockpitChart extends Component {
    static template = "construction_jobcost.CockpitChart";
    static props = {
        title: String,
        kind: String,
        chart: Object,
        currencyId: Number,
        onOpen: {type: Function, optional: true},
    };

    setup() {
        this.canvas = useRef("canvas");
        this.card = useRef("card");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                if (!this.canvas.el) {
                    return;
                }
                const drawn = new Chart(this.canvas.el, this.config);
                return () => drawn.destroy();
            },
            () => [this.props.chart]
        );
    }

    get isEmpty() {
        return !this.props.chart.series.some((one) => one.data.some((value) => value));
    }

    get isBar() {
        return this.props.kind === "bar";
    }

    /** Lines are told apart by their dashes too. */
    get legendLook() {
        return this.isBar ? {boxWidth: 12} : {usePointStyle: true, pointStyle: "line"};
    }

    /** So high that each cost code has room for its bars. */
    get height() {
        return this.isBar ? `height: ${70 + 46 * this.props.chart.labels.length}px` : "";
    }

    get config() {
        const {chart, onOpen} = this.props;
        return {
            type: this.props.kind,
            data: {
                labels: chart.labels,
                datasets: chart.series.map((one) => this.dataset(one)),
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                indexAxis: this.isBar ? "y" : "x",
                interaction: {mode: "index", axis: this.isBar ? "y" : "x", intersect: false},
                scales: this.scales,
                plugins: {
                    legend: {
                        align: "end",
                        labels: {color: this.color, boxWidth: 24, boxHeight: 8, ...this.legendLook},
                    },
                    tooltip: {callbacks: {label: (item) => this.tooltip(item)}},
                },
                onHover: (event, elements) => {
                    const isLink = onOpen && elements.length;
                    event.native.target.style.cursor = isLink ? "pointer" : "default";
                },
                onClick: (event, _elements, drawn) => this.onClick(event, drawn),
            },
        };
    }

    /** The page's own colors: right in whatever scheme it is shown. */
    get color() {
        return getComputedStyle(this.canvas.el).color;
    }

    get scales() {
        const color = this.color;
        const grid = {color: getComputedStyle(this.card.el).borderTopColor};
        const short = (amount) =>
            formatFloat(amount, {humanReadable: true, decimals: Math.abs(amount) < 1e6 ? 0 : 1});
        const amounts = {
            beginAtZero: true,
            ticks: {color, callback: short, maxTicksLimit: 6},
            grid,
        };
        const names = {ticks: {color, autoSkip: !this.isBar, maxRotation: 0}, grid: {display: false}};
        return this.isBar ? {x: amounts, y: names} : {x: names, y: amounts};
    }

    dataset(one) {
        const color = COLORS[one.key];
        const shared = {label: one.label, data: one.data, backgroundColor: color};
        if (this.isBar) {
            return {...shared, borderRadius: 2, maxBarThickness: 12};
        }
        return {
            ...shared,
            borderColor: color,
            borderWidth: 2,
            borderDash: one.key === "revised_budget" ? [6, 4] : [],
            pointRadius: one.data.length > 1 ? 0 : 4,
            pointHitRadius: 12,
        };
    }

    tooltip(item) {
        return `${item.dataset.label}: ${formatCurrency(item.raw, this.props.currencyId)}`;
    }

    onClick(event, drawn) {
        const found = drawn.getElementsAtEventForMode(event, "nearest", {intersect: true}, false);
        if (this.props.onOpen && found.length) {
            const {index, datasetIndex} = found[0];
            const {line_ids: lines, series} = this.props.chart;
            this.props.onOpen(lines[index], series[datasetIndex].key);
        }
    }
}
