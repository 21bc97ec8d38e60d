from pathlib import Path

import pytest

from index.errors import InvalidSettings
from service.settings import NAMES, Settings, read_settings


def test_an_empty_environment_gives_the_offline_defaults():
    settings = read_settings({})
    assert settings == Settings()
    assert (settings.data, settings.chat_model, settings.embedding_model, settings.api_keys) == (Path("data"), None, None, ())


def test_every_name_of_the_environment_sets_its_field():
    values = {
        "ZONEBRIEF_DATA": "/srv/data",
        "ZONEBRIEF_STORE_URL": "postgresql://u:p@db/zb",
        "ZONEBRIEF_CHAT_MODEL": "a-model",
        "ZONEBRIEF_EMBEDDING_MODEL": "an-embedder",
        "ZONEBRIEF_API_KEYS": "one, two ,",
        "ZONEBRIEF_MODEL_TIMEOUT": "12.5",
        "ZONEBRIEF_ALLOWED_HOSTS": "brief.example",
        "ZONEBRIEF_PROPOSE": "on",
        "OPENAI_API_KEY": "sk-x",
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
    }
    assert set(values) == set(NAMES)
    settings = read_settings(values)
    assert settings.data == Path("/srv/data")
    assert [key.get_secret_value() for key in settings.api_keys] == ["one", "two"]
    assert settings.allowed_hosts == ("brief.example",)
    assert settings.model_timeout == 12.5
    assert settings.openai_api_key is not None


def test_an_unknown_name_is_refused_with_the_nearest_known_one():
    with pytest.raises(InvalidSettings) as caught:
        read_settings({"ZONEBRIEF_CHATMODEL": "x"})
    assert "ZONEBRIEF_CHATMODEL" in caught.value.message
    assert "ZONEBRIEF_CHAT_MODEL" in caught.value.advice


def test_a_name_near_to_nothing_is_answered_with_all_names():
    with pytest.raises(InvalidSettings) as caught:
        read_settings({"ZONEBRIEF_QQQQ": "x"})
    assert "ZONEBRIEF_DATA" in caught.value.advice


def test_other_programs_names_are_not_ours_to_judge():
    assert read_settings({"PATH": "/bin", "OPENAI_ORGANIZATION": "x"}) == Settings()


@pytest.mark.parametrize("value", ["soon", "0", "-1", "99999", "nan"])
def test_an_impossible_timeout_is_named_and_its_value_not_repeated(value):
    with pytest.raises(InvalidSettings) as caught:
        read_settings({"ZONEBRIEF_MODEL_TIMEOUT": value})
    assert caught.value.message.startswith("ZONEBRIEF_MODEL_TIMEOUT")


def test_flags_win_over_the_environment_and_absent_flags_do_not():
    environment = {"ZONEBRIEF_DATA": "/a"}
    assert read_settings(environment, data=Path("/b")).data == Path("/b")
    assert read_settings(environment, data=None).data == Path("/a")


def test_secrets_are_never_printed():
    settings = read_settings(
        {"OPENAI_API_KEY": "sk-secret", "ZONEBRIEF_API_KEYS": "secret-key", "ZONEBRIEF_STORE_URL": "postgresql://u:secret@db/x"}
    )
    assert "secret" not in repr(settings).replace("SecretStr", "")
    assert "secret" not in str(settings).replace("SecretStr", "")


def test_settings_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        Settings().data = Path("/elsewhere")
