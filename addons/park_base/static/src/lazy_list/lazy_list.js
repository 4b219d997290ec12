import { Component, markRaw, onWillStart, onWillUnmount, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { FormController } from "@web/views/form/form_controller";

const WIDGET = "park_lazy_list";

/**
 * Return the fields a form asks for next: of a lazy list that is not on screen the ids alone.
 *
 * Each reading gets an object of its own: its answer is understood by what was asked for, also where a list
 * comes on screen meanwhile. What the list asks for in full is kept beside it, as `unfolded`.
 */
function folded(activeFields, fieldNodes, onScreen) {
    const result = { ...activeFields };
    for (const { name, widget } of Object.values(fieldNodes)) {
        if (widget === WIDGET) {
            const unfolded = activeFields[name].unfolded || activeFields[name].related;
            const related = onScreen.has(name) ? unfolded : { activeFields: {}, fields: {} };
            result[name] = { ...activeFields[name], related, unfolded };
        }
    }
    return markRaw(result);
}

patch(FormController.prototype, {
    setup() {
        this.listsOnScreen = new Set();
        useSubEnv({ listsOnScreen: this.listsOnScreen });
        super.setup();
    },

    onWillLoadRoot(config) {
        super.onWillLoadRoot(...arguments);
        // after a save it comes with the configuration of the record, whose fields have been asked for already
        if (config !== this.model.root?.config) {
            config.activeFields = folded(config.activeFields, this.archInfo.fieldNodes, this.listsOnScreen);
        }
    },

    async onWillSaveRecord({ config }) {
        const canProceed = await super.onWillSaveRecord(...arguments);
        config.activeFields = folded(config.activeFields, this.archInfo.fieldNodes, this.listsOnScreen);
        return canProceed;
    },
});

/**
 * A list in a form that is read when its page is opened: `<field name="…" widget="park_lazy_list">`.
 *
 * The form itself asks for the ids alone; columns and rights of each record are asked for once the list is on
 * screen, and from then on together with the form, until its page is left. Apart from that it is the usual list,
 * in which lines may be opened and edited.
 */
export class LazyListField extends Component {
    static template = "park_base.LazyListField";
    static components = { X2ManyField };
    static props = X2ManyField.props;

    setup() {
        const { name } = this.props;
        onWillStart(() => this.env.listsOnScreen?.add(name));
        onWillUnmount(() => this.env.listsOnScreen?.delete(name));
        useRecordObserver((record) => this.fill(record));
    }

    get isFilled() {
        const list = this.props.record.data[this.props.name];
        return !list.count || Object.keys(list.activeFields).length > 0;
    }

    /** Read the first page of the list, unless it came with the form. */
    async fill(record) {
        const { name } = this.props;
        const { unfolded } = record.activeFields[name];
        if (!unfolded || Object.keys(record.data[name].activeFields).length) {
            return;
        }
        await record.model.mutex.exec(async () => {
            const list = record.data[name];
            const { activeFields, fields } = unfolded;
            record.model._updateConfig(
                list.config,
                { activeFields: { ...activeFields }, fields },
                { reload: false }
            );
            list.handleField = Object.keys(activeFields).find((column) => activeFields[column].isHandle);
            for (const { resId } of list.records) {
                delete list._cache[resId]; // known by its id alone
            }
            await list._load();
        });
        this.render();
    }
}

registry.category("fields").add(WIDGET, {
    ...x2ManyField,
    component: LazyListField,
    additionalClasses: ["o_field_one2many"],
});
