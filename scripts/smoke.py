"""Try a running server with the standard library alone: smoke.py URL [KEY]. Exits with 0 when it lives, is ready and answers."""

import json
import os
import sys
import time
import urllib.error
import urllib.request

SECONDS_TO_LIVE = 60.0
SECONDS_TO_BE_READY = 180.0
"""The first start reads the sample reports."""


def call(path: str, body: dict[str, object] | None = None) -> tuple[int, str]:
    """Status and text of one request; status 0 while nobody listens."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {sys.argv[2]}"} if len(sys.argv) > 2 else {})
    try:
        with urllib.request.urlopen(urllib.request.Request(sys.argv[1] + path, data, headers), timeout=60) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError as error:
        return 0, str(error)


def wait_for(path: str, patience: float) -> None:
    """Ask until the answer is 200; stop the program after ``patience`` seconds."""
    started = time.monotonic()
    while (reply := call(path))[0] != 200:
        if time.monotonic() - started > patience:
            sys.exit(f"{path} never became 200; the last reply was {reply}")
        time.sleep(0.3)
    print(f"{path} is 200 after {time.monotonic() - started:.1f} s", flush=True)


if os.getuid() == 0 and os.environ.get("ZONEBRIEF_DATA") == "/data":
    sys.exit("the container runs as root")
wait_for("/livez", SECONDS_TO_LIVE)
wait_for("/readyz", SECONDS_TO_BE_READY)
status, text = call("/api/ask", {"question": "规模工业总产值是多少?"})
if status != 200 or json.loads(text)["status"] not in ("answered", "partial", "not_found", "ambiguous"):
    sys.exit(f"/api/ask replied {status}: {text[:500]}")
print(f"/api/ask: {json.loads(text)['status']}, {json.loads(text)['text'][:120]}")
