import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { listView } from "@web/views/list/list_view";
import { ListRenderer } from "@web/views/list/list_renderer";
import { onWillStart } from "@odoo/owl";

/** A list of limits that says above its rows while a year's list of working days is missing. */
export class MissingYearRenderer extends ListRenderer {
    static template = "park_deadline.MissingYearRenderer";

    setup() {
        super.setup();
        const orm = useService("orm");
        onWillStart(async () => {
            this.missingNotice = await orm.call("park.workday.year", "missing_notice");
        });
    }
}

registry.category("views").add("park_missing_year_list", { ...listView, Renderer: MissingYearRenderer });
