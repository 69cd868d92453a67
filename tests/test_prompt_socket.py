"""The server's connection to the browser sends small messages at once. Oracle: the operating system's own flag."""

import asyncio
import socket

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect
from traitlets.utils.importstring import import_item

from tools import server
from tools.environments import own_environment
from tools.prompt_socket import PromptConnection


def waits_for_acknowledgements(kind, monkeypatch):
    """True when the socket of a browser that opens such a connection may hold small messages back."""
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda self: None)  # there is no kernel here
    seen = []

    class Tried(kind):
        websocket_handler = None  # no trait, which would take Jupyter's own handler only

        def __init__(self, handler):
            self.websocket_handler = handler

    class Handler(WebSocketHandler):
        def open(self):
            Tried(self).connect()
            seen.append(not self.ws_connection.stream.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    async def visit():
        listening, port = bind_unused_port()
        server = HTTPServer(Application([("/", Handler)]))
        server.add_socket(listening)
        browser = await websocket_connect(f"ws://127.0.0.1:{port}/")
        while not seen:
            await asyncio.sleep(0.01)
        browser.close()
        server.stop()

    asyncio.run(asyncio.wait_for(visit(), 10))
    return seen[0]


@pytest.mark.parametrize(("kind", "waits"), [(ZMQChannelsWebsocketConnection, True), (PromptConnection, False)])
def test_small_messages_do_not_wait(kind, waits, monkeypatch):
    assert waits_for_acknowledgements(kind, monkeypatch) == waits


def test_the_server_is_told_to_use_it():
    config = server.config(own_environment(".venv", []), 8888, "secret", browser=False)
    assert import_item(config["ServerApp"]["kernel_websocket_connection_class"]) is PromptConnection
