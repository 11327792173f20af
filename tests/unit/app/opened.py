"""A studio on a copy of a case, asked without a server."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from commonground import catalog
from commonground.app.server import create_app
from commonground.app.studio import Studio

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> \"' {{ 7*7 }} &amp; \u202eevil\u202c"
PERSIAN = "جمهوری اسلامی ایران"


def copy_of(name: str, folder: Path) -> Path:
    """A case of the catalog in a folder of its own."""
    target = folder / name
    shutil.copytree(catalog.path(name).parent, target)
    return target / "case.yaml"


class Asked:
    """Asks an application without a network; what goes wrong inside is raised here."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def request(self, method: str, address: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._request(method, address, more))

    def get(self, address: str, **more: Any) -> httpx.Response:
        return self.request("GET", address, **more)

    def post(self, address: str, **more: Any) -> httpx.Response:
        return self.request("POST", address, **more)

    async def _request(self, method: str, address: str, more: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://studio") as client:
            return await client.request(method, address, **more)


class Open:
    """A studio and whoever asks it."""

    def __init__(self, path: Path, **options: Any) -> None:
        self.path = path
        self.studio = Studio(path, workspace=path.parent / ".commonground", **options)
        self.client = Asked(create_app(self.studio, "word"))

    def get(self, address: str) -> Any:
        """The data of an answer that is fine."""
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def post(self, address: str, body: Mapping[str, Any], status: int = 200) -> Any:
        """The data of an answer, or all of it where it is a refusal."""
        answer = self.client.post(address, json=dict(body))
        assert answer.status_code == status, answer.text
        return answer.json()["data"] if status == 200 else answer.json()

    def page(self, name: str) -> str:
        """A page with its numbers."""
        answer = self.client.get(f"/{name}", headers={"x-part": "inside"})
        assert answer.status_code == 200, answer.text
        return answer.text

    def close(self) -> None:
        """End what runs."""
        self.studio.desk.close()
