import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const VERDICTS = [
    ["created", _t("Created"), "success"],
    ["updated", _t("Updated"), "info"],
    ["unchanged", _t("Unchanged"), "body"],
    ["flagged", _t("Flagged"), "warning"],
    ["refused", _t("Refused"), "danger"],
];

/** Show how many rows got each verdict, and the reasons behind them; a click opens the rows. */
export class ImportVerdicts extends Component {
    static template = "park_enterprise.ImportVerdicts";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    /** Return a tile for each verdict, with its reasons, most frequent first. */
    get tiles() {
        const { data } = this.props.record;
        const reasons = data[this.props.name] || [];
        return VERDICTS.map(([verdict, label, colour]) => ({
            verdict,
            label,
            colour,
            count: data[`${verdict}_count`],
            reasons: reasons.filter((reason) => reason.verdict === verdict),
        }));
    }

    /** Return the explanation of a verdict. */
    hint(verdict) {
        return {
            created: _t("New enterprises"),
            updated: _t("Known enterprises with new values"),
            unchanged: _t("Nothing to write"),
            flagged: _t("Written, and a question stays open"),
            refused: _t("Not written"),
        }[verdict];
    }

    /** Return a count with its thousands parted. */
    number(count) {
        return formatInteger(count);
    }

    /** Open the rows of one verdict. */
    open(verdict) {
        const { resId, resModel } = this.props.record;
        return this.action.doActionButton({
            type: "object",
            name: "action_lines",
            resModel,
            resId,
            resIds: [resId],
            context: { verdict },
        });
    }
}

export const importVerdicts = {
    component: ImportVerdicts,
    supportedTypes: ["json"],
    fieldDependencies: VERDICTS.map(([verdict]) => ({ name: `${verdict}_count`, type: "integer" })),
};

registry.category("fields").add("park_import_verdicts", importVerdicts);
