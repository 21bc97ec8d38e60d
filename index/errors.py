"""One error family. Every error carries a stable ``code``, an ``advice`` a user can act on, and whether a retry may help.

``code`` is part of the HTTP contract and never changes meaning; ``advice`` is Chinese, because the user reads it.
"""

from __future__ import annotations


class ZoneBriefError(Exception):
    """Base of every error this product raises on purpose.

    ``message`` says what is wrong, ``advice`` what to do about it. Subclasses set ``code``.
    """

    code = "internal"
    advice = "请重试;若问题仍在,请附上日志联系维护者。"
    retryable = False

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if advice is not None:
            self.advice = advice


class InvalidInput(ZoneBriefError):
    """The request or the file is not what it must be; nothing was changed."""

    code = "invalid_input"
    advice = "请按提示修改后重新提交。"


class UnreadableFile(InvalidInput):
    """The bytes are no report text that can be read (binary, empty, wrong charset)."""

    code = "unreadable_file"
    advice = "请提交 utf-8 或 gb18030 编码的文本文件。"


class UnsupportedFormat(UnreadableFile):
    """The file is of a kind that is not read."""

    code = "unsupported_format"
    advice = "请另存为 docx、pdf、xlsx、html 或纯文本后再提交。"


class EncryptedFile(UnreadableFile):
    """The file wants a password."""

    code = "encrypted_file"
    advice = "请去掉密码后重新提交。"


class DamagedFile(UnreadableFile):
    """The file is of a known kind and breaks its rules: truncated, corrupt, empty inside."""

    code = "damaged_file"
    advice = "请重新下载或重新导出后再提交。"


class ReaderMissing(UnreadableFile):
    """Reading this kind needs a program or package that is not installed; the advice names it."""

    code = "reader_missing"


class NeedsRecognition(UnreadableFile):
    """Pages are images: text recognition is needed, which takes its time. Raised only where the reader was told not to."""

    code = "needs_recognition"
    advice = "扫描件会转为后台任务识别。"

    def __init__(self, message: str, *, pages: int = 1, advice: str | None = None) -> None:
        super().__init__(message, advice=advice)
        self.pages = pages


class TookTooLong(ZoneBriefError):
    """Reading did not end within its time, or took more memory than it may; the worker was stopped."""

    code = "took_too_long"
    advice = "请拆分文件,或另存为纯文本后提交。"


class ReaderDied(TookTooLong):
    """The worker that read a file ended without a word: killed from outside, or by what it read."""

    retryable = True


class TooLarge(ZoneBriefError):
    """The request exceeds a stated limit."""

    code = "too_large"
    advice = "请拆分后分批提交。"


class NotFound(ZoneBriefError):
    """The named thing does not exist or is not visible to the caller."""

    code = "not_found"
    advice = "请核对编号;可先列出现有条目。"


class Conflict(ZoneBriefError):
    """The request contradicts the present state."""

    code = "conflict"
    advice = "请刷新后重试。"


class StoreLocked(ZoneBriefError):
    """Another process owns the embedded store. ``address`` is the owner's HTTP address when it serves one."""

    code = "store_locked"
    advice = "请改用已在运行的服务,或先停止它。"

    def __init__(self, message: str, *, address: str | None = None, advice: str | None = None) -> None:
        super().__init__(message, advice=advice)
        self.address = address


class StoreDamaged(ZoneBriefError):
    """The store fails its own checks."""

    code = "store_damaged"
    advice = "请运行 zonebrief doctor --repair。"


class ModelUnavailable(ZoneBriefError):
    """The configured chat or embedding endpoint failed, stalled or broke off."""

    code = "model_unavailable"
    advice = "请检查 OPENAI_BASE_URL、OPENAI_API_KEY 与模型名;离线方式仍可使用。"
    retryable = True


class InvalidSettings(ZoneBriefError):
    """A setting is unknown or has an impossible value."""

    code = "invalid_settings"
    advice = "请对照 README 的设置表修改环境变量。"


class InvalidLexicon(ZoneBriefError):
    """A lexicon file does not validate; the message names file and line."""

    code = "invalid_lexicon"
    advice = "请按提示修改词表文件。"
