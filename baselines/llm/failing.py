"""Why an endpoint gave no answer, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .settings import Settings

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAIError


def told(error: OpenAIError, settings: Settings) -> str:
    import openai

    tries = f"{settings.retries + 1} tries"
    match error:
        case openai.APITimeoutError():
            return f"no answer within {settings.timeout:g} s, {tries}"
        case openai.APIConnectionError():
            return f"no connection to the endpoint, {tries}: {error.__cause__ or error}"
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return f"the endpoint refuses the key (HTTP {error.status_code}); set OPENAI_API_KEY"
        case openai.BadRequestError() if is_too_long(error):
            return f"article and prompt are longer than the model can read: {said(error)}"
        case openai.APIStatusError():
            return f"the endpoint answered HTTP {error.status_code}: {said(error)}"
    return str(error)


def is_refused(error: APIStatusError) -> bool:
    """Whether the endpoint takes no such request; some servers call that an error of their own."""
    return error.status_code in (400, 422) or "response_format" in said(error)


def is_too_long(error: APIStatusError) -> bool:
    """Whether a refusal is about the length of the request, in the words that servers use."""
    return "context" in f"{error.code} {said(error)}".lower()


def said(error: APIStatusError) -> str:
    """What the endpoint says of it."""
    body = error.body
    message = body.get("message") if isinstance(body, dict) else body
    return str(message or error.message)
