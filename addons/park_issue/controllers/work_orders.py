import json

from odoo.exceptions import AccessError
from odoo.http import Controller, request, route

MAX_BYTES = 64 * 1024  # a work order is a page of text at most


class WorkOrders(Controller):
    """The way in for systems that hand work orders over one by one; see the README for an example."""

    @route(
        "/park/api/1/work-orders",
        type="http",
        auth="bearer",
        methods=["POST"],
        csrf=False,
        save_session=False,
        sitemap=False,
    )
    def work_orders(self, **_form):
        """Take one work order as JSON: 200 with what is kept, 409 where something else is kept, 4xx with remedies."""
        orders = request.env["park.work.order"]
        if not (wait := request.env["park.work.call"]._count_call()):
            return self._answer(*self._taken(orders))
        answer = orders._api_problem("rate", request.env._("Too many calls. Try again in %s seconds.", wait))
        return self._answer(429, answer, {"Retry-After": str(wait)})

    def _taken(self, orders):
        """Return status and answer for the body of the request."""
        http = request.httprequest
        if http.mimetype != "application/json":
            return 415, orders._api_problem("type", request.env._("Send JSON, with Content-Type: application/json."))
        if (http.content_length or 0) > MAX_BYTES:
            return 413, orders._api_problem("size", request.env._("Send at most %s bytes.", MAX_BYTES))
        try:
            body = json.loads(http.get_data(cache=False).decode("utf-8"))
        except (ValueError, RecursionError):
            return 400, orders._api_problem("json", request.env._("The body is not JSON in UTF-8."))
        try:
            return orders._api_receive(body)
        except AccessError:
            return 403, orders._api_problem(
                "rights",
                request.env._("The account of this key takes no work orders. Give it the service centre's role."),
            )

    def _answer(self, status, answer, headers=None):
        return request.make_json_response(
            answer, headers={"Cache-Control": "no-store", **(headers or {})}, status=status
        )
