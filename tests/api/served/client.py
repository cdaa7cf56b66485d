"""Software that asks a server over one connection, and asks again when the server is gone."""

import json
from http.client import HTTPConnection, HTTPException
from typing import Any


class Client:
    """Asks the servers behind a port."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {**headers, "content-type": "application/json"}

    def close(self) -> None:
        """Lets the connection go."""
        self._connection.close()

    def post(self, path: str, body: dict[str, Any] | None = None, key: str = "") -> tuple[int, dict[str, Any]]:
        """The status and the document of an answer."""
        sent = json.dumps(body) if body is not None else None
        headers = {**self._headers, "idempotency-key": key} if key else self._headers
        self._connection.request("POST", f"/api/v1{path}", sent, headers)
        response = self._connection.getresponse()
        document: dict[str, Any] = json.loads(response.read())
        return response.status, document

    def insist(self, path: str, body: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        """The same, under one key as often as it takes: a server that was killed has said nothing."""
        while True:
            try:
                return self.post(path, body, key)
            except (OSError, HTTPException):
                self.close()
