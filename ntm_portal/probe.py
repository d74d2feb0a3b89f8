"""Asks the web process on this machine whether it is well: `python ntm_portal/probe.py`, exit status 0 or 1.

Stands alone (no Django), so that a container's health check costs little.
"""

import http.client
import os
import sys


def healthy(port: int, host: str, *, seconds: float = 5) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def first_host(allowed_hosts: str) -> str:
    """A host the portal answers to: `.vidu.vn` allows `vidu.vn`, `*` allows any."""
    host = allowed_hosts.split(",", maxsplit=1)[0].strip().lstrip(".")
    return "localhost" if host in {"", "*"} else host


if __name__ == "__main__":
    well = healthy(int(os.environ.get("PORT", "8000")), first_host(os.environ["ALLOWED_HOSTS"]))
    sys.exit(not well)
