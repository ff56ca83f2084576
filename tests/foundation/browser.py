"""What knocks at an edge without a network: requests and sockets as a browser sends them."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx

from coach_the_coach.foundation.edge import Edge
from coach_the_coach.settings import Settings


@dataclass
class Browser:
    """What sends requests, and knocks for a socket, at an edge."""

    edge: Edge
    config: Settings
    address: str = "192.0.2.77"

    def request(self, method: str, address: str, **options: Any) -> httpx.Response:
        """Ask once; a squeezed answer is left as it came."""
        return asyncio.run(self._request(method, address, **options))

    async def _request(self, method: str, address: str, **options: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.edge, client=(self.address, 5000))
        async with httpx.AsyncClient(transport=transport, base_url=self.config.public_url) as http:
            return await http.request(method, httpx.URL(http.base_url.join(address)), **options)

    def get(self, address: str, **headers: str) -> httpx.Response:
        return self.request("GET", address, headers=headers)

    def socket(self, path: str = "/_event/", **headers: str) -> str:
        """What a socket hears: its first word, or the code it is closed with."""
        return asyncio.run(self._socket(path, headers))

    async def _socket(self, path: str, headers: dict[str, str]) -> str:
        heard: list[str] = []

        async def receive() -> dict[str, Any]:
            return {"type": "websocket.connect"}

        async def send(message: Any) -> None:
            if message["type"] != "websocket.accept":
                heard.append(message.get("text") or str(message["code"]))

        raw = [(name.lower().encode(), text.encode()) for name, text in headers.items()]
        scope = {
            "type": "websocket",
            "path": path,
            "query_string": b"EIO=4&token=abc",
            "headers": raw,
            "client": (self.address, 5000),
        }
        await self.edge(scope, receive, send)
        return heard[0]
