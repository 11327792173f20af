"""Where the model is: three variables of the environment, read only when somebody asks for the model."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from commonground.errors import EvidenceError

URL, MODEL, KEY = "COMMONGROUND_LLM_URL", "COMMONGROUND_LLM_MODEL", "COMMONGROUND_LLM_KEY"
PATH = "/chat/completions"
_SECRET = 8  # characters; no service gives out shorter keys


@dataclass(frozen=True)
class Endpoint:
    """An address that answers chat completions.

    Parameters
    ----------
    url   : base address such as http://localhost:11434/v1; its query is sent and never shown
    model : name that the server knows
    key   : sent as a bearer token, "" for none; never shown
    """

    url: str = field(repr=False)
    model: str
    key: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse what no server can be reached with, before anything is sent.

        Raises
        ------
        EvidenceError : address, model or key cannot be right.
        """
        _parts(self.url)
        if not self.model.isprintable() or not 0 < len(self.model.strip()) <= 200:
            raise EvidenceError(f"{MODEL} is not the name of a model", f"export {MODEL}=llama3.1")
        if not all(33 <= ord(char) < 127 for char in self.key) or len(self.key) > 4000:
            raise EvidenceError(
                f"{KEY} holds characters that no key has", "Copy the key again, without blanks or line ends."
            )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Endpoint:
        """The endpoint that the environment names.

        Raises
        ------
        EvidenceError : the address or the model is not named, or cannot be right.
        """
        found = os.environ if environment is None else environment
        for name, example in ((URL, "http://localhost:11434/v1"), (MODEL, "llama3.1")):
            if not found.get(name, "").strip():
                raise EvidenceError(f"{name} is not set", f"For example: export {name}={example}")
        return cls(found[URL].strip(), found[MODEL].strip(), found.get(KEY, "").strip())

    @property
    def shown(self) -> str:
        """The address for messages: without its query, where some services put a key."""
        parts = _parts(self.url)
        return self.redacted(f"{parts.scheme}://{parts.netloc}{parts.path}")

    @property
    def target(self) -> str:
        """Path and query of a request."""
        parts = _parts(self.url)
        path = parts.path.rstrip("/")
        path = path if path.endswith(PATH) else path + PATH
        return f"{path}?{parts.query}" if parts.query else path

    @property
    def parts(self) -> SplitResult:
        """Scheme, host and port."""
        return _parts(self.url)

    def redacted(self, text: str) -> str:
        """Text without the key, whoever put it there. Stand-ins such as "none", which local servers want, are words."""
        return text.replace(self.key, "[key]") if len(self.key) >= _SECRET else text


def _parts(url: str) -> SplitResult:
    fix = f"For example: export {URL}=http://localhost:11434/v1"
    wrong = EvidenceError(f"{URL} is not an address that begins with http:// or https://", fix)
    if len(url) > 2000 or not all(33 <= ord(char) < 127 for char in url):
        raise wrong
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise wrong
    if parts.username is not None or parts.password is not None:
        raise EvidenceError(f"{URL} has a name or a password in it", f"Put the key into {KEY}.")
    return parts
