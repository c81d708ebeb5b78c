# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The one port of a server with workers: websockets go to their own worker, the rest to HTTP.

A production server has a reverse proxy for this. Run as a program:
``python -m construction_setup.front PORT HTTP_PORT WEBSOCKET_PORT SERVER_PID``
"""

import asyncio
import os
import sys
from contextlib import suppress
from dataclasses import dataclass

LOOPBACK = "127.0.0.1"
HEAD_LIMIT = 64 * 1024
CHUNK = 256 * 1024


@dataclass(frozen=True)
class Front:
    """Forwards each connection to the port that its first request asks for.

    A browser opens a websocket on a connection of its own, so the first request decides.
    """

    http_port: int
    websocket_port: int

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection to its end."""
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = await reader.readuntil(b"\r\n\r\n")
            upstream, downstream = await asyncio.open_connection(LOOPBACK, self.port_of(head))
            downstream.write(head)
            await asyncio.gather(_pass_on(reader, downstream), _pass_on(upstream, writer))
        writer.close()

    def port_of(self, head: bytes) -> int:
        """The port for a request, by its line and headers."""
        path = head.split(b" ", 2)[1] if head.count(b" ") > 1 else b""
        upgrades = b"upgrade: websocket" in head.lower()
        return (
            self.websocket_port if upgrades and path.startswith(b"/websocket") else self.http_port
        )


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy one direction; its end is passed on, too."""
    with suppress(OSError):
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


async def _serve(port: int, front: Front, server_pid: int) -> None:
    listening = await asyncio.start_server(front.handle, LOOPBACK, port, limit=HEAD_LIMIT)
    async with listening:
        while _is_alive(server_pid):
            await asyncio.sleep(1)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    own, http, websocket, server = map(int, sys.argv[1:])
    asyncio.run(_serve(own, Front(http, websocket), server))
