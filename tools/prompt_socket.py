"""What course.py tells JupyterLab's server to use between browser and kernel: messages that do not wait for each other.

A kernel answers a move with several small messages. TCP holds a small one back while the one before it is not
acknowledged, and the browser's system acknowledges up to 40 ms later; Jupyter Server leaves that as it is. A lab then
shows half as many values of a drag (benchmarks/latency.py, its line "floor").
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Jupyter Server's own connection, sending each message at once (TCP_NODELAY)."""

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()
