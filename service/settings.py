"""One frozen settings object, read from the environment once. Flags of the command line win over it."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from index.errors import InvalidSettings

PREFIX = "ZONEBRIEF_"

NAMES = {
    "ZONEBRIEF_DATA": "data",
    "ZONEBRIEF_STORE_URL": "store_url",
    "ZONEBRIEF_CHAT_MODEL": "chat_model",
    "ZONEBRIEF_EMBEDDING_MODEL": "embedding_model",
    "ZONEBRIEF_API_KEYS": "api_keys",
    "ZONEBRIEF_MODEL_TIMEOUT": "model_timeout",
    "ZONEBRIEF_ALLOWED_HOSTS": "allowed_hosts",
    "ZONEBRIEF_PROPOSE": "propose",
    "OPENAI_API_KEY": "openai_api_key",
    "OPENAI_BASE_URL": "openai_base_url",
}
"""Environment name -> field. The two last ones are what every OpenAI client reads."""


def _listed(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


class Settings(BaseModel):
    """What the program was told. Secrets, and addresses that may hold one, are left out of ``repr``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Path("data")
    """Folder of the embedded stores."""
    store_url: str = Field(default="", repr=False)
    """Empty: embedded. Else ``postgresql://…``."""
    chat_model: str | None = None
    embedding_model: str | None = None
    """None: the offline embedder."""
    api_keys: Annotated[tuple[SecretStr, ...], BeforeValidator(_listed)] = ()
    model_timeout: float = Field(default=60.0, gt=0, le=3600)
    """Seconds one model call may take."""
    allowed_hosts: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()
    """Names beside the loopback ones under which this server may be called, as a proxy or a container network gives them."""
    propose: bool = False
    """Whether the model may be asked for figures the rules missed: ``on`` or ``off``."""
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = Field(default=None, repr=False)


def read_settings(environment: Mapping[str, str] | None = None, **flags: object) -> Settings:
    """Settings of ``environment`` (the process's own where None); ``flags`` that are not None win. Empty values count as unset.

    Raises InvalidSettings for an unknown ``ZONEBRIEF_*`` name, with the nearest known one, and for an impossible value.
    """
    environment = os.environ if environment is None else environment
    for name in environment:
        if name.startswith(PREFIX) and name not in NAMES:
            raise _unknown(name)
    given: dict[str, object] = {field: environment[name] for name, field in NAMES.items() if environment.get(name, "").strip()}
    given |= {field: value for field, value in flags.items() if value is not None}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        # The value itself is never repeated: it may be a secret put under the wrong name.
        fields = {str(each["loc"][0]): each["msg"] for each in error.errors(include_input=False)}
        names = {field: name for name, field in NAMES.items()}
        raise InvalidSettings(";".join(f"{names.get(field, field)}: {message}" for field, message in fields.items())) from None


def _unknown(name: str) -> InvalidSettings:
    known = [each for each in NAMES if each.startswith(PREFIX)]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"是否想写 {near[0]}?" if near else f"可用的名称: {'、'.join(known)}。"
    return InvalidSettings(f"未知的环境变量 {name}", advice=hint)
