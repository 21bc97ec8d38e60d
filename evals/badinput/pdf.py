"""PDF files written object by object, so that any rule of the format can be broken."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from hashlib import md5

from evals.badinput.samples import PARAGRAPHS, TITLE

A4 = "[0 0 595 842]"
FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
    b"/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/FontDescriptor<</Type/FontDescriptor"
    b"/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)
"""A Chinese font that every reader knows and no file has to carry."""


def stream(data: bytes, entries: str = "", *, squeezed: bool = False) -> bytes:
    if squeezed:
        data, entries = zlib.compress(data, 9), f"/Filter/FlateDecode{entries}"
    return f"<<{entries}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def shown(lines: Iterable[str] = (TITLE, *PARAGRAPHS), *, size: int = 10, top: int = 780) -> bytes:
    """A content stream that prints lines from the top of a page down."""
    printed = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines)
    return f"BT /F1 {size} Tf {size * 2} TL 40 {top} Td\n{printed}ET".encode()


def written(objects: Mapping[int, bytes], *, trailer: str = "", head: bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") -> bytes:
    """Objects with a cross-reference table; object 1 is the catalogue."""
    out, offsets = [head], {}
    at = len(head)
    for number, body in objects.items():
        piece = f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        offsets[number] = at
        out.append(piece)
        at += len(piece)
    size = max(objects) + 1
    rows = "".join(f"{offsets[n]:010} 00000 n \n" if n in offsets else "0000000000 65535 f \n" for n in range(size))
    out.append(f"xref\n0 {size}\n{rows}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{at}\n%%EOF\n".encode())
    return b"".join(out)


def paged(
    content: bytes | None = None,
    *,
    box: str = A4,
    kids: str = "[4 0 R]",
    count: int = 1,
    resources: str = "/Font<</F1 3 0 R>>",
    page: str = "",
    catalogue: str = "",
    extra: Mapping[int, bytes] | None = None,
    trailer: str = "",
) -> bytes:
    """One page that shows ``content`` (a whole stream object; the report by default). Objects from 6 on are free for ``extra``."""
    return written(
        {
            1: f"<</Type/Catalog/Pages 2 0 R{catalogue}>>".encode(),
            2: f"<</Type/Pages/Kids{kids}/Count {count}>>".encode(),
            3: FONT,
            4: f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Resources<<{resources}>>/Contents 5 0 R{page}>>".encode(),
            5: content if content is not None else stream(shown()),
            **(extra or {}),
        },
        trailer=trailer,
    )


def pdf() -> bytes:
    return paged()


# --- encryption, the standard handler of revision 2 (PDF 32000-1, 7.6.3): 40 bits of RC4

_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_ID = bytes(range(16))
_PERMISSIONS = -44


def rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 255
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) & 255
        j = (j + state[i]) & 255
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) & 255])
    return bytes(out)


def locked(user: str, owner: str = "owner") -> bytes:
    """The report encrypted. Anybody may read it where the user's password is empty, as most protected files are."""
    for_owner = rc4(md5(_padded(owner)).digest()[:5], _padded(user))
    bits = _PERMISSIONS.to_bytes(4, "little", signed=True)
    key = md5(_padded(user) + for_owner + bits + _ID).digest()[:5]
    for_user = rc4(key, _PAD)
    content = rc4(md5(key + (5).to_bytes(3, "little") + b"\0\0").digest()[:10], shown())
    handler = f"/Filter/Standard/V 1/R 2/O<{for_owner.hex()}>/U<{for_user.hex()}>/P {_PERMISSIONS}"
    return paged(
        stream(content), extra={6: f"<<{handler}>>".encode()}, trailer=f"/Encrypt 6 0 R/ID[<{_ID.hex()}><{_ID.hex()}>]"
    ).replace(FONT, _locked_font(key))


def _padded(password: str) -> bytes:
    return (password.encode("latin-1") + _PAD)[:32]


def _locked_font(key: bytes) -> bytes:
    """The font with its two strings encrypted like all strings of the file, in as many bytes as before."""
    own = md5(key + (3).to_bytes(3, "little") + b"\0\0").digest()[:10]
    font = FONT
    for word in (b"Adobe", b"GB1"):
        font = font.replace(b"(" + word + b")", b"<" + rc4(own, word).hex().encode() + b">")
    return font


def locked_anew(handler: str) -> bytes:
    """A file whose password nobody knows: what it would decrypt to does not exist."""
    return paged(extra={6: f"<<{handler}>>".encode()}, trailer=f"/Encrypt 6 0 R/ID[<{_ID.hex()}><{_ID.hex()}>]")


AES_256 = (
    f"/Filter/Standard/V 5/R 6/Length 256/P -44/O<{'11' * 48}>/U<{'22' * 48}>/OE<{'33' * 32}>/UE<{'44' * 32}>/Perms<{'55' * 16}>"
    "/CF<</StdCF<</CFM/AESV3/AuthEvent/DocOpen/Length 32>>>>/StmF/StdCF/StrF/StdCF"
)
CERTIFICATE = "/Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s5/V 4/Length 128/CF<<>>"


# --- many pages, many operators


def of_pages(count: int, *, shared: bool = False) -> bytes:
    """So many pages with one line each, all of the same content; ``shared``: the very same page over and over."""
    if shared:
        return paged(kids="[" + "4 0 R " * count + "]", count=count)
    kids = " ".join(f"{number} 0 R" for number in range(6, 6 + count))
    page = f"<</Type/Page/Parent 2 0 R/MediaBox{A4}/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>".encode()
    return paged(kids=f"[{kids}]", count=count, extra=dict.fromkeys(range(6, 6 + count), page))


def deep_pages(depth: int) -> bytes:
    """A page tree that goes down so many levels with one page at its end."""
    levels = {number: f"<</Type/Pages/Kids[{number + 1} 0 R]/Count 1>>".encode() for number in range(6, 6 + depth)}
    last = 6 + depth
    levels[last] = f"<</Type/Page/MediaBox{A4}/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>".encode()
    return paged(kids="[6 0 R]", extra=levels)


def layered(data: bytes, filters: int) -> bytes:
    """A stream of data squeezed once already, squeezed so many times in all."""
    for _ in range(filters - 1):
        data = zlib.compress(data, 9)
    return f"<</Filter[{'/FlateDecode' * filters}]/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def squeezed_stream(data: bytes, entries: str = "") -> bytes:
    """A stream of data squeezed already."""
    return f"<</Filter/FlateDecode{entries}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def nested_in(depth: int, opening: bytes = b"[", closing: bytes = b"]") -> bytes:
    return opening * depth + closing * depth


def forms(numbers: Sequence[int]) -> dict[int, bytes]:
    """Form objects each of which draws the next ten times over; the last draws the first."""
    made = {}
    for at, number in enumerate(numbers):
        following = numbers[(at + 1) % len(numbers)]
        entries = f"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X {following} 0 R>>>>"
        made[number] = stream(b"/X Do\n" * 10, entries)
    return made
