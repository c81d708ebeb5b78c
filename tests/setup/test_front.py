# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The one port in front of a server with workers."""

import asyncio

import pytest

from construction_setup.front import LOOPBACK, Front

UPGRADE = b"Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "port"),
    [
        (b"GET /websocket?version=19.0-1 HTTP/1.1\r\n" + UPGRADE, 2),
        (b"GET /websocket/health HTTP/1.1\r\nHost: x\r\n\r\n", 1),
        (b"GET /odoo HTTP/1.1\r\n" + UPGRADE, 1),
        (b"POST /construction/v1/messages HTTP/1.1\r\n\r\n", 1),
        (b"nonsense\r\n\r\n", 1),
    ],
)
def test_first_request_decides(head: bytes, port: int) -> None:
    assert Front(1, 2).port_of(head) == port


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"got:" + await reader.read())
    writer.close()


async def _ask(sent: bytes) -> bytes:
    """What comes back through a front door with an echoing server behind it."""
    behind = await asyncio.start_server(_echo, LOOPBACK, 0)
    port = behind.sockets[0].getsockname()[1]
    door = await asyncio.start_server(Front(port, port).handle, LOOPBACK, 0)
    reader, writer = await asyncio.open_connection(LOOPBACK, door.sockets[0].getsockname()[1])
    writer.write(sent)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    door.close()
    behind.close()
    return answer


def test_all_bytes_pass_both_ways() -> None:
    sent = b"POST / HTTP/1.1\r\nHost: x\r\n\r\n" + bytes(range(256)) * 4096
    assert asyncio.run(_ask(sent)) == b"got:" + sent


def test_half_a_request_is_hung_up_on() -> None:
    assert asyncio.run(_ask(b"GET / HT")) == b""
