import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** A button that picks several firms from the zone's list at once and puts them on the day's list. */
export class FirmPicker extends Component {
    static template = "park_service_day.FirmPicker";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
    }

    async pick() {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        const listed = record.data.firm_ids.records.map((firm) => firm.data.enterprise_id.id);
        this.dialog.add(SelectCreateDialog, {
            title: _t("Firms for this service day"),
            resModel: "res.partner",
            noCreate: true,
            multiSelect: true,
            context: {
                park_enterprise_search: true,
                list_view_ref: "park_enterprise.park_enterprise_view_list",
                kanban_view_ref: "park_enterprise.park_enterprise_view_kanban",
                search_view_ref: "park_enterprise.park_enterprise_view_search",
            },
            noContentHelp: _t("All firms of the zone that you look for are on the list already."),
            domain: [
                ["is_park_enterprise", "=", true],
                ["company_id", "=", record.data.company_id.id],
                ["id", "not in", listed],
            ],
            onSelected: async (ids) => {
                await this.orm.call("park.service.day", "add_firms", [[record.resId], ids]);
                await record.load();
            },
        });
    }
}

registry.category("view_widgets").add("park_pick_firms", {
    component: FirmPicker,
    fieldDependencies: [{ name: "company_id", type: "many2one", relation: "res.company" }],
});
