import { Component, markup, onWillStart, useState } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { useService } from "@web/core/utils/hooks";

/** What the table should know of a firm, as on its briefing page. */
export class BriefingDialog extends Component {
    static template = "park_service_day.BriefingDialog";
    static components = { Dialog };
    static props = { dayFirmId: Number, title: String, close: Function };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ page: "" });
        onWillStart(async () => {
            const [firm] = await this.orm.read(
                "park.service.day.firm",
                [this.props.dayFirmId],
                ["briefing_page"]
            );
            this.state.page = markup(firm.briefing_page || "");
        });
    }
}
