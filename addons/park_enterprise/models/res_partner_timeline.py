"""Everything about one firm in the order of days; each addon adds the parts it knows."""

from datetime import datetime, time

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _park_timeline_parts(self):
        """Return what the timeline of a firm is made of, one dict for each part:

        ``kind`` its key, ``label`` its name, ``icon`` a Font Awesome class, ``model`` and ``domain``
        its records, ``date_field`` when each happened, ``title_field`` what is shown, or ``title``, a
        function from a record to the text; ``detail`` likewise (optional), and ``opens`` whether a
        click opens the record (default True). Only what the user may read is shown.
        """
        self.ensure_one()
        here = Domain("enterprise_id", "=", self.id)
        return [
            {
                "kind": "officer",
                "label": self.env._("Service team"),
                "icon": "fa-user-plus",
                "model": "park.enterprise.officer",
                "domain": here,
                "date_field": "date_from",
                "title": lambda officer: self.env._(
                    "%(person)s serves as %(role)s", person=officer.user_id.name, role=officer._role_label()
                ),
                "detail": lambda officer: (
                    self.env._("until %s", fields.Date.to_string(officer.date_to)) if officer.date_to else ""
                ),
                "opens": False,
            },
            {
                "kind": "question",
                "label": self.env._("Open facts"),
                "icon": "fa-question-circle",
                "model": "park.enterprise.question",
                "domain": here,
                "date_field": "create_date",
                "title_field": "text",
                "detail": lambda question: question.answer or question._state_label(),
            },
            {
                "kind": "former_name",
                "label": self.env._("Former names"),
                "icon": "fa-tag",
                "model": "park.enterprise.former.name",
                "domain": here & Domain("until", "!=", False),
                "date_field": "until",
                "title": lambda former: self.env._("Renamed; before: %s", former.name),
                "opens": False,
            },
            {
                "kind": "note",
                "label": self.env._("Notes"),
                "icon": "fa-comment-o",
                "model": "mail.message",
                "domain": Domain("model", "=", "res.partner")
                & Domain("res_id", "=", self.id)
                & Domain("message_type", "in", ("comment", "email", "email_outgoing")),
                "date_field": "date",
                "title": lambda message: html2plaintext(message.body)[:200],
                "detail": lambda message: message.author_id.name or "",
                "opens": False,
            },
        ]

    @api.readonly
    def park_timeline(self, limit=40, kinds=None, offset=0):
        """Return ``{"kinds": [...], "items": [...], "more": bool}`` of one firm, newest first.

        Each part costs one search; ``kinds`` narrows them.
        """
        self.ensure_one()
        self.check_access("read")
        limit, offset = min(max(int(limit), 1), 200), max(int(offset), 0)
        parts = [part for part in self._park_timeline_parts() if self.env[part["model"]].has_access("read")]
        wanted = [part for part in parts if not kinds or part["kind"] in kinds]
        items = [item for part in wanted for item in self._park_timeline_items(part, offset + limit + 1)]
        items.sort(key=lambda item: (item["moment"], item["id"]), reverse=True)
        return {
            "kinds": [
                {"kind": part["kind"], "label": part["label"], "icon": part.get("icon", "fa-circle-o")}
                for part in parts
            ],
            "items": items[offset : offset + limit],
            "more": len(items) > offset + limit,
        }

    def _park_timeline_items(self, part, limit):
        """Return the newest items of one part."""
        date_field = part["date_field"]
        records = self.env[part["model"]].search(part["domain"], order=f"{date_field} DESC, id DESC", limit=limit)
        title, detail = part.get("title"), part.get("detail")
        return [
            {
                "id": record.id,
                "model": part["model"],
                "kind": part["kind"],
                "icon": part.get("icon", "fa-circle-o"),
                "opens": part.get("opens", True),
                **self._park_timeline_moment(record[date_field]),
                "title": title(record) if title else record[part["title_field"]] or "",
                "detail": detail(record) if detail else "",
            }
            for record in records
        ]

    def _park_timeline_moment(self, value):
        """Return the local day of a date or moment, and a moment to sort by."""
        if isinstance(value, datetime):
            local = fields.Datetime.context_timestamp(self, value)
            return {"moment": local.replace(tzinfo=None).isoformat(), "day": local.date().isoformat()}
        return {"moment": datetime.combine(value, time.min).isoformat(), "day": value.isoformat()}
