import http.server
import threading

import pytest
from django.db import OperationalError, connection

from ntm_portal.probe import first_host, healthy


@pytest.mark.django_db
def test_health_is_told_to_anybody(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_health_is_503_without_a_database(client, monkeypatch):
    def refuse():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (503, {"status": "no database"})


@pytest.mark.django_db
def test_health_is_not_redirected_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200


@pytest.fixture
def answering():
    """A web server on this machine that answers as told, and remembers what it was asked."""
    seen = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append((self.path, self.headers["Host"]))
            self.send_response(self.server.status)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    server.seen = seen
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("status", "well"), [(200, True), (301, False), (503, False)])
def test_probe_asks_by_an_allowed_name(answering, status, well):
    answering.status = status

    assert healthy(answering.server_port, "ntm.vidu.vn") is well
    assert answering.seen == [("/healthz", "ntm.vidu.vn")]


def test_probe_says_no_where_nobody_listens(answering):
    port = answering.server_port
    answering.socket.close()

    assert healthy(port, "localhost", seconds=1) is False


@pytest.mark.parametrize(
    ("allowed", "host"),
    [("a.vn,b.vn", "a.vn"), (".vidu.vn", "vidu.vn"), ("*", "localhost"), ("", "localhost")],
)
def test_probe_takes_the_first_allowed_host(allowed, host):
    assert first_host(allowed) == host
