import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const PAGE = 40;

/** Show everything about a firm in the order of days, narrowed by kind. */
export class ParkTimeline extends Component {
    static template = "park_enterprise.ParkTimeline";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ kinds: [], items: [], more: false, chosen: [] });
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((next) => this.load(next.record.resId));
    }

    get days() {
        const days = [];
        for (const item of this.state.items) {
            if (days.at(-1)?.day !== item.day) {
                days.push({ day: item.day, label: formatDate(deserializeDate(item.day)), items: [] });
            }
            days.at(-1).items.push(item);
        }
        return days;
    }

    isChosen(kind) {
        return this.state.chosen.includes(kind);
    }

    async load(resId, offset = 0) {
        if (!resId) {
            Object.assign(this.state, { kinds: [], items: [], more: false });
            return;
        }
        const page = await this.orm.call("res.partner", "park_timeline", [[resId]], {
            limit: PAGE,
            kinds: this.state.chosen,
            offset,
        });
        const items = offset ? [...this.state.items, ...page.items] : page.items;
        Object.assign(this.state, { kinds: page.kinds, items, more: page.more });
    }

    async toggle(kind) {
        this.state.chosen = this.isChosen(kind)
            ? this.state.chosen.filter((chosen) => chosen !== kind)
            : [...this.state.chosen, kind];
        await this.load(this.props.record.resId);
    }

    async showMore() {
        await this.load(this.props.record.resId, this.state.items.length);
    }

    async open(item) {
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: item.model,
            res_id: item.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("park_timeline", { component: ParkTimeline });
