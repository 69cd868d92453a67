// The script of a frame of tests/frames.py: ipywidgets 7's HTMLManager with live comms over a web socket.

(() => {
  const modules = {};
  window.define = (name, needed, factory) => { modules[name] = factory(...needed.map(one => modules[one])); };
  window.define.amd = {};

  const socket = new WebSocket(`ws://${location.host}/socket`);
  const listeners = {};  // by comm id
  let open = 0;  // messages that the kernel is not done with
  let sent = 0;  // messages of this frame that the server has not counted yet
  let isThere = false;

  const bytes = text => new DataView(Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer);

  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if ('open' in message) {
      open = message.open;
      sent = 0;
    } else {
      const buffers = message.buffers.map(bytes);
      listeners[message.comm_id]?.({ content: { comm_id: message.comm_id, data: message.data }, buffers });
    }
  };

  function comm(id) {
    return {
      comm_id: id,
      target_name: '',
      on_msg: listener => { listeners[id] = listener; },
      on_close: () => {},
      close: () => '',
      send: (data, callbacks) => {
        sent++;
        socket.send(JSON.stringify({ comm_id: id, data }));
        Promise.resolve().then(() => callbacks?.iopub?.status?.({ content: { execution_state: 'idle' } }));
        return '';
      },
    };
  }

  async function show() {
    const { put_buffers: putBuffers } = modules['@jupyter-widgets/base'];
    const { HTMLManager } = modules['@jupyter-widgets/html-manager'];
    const { root, models } = JSON.parse(document.getElementById('state').textContent);
    const manager = new HTMLManager();
    const made = Object.entries(models).map(([id, model]) => {
      const buffers = model.buffers ?? [];
      putBuffers(model.state, buffers.map(({ path }) => path), buffers.map(({ data }) => bytes(data)));
      const { model_name, model_module, model_module_version } = model;
      return manager.new_model({ model_id: id, model_name, model_module, model_module_version, comm: comm(id) }, model.state);
    });
    await Promise.all(made);
    const output = document.getElementById('output');
    const view = await manager.create_view(await manager.get_model(root));
    await manager.display_view(null, view, { el: output });
    new ResizeObserver(() => parent.postMessage({ height: document.documentElement.scrollHeight }, '*')).observe(output);
    isThere = true;
  }

  window.courseFront = { isBusy: () => open + sent > 0, isThere: () => isThere, output: () => document.body };
  socket.onopen = () => {
    const script = document.createElement('script');
    script.src = '/libembed-amd.js';
    script.onload = show;
    document.head.append(script);
  };
})();
