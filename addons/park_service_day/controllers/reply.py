from markupsafe import Markup
from odoo.http import Controller, request, route

from ..core.reply import LENGTHS, MOST_PEOPLE, ReplyError, parse_reply

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


class InvitationReply(Controller):
    """The page behind the link of an invitation."""

    @route(
        "/park/service-day/reply/<int:invitation_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        sitemap=False,
    )
    def reply(self, invitation_id, token, **form):
        """Show the form, or note who comes; a wrong address and one that is gone are not found alike."""
        invitation = request.env["park.service.day.invitation"]._claim_reply(invitation_id, token)
        if not invitation:
            return request.not_found()
        invitation = invitation.with_context(lang=invitation.create_uid.lang)  # of who wrote the invitation
        state, error = ("open" if invitation._is_reply_open() else "closed"), ""
        if request.httprequest.method == "POST" and state == "open":
            try:
                state = "thanks" if invitation._take_reply(parse_reply(form)) else "closed"
            except ReplyError as problem:
                error = problem.args[0]
        return self._page(invitation, form, state, error)

    def _page(self, invitation, form, state, error):
        day = invitation.service_day_id
        values = {
            "invitation": invitation,
            "title": day._display_title(),
            "when": " ".join((day._written_date(), day._clock_text(day.starts_at))),
            "place": day.place or "",
            "form": form,
            "places": range(MOST_PEOPLE),
            "lengths": LENGTHS,
            "state": state,
            "error": error,
            "html_lang": (invitation.env.lang or "en_US").replace("_", "-"),
        }
        page = invitation.env["ir.qweb"]._render("park_service_day.reply_page", values | {"request": request})
        page = Markup("<!DOCTYPE html>\n") + page
        return request.make_response(page, headers=list(HEADERS.items()), status=422 if error else 200)
