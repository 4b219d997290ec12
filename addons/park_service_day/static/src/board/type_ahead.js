import { Component, useEffect, useRef, useState } from "@odoo/owl";

import { search } from "./match";

/** Return whether an input method is still composing: then keys belong to it, not to us. */
export function isComposing(ev) {
    return ev.isComposing || ev.keyCode === 229;
}

/**
 * Choose one of a short list by typing (WAI-ARIA combobox pattern).
 *
 * Enter takes the marked option and calls `onDone`; on a field that is already filled it goes on
 * at once. Escape brings the former choice back.
 */
export class TypeAhead extends Component {
    static template = "park_service_day.TypeAhead";
    static props = {
        id: String,
        label: String,
        options: Array, // [{ id, name, initials, code, key, hint }]
        value: { type: [Number, Boolean] },
        onSelect: Function,
        onDone: Function,
        placeholder: { type: String, optional: true },
        error: { type: String, optional: true },
    };

    setup() {
        this.input = useRef("input");
        this.list = useRef("list");
        this.state = useState({ isOpen: false, isTyping: false, query: "", active: 0 });
        useEffect(
            () => {
                this.list.el?.querySelector(".active")?.scrollIntoView({ block: "nearest" });
            },
            () => [this.state.isOpen, this.state.active, this.state.query]
        );
    }

    get selected() {
        return this.props.options.find(({ id }) => id === this.props.value);
    }

    get text() {
        return this.state.isTyping ? this.state.query : this.selected?.name || "";
    }

    get found() {
        return search(this.props.options, this.state.query);
    }

    get activeId() {
        return this.state.isOpen && this.found.length ? `${this.props.id}_${this.state.active}` : null;
    }

    open(query = "", isTyping = false) {
        Object.assign(this.state, { isOpen: true, isTyping, query, active: 0 });
    }

    close(name = this.selected?.name) {
        Object.assign(this.state, { isOpen: false, isTyping: false, query: "", active: 0 });
        if (this.input.el) {
            this.input.el.value = name || "";
        }
    }

    choose(option) {
        this.props.onSelect(option.id);
        this.close(option.name);
    }

    onFocus() {
        this.input.el.select();
    }

    onBlur() {
        if (!this.state.isOpen) {
            return;
        }
        const found = this.found;
        if (this.state.query && found.length === 1) {
            this.choose(found[0]);
        } else {
            this.close();
        }
    }

    onInput(ev) {
        this.open(ev.target.value, true);
    }

    onClick() {
        if (!this.state.isOpen) {
            this.open();
        }
    }

    onPick(option) {
        this.choose(option);
        this.props.onDone();
    }

    onKeydown(ev) {
        if (isComposing(ev) || ev.ctrlKey || ev.altKey || ev.metaKey) {
            return;
        }
        const handler = {
            ArrowDown: () => this.move(1),
            ArrowUp: () => this.move(-1),
            Enter: () => this.onEnter(),
            Tab: () => this.onTab(),
            Escape: () => this.onEscape(ev),
        }[ev.key];
        if (handler && handler() !== false) {
            ev.preventDefault();
        }
    }

    move(step) {
        if (!this.state.isOpen) {
            return this.open();
        }
        const count = this.found.length;
        this.state.active = count ? (this.state.active + step + count) % count : 0;
    }

    onEnter() {
        const { isOpen, query, active } = this.state;
        const option = isOpen && this.found[active];
        if (option && (query || active || !this.props.value)) {
            this.choose(option);
            this.props.onDone();
        } else if (this.props.value && !query) {
            this.close();
            this.props.onDone();
        } else if (!isOpen) {
            this.open();
        }
    }

    onTab() {
        const option = this.state.query && this.found[this.state.active];
        if (option) {
            this.choose(option);
        }
        return false;
    }

    onEscape(ev) {
        if (!this.state.isOpen) {
            return false;
        }
        ev.stopPropagation();
        this.close();
        this.input.el.select();
    }
}
