"""Asks the model and gives back the JSON object it answers with, in a few tries at most."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from commonground import __version__
from commonground.errors import EvidenceError
from commonground.evidence.llm.settings import KEY, MODEL, URL, Endpoint
from commonground.evidence.llm.transport import LARGEST, Answer, ServerFault, post

_LATER = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How patient to be.

    Parameters
    ----------
    timeout  : seconds for one answer, from connection to last byte
    attempts : tries for one window
    backoff  : seconds before the second try, doubled before each further one
    longest_wait : seconds, also where the server asks for more
    largest  : bytes of an answer
    """

    timeout: float = 90.0
    attempts: int = 4
    backoff: float = 1.0
    longest_wait: float = 30.0
    largest: int = LARGEST


@dataclass
class Client:
    """Asks one endpoint.

    Parameters
    ----------
    endpoint : where the model is
    limits   : how patient to be
    sleep    : waits between tries
    """

    endpoint: Endpoint
    limits: Limits = field(default_factory=Limits)
    sleep: Callable[[float], None] = time.sleep
    _temperature: bool = field(default=True, init=False, repr=False)

    def ask(self, system: str, user: str, name: str, schema: dict[str, Any]) -> dict[str, Any]:
        """The object that the model answers with; its shape is not checked here.

        Raises
        ------
        ServerFault   : no usable answer after all tries.
        EvidenceError : the server will never answer: wrong address, key or model, or a redirect.
        """
        wait = self.limits.backoff
        for attempt in range(1, self.limits.attempts + 1):
            try:
                return self._once(system, user, name, schema)
            except ServerFault as fault:
                if attempt == self.limits.attempts:
                    raise
                self.sleep(min(max(wait, fault.wait), self.limits.longest_wait))
                wait *= 2
        raise ServerFault("no try was allowed")

    def _once(self, system: str, user: str, name: str, schema: dict[str, Any]) -> dict[str, Any]:
        answer = self._sent(system, user, name, schema)
        if answer.status == 400 and self._temperature:
            # Some models allow no temperature but their own; asked without it they answer.
            self._temperature = False
            answer = self._sent(system, user, name, schema)
        if answer.status != 200:
            self._refused(answer)
        return content(answer.body)

    def _sent(self, system: str, user: str, name: str, schema: dict[str, Any]) -> Answer:
        body: dict[str, Any] = {
            "model": self.endpoint.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": name, "strict": True, "schema": schema},
            },
            "stream": False,
        }
        if self._temperature:
            body["temperature"] = 0
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": f"commonground/{__version__}",
        }
        if self.endpoint.key:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        return post(
            self.endpoint, json.dumps(body).encode(), headers, self.limits.timeout, self.limits.largest
        )

    def _refused(self, answer: Answer) -> NoReturn:
        """What a status means. The server's own words are not repeated: they may hold the key."""
        status, shown = answer.status, self.endpoint.shown
        if status in _LATER or status >= 500:
            raise ServerFault(f"the server answers {status}", answer.wait)
        if 300 <= status < 400:
            raise EvidenceError(
                f"{shown}: answers with a redirect, which is not followed: text and key would go elsewhere",
                f"Put the address it leads to into {URL}, if you trust it.",
            )
        if status in (401, 403):
            raise EvidenceError(f"{shown}: refuses the key (status {status})", f"Check {KEY}.")
        if status == 404:
            raise EvidenceError(
                f"{shown}: knows no such path or model (status 404)",
                f"Check {URL}, which mostly ends in /v1, and {MODEL}.",
            )
        raise EvidenceError(
            f"{shown}: refuses the request (status {status})",
            "The server must take chat completions with a JSON Schema as response_format.",
        )


def content(body: bytes) -> dict[str, Any]:
    """The model's own object, out of the envelope of a chat completion.

    Raises
    ------
    ServerFault : it is none, was cut off, or the model declined.
    """
    envelope = _object(body, "the answer")
    choices = envelope.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise ServerFault("the answer is no chat completion")
    if choice.get("finish_reason") == "length":
        raise ServerFault("the model's answer is cut off at its limit of length")
    if message.get("refusal"):
        raise ServerFault("the model declines to answer")
    words = message.get("content")
    if not isinstance(words, str):
        raise ServerFault("the answer holds no text")
    return _object(words, "the model's text")


def _object(raw: bytes | str, what: str) -> dict[str, Any]:
    try:
        found = json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ServerFault(f"{what} is no JSON") from None
    if not isinstance(found, dict):
        raise ServerFault(f"{what} is no JSON object")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")
