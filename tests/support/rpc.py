"""A client of the server's JSON-RPC that behaves like a careful browser."""

import requests


class RpcError(Exception):
    """The server answered with an error; ``name`` is the Python class it raised."""

    def __init__(self, error):
        data = error.get("data") or {}
        self.name = data.get("name", "")
        super().__init__(data.get("message") or error.get("message") or "unknown error")


class Rpc:
    """One logged-in session.

    Network faults surface as ``requests.RequestException``; an HTTP answer without a JSON result is
    no acknowledgement either and surfaces the same way, so that callers keep and repeat what they sent.
    """

    def __init__(self, url, database, login, password, timeout=30):
        self.url = url.rstrip("/")
        self.timeout = timeout
        self.http = requests.Session()
        self.session = self._post("/web/session/authenticate", {"db": database, "login": login, "password": password})

    def call(self, model, method, *args, **kwargs):
        """Call a public method as the web client does and return its result."""
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", params)

    def _post(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.http.post(self.url + path, json=body, timeout=self.timeout)
        if answer.status_code != 200 or "json" not in answer.headers.get("Content-Type", ""):
            raise requests.RequestException(f"HTTP {answer.status_code} is no acknowledgement")
        content = answer.json()
        if "error" in content:
            raise RpcError(content["error"])
        return content.get("result")
