// The page's side of tools/browser.py: what only the page can know in time.
//
// A picture counts as shown at the end of the first frame after the browser has decoded it: the callback of a message
// posted in an animation frame runs after that frame was handed over. Times are performance.now(), which event
// timestamps share.

// The server is a learner's, which keeps JupyterLab to itself. Its configuration is in the page, and read by scripts that
// run once all of the page is there. (An answer changed on its way would cut the page off from its web sockets.)
document.addEventListener('readystatechange', () => {
  const config = document.getElementById('jupyter-config-data');
  if (document.readyState === 'interactive' && config) {
    config.textContent = JSON.stringify({ ...JSON.parse(config.textContent), exposeAppInBrowser: true });
  }
});

window.course = (() => {
  const panel = () => window.jupyterapp.shell.currentWidget;
  const kernel = () => panel()?.sessionContext?.session?.kernel;
  const classic = () => window.Jupyter?.notebook;  // Notebook 6 has no application, and other pages have `courseFront`
  const isBusy = () => window.courseFront?.isBusy() ?? classic()?.kernel_busy ?? kernel()?.status !== 'idle';
  const cells = () => [...document.querySelectorAll('.jp-Notebook .jp-Cell')];
  const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));
  const frame = () => new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(0);
  }));

  async function frames(count) {
    for (let k = 0; k < count; k++) await frame();
  }

  // Wait until nothing was added to the page for a while: the widgets of a cell are made one after the other.
  async function settled(quiet = 400, patience = 30000) {
    let changed = performance.now();
    const watcher = new MutationObserver(() => { changed = performance.now(); });
    watcher.observe(document.querySelector('.jp-Notebook, #notebook'), { childList: true, subtree: true });
    const started = performance.now();
    while (performance.now() - changed < quiet && performance.now() - started < patience) await pause(50);
    watcher.disconnect();
  }

  const hasRun = prompt => /\[\d+\]/.test(prompt.textContent);
  const allHaveRun = () => [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')].every(hasRun);

  async function fingerprint(image) {
    const answer = await fetch(image.src).catch(() => null);
    if (answer === null) return 'replaced';  // by the next picture, meanwhile
    const bytes = await answer.arrayBuffer();
    if (!crypto.subtle) {  // in a frame whose origin is its own
      return String(new Uint8Array(bytes).reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7));
    }
    const digest = await crypto.subtle.digest('SHA-256', bytes);
    return [...new Uint8Array(digest)].slice(0, 8).map(byte => byte.toString(16).padStart(2, '0')).join('');
  }

  // How high a window has to be that shows the whole notebook at once.
  function fullHeight() {
    return document.querySelector('.jp-WindowedPanel-outer').scrollHeight + 300;
  }

  // Open whatever is folded, such as solutions: what is hidden cannot be seen to be cut off.
  function openFolds() {
    for (const fold of document.querySelectorAll('.jp-Notebook details')) fold.open = true;
  }

  const isShown = element => element !== null && element.getClientRects().length > 0;
  const text = (root, kind) => {
    const element = root.querySelector(kind);
    return isShown(element) ? element.innerText.trim() : '';
  };

  // The words beside a control, or on it.
  function label(control) {
    const question = control.closest('.course-quiz .widget-toggle-buttons')?.previousElementSibling;
    const play = control.closest('.course-play');
    const beside = play ? play.previousElementSibling :
      control.closest('.widget-slider, .widget-dropdown, .widget-toggle-buttons, .widget-checkbox')
        ?.querySelector('.widget-label:not([style*="none"]), .widget-label-basic');
    return ((question ?? beside)?.innerText || control.innerText).trim();
  }

  // What a reader of a display (a lab, a question, a quiz) has before them.
  async function state(root) {
    return {
      headline: text(root, '.course-headline'),
      facts: text(root, '.course-facts'),
      status: text(root, '.course-status'),
      answer: text(root, '.course-answer'),
      difference: text(root, '.course-difference'),
      howFar: text(root, '.course-how-far'),
      pictures: await Promise.all([...root.querySelectorAll('img')].map(fingerprint)),
    };
  }

  const DISPLAYS = '.course-lab, .course-predict, .course-quiz';

  // The displays of the notebook in reading order: number, cell id and kind; the number is noted on the element too.
  function displays() {
    return [...document.querySelectorAll(`.jp-Notebook :is(${DISPLAYS})`)].map((root, number) => {
      root.dataset.display = number;
      const cell = panel().content.widgets.find(widget => widget.node.contains(root)).model;
      return { number, cell: cell.id, kind: /course-(lab|predict|quiz)/.exec(root.className)[1], model_id: modelId(cell) };
    });
  }

  // The same for a page that is no JupyterLab, with the id of what stands around each display for its cell.
  function displaysIn(page, modelId) {
    return [...page.querySelectorAll(DISPLAYS)].map((root, number) => {
      root.dataset.display = number;
      const cell = root.closest('[data-cell]')?.dataset.cell;
      return { number, cell, kind: /course-(lab|predict|quiz)/.exec(root.className)[1], model_id: modelId };
    });
  }

  // The id of the first widget that a cell shows.
  function modelId(cell) {
    const key = 'application/vnd.jupyter.widget-view+json';
    return cell.outputs.toJSON().map(output => output.data?.[key]?.model_id).find(id => id);
  }

  // Run code in a new cell at the end of the page.
  async function runCode(source) {
    const { content } = panel();
    content.activeCellIndex = content.widgets.length - 1;
    await window.jupyterapp.commands.execute('notebook:insert-cell-below');
    content.activeCell.model.sharedModel.setSource(source);
    await window.jupyterapp.commands.execute('notebook:run-cell');
  }

  async function removeLastCell() {
    const { content } = panel();
    content.activeCellIndex = content.widgets.length - 1;
    await window.jupyterapp.commands.execute('notebook:delete-cell');
  }

  async function restart() {
    await kernel().restart();
    await window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
  }

  // Run code that leaves no trace on the page; returns what it printed.
  async function runSilently(code) {
    let printed = '';
    const future = kernel().requestExecute({ code, store_history: false });
    future.onIOPub = ({ header, content }) => { if (header.msg_type === 'stream') printed += content.text; };
    const { content } = await future.done;
    if (content.status !== 'ok') throw new Error(`${content.ename}: ${content.evalue}`);
    return printed;
  }

  // Errors that JupyterLab shows a reader: of a cell, or of a callback as a badge in the status bar.
  function errors() {
    const outputs = panel().content.widgets.flatMap(cell => cell.model.outputs?.toJSON() ?? []);
    const failed = outputs.filter(output => output.output_type === 'error');
    const badge = document.querySelector('.jp-LogConsoleStatusItem:not(.lm-mod-hidden)');
    return [...failed.map(({ ename, evalue }) => `${ename}: ${evalue}`), ...(badge ? [`log badge: ${badge.innerText}`] : [])];
  }

  const isTraining = root => root.querySelector('.course-stop:not(:disabled)') !== null;

  // Wait until a display shows something else than before and has come to rest, or for `patience` ms until it has done
  // nothing; returns its state then.
  async function changed(root, before, patience) {
    const seen = JSON.stringify(before);
    const started = performance.now();
    let last = seen;
    let since = started;
    for (;;) {
      const goesOn = isTraining(root) || isBusy();  // asked first: the pictures take a while to read
      const now = await state(root);
      const words = JSON.stringify(now);
      if (words !== last || goesOn) [last, since] = [words, performance.now()];
      if (!goesOn && performance.now() - since > (words === seen ? patience : 100)) return now;
      if (performance.now() - started > 60000) throw new Error('the display does not come to rest within a minute');
      await pause(30);
    }
  }

  // Wait until a display shows something else than before, for `patience` ms at most; returns its state then.
  async function moving(root, before, patience) {
    const seen = JSON.stringify(before);
    const started = performance.now();
    for (;;) {
      const now = await state(root);
      if (JSON.stringify(now) !== seen || performance.now() - started > patience) return now;
      await pause(30);
    }
  }

  // --- what a move brings about -------------------------------------------------------------------------------------

  // Follows one cell's output: when new pictures were shown, where its sliders stood, how its height changed.
  class Watch {
    constructor(output) {
      this.output = output;
      this.begin();
      this.onInput = event => { this.input = event.timeStamp; };
      this.onLoad = event => { if (output.contains(event.target)) this.note(event.target); };
      for (const kind of ['keydown', 'pointermove']) window.addEventListener(kind, this.onInput, true);
      document.addEventListener('load', this.onLoad, true);
      this.watcher = new MutationObserver(changes => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement;
          if (element?.closest('.widget-readout')) this.stood.add(target.textContent);
        }
      });
      this.watcher.observe(output, { subtree: true, characterData: true, childList: true });
      this.alive = true;
      this.look();
    }

    begin() {
      this.shown = [];  // when each picture was shown; of one on its way, null
      this.loads = new Map();  // how often each panel got a new picture
      this.stood = new Set();
      this.height = this.output.offsetHeight;
      this.shift = 0;
      this.input = null;
    }

    async note(image) {
      const { shown } = this;
      const place = shown.push(null) - 1;
      this.loads.set(image, (this.loads.get(image) ?? 0) + 1);
      await image.decode().catch(() => {});  // fails for a picture that the next one has already replaced
      shown[place] = await frame();
    }

    look() {
      if (!this.alive) return;
      this.shift = Math.max(this.shift, Math.abs(this.output.offsetHeight - this.height));
      requestAnimationFrame(() => this.look());
    }

    // Wait until no picture came for `quiet` ms after the last, or none at all for `patience` ms.
    async rest(quiet, patience) {
      const started = performance.now();
      for (;;) {
        await pause(10);
        const now = performance.now();
        const quietSince = this.shown.length ? Math.max(...this.shown) : started;
        const isOver = now - quietSince > (this.shown.length ? quiet : patience);
        if (isOver && !this.shown.includes(null)) break;
        if (now - started > 60000) throw new Error('pictures do not come to rest within a minute');
      }
      const since = time => this.shown.length ? time - this.input : null;
      return {
        first: since(Math.min(...this.shown)),
        last: since(Math.max(...this.shown)),
        pictures: Math.max(0, ...this.loads.values()),
        values: this.stood.size,
        shift: this.shift,
      };
    }

    end() {
      this.alive = false;
      this.watcher.disconnect();
      for (const kind of ['keydown', 'pointermove']) window.removeEventListener(kind, this.onInput, true);
      document.removeEventListener('load', this.onLoad, true);
    }
  }

  // --- colours ------------------------------------------------------------------------------------------------------

  const rgba = color => {
    const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  };
  const over = (ink, ground, opacity = 1) => {
    const share = ink.alpha * opacity;
    const mixed = part => share * ink[part] + (1 - share) * ground[part];
    return { red: mixed('red'), green: mixed('green'), blue: mixed('blue'), alpha: 1 };
  };

  // WCAG 2.2's contrast ratio of two opaque colours.
  function ratio(one, other) {
    const light = ({ red, green, blue }) => {
      const [r, g, b] = [red, green, blue].map(part => part / 255).map(
        part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  }

  // Contrast of an element's words, or of those its style sheet puts before it, on what is painted behind them.
  function contrast(element, before = null) {
    const white = { red: 255, green: 255, blue: 255, alpha: 1 };
    const around = [];
    for (let one = element; one; one = one.parentElement) around.unshift(getComputedStyle(one));
    let behind = white;
    let words = null;
    let faded = white;  // what a group with an opacity is faded over
    let opacity = 1;
    for (const style of around) {
      if (Number(style.opacity) < 1) [faded, opacity] = [behind, opacity * Number(style.opacity)];
      behind = over(rgba(style.backgroundColor), behind);
    }
    words = over(rgba(getComputedStyle(element, before).color), behind);
    return ratio(over(words, faded, opacity), over(behind, faded, opacity));
  }

  // Every piece of text that a display shows, with its contrast. A control that is switched off is faint on purpose
  // (WCAG 1.4.3 exempts it); the options of an answered question are switched off too, but carry the answer.
  function contrasts(root) {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      const words = texts.currentNode.textContent.trim();
      const isSeen = words && isShown(element) && getComputedStyle(element).visibility === 'visible';
      const isTold = !element.closest(
        'style, script, option:not(:checked), button:disabled:not(.course-option)');
      if (isSeen && isTold) found.push({ words: words.slice(0, 40), ratio: contrast(element) });
    }
    return found;
  }

  // The marks of an icon font on the buttons of a display: the characters that stand for them, and their contrast.
  function marks(root) {
    return [...root.querySelectorAll('button .fa')].filter(isShown).map(icon => {
      const { content, fontFamily } = getComputedStyle(icon, '::before');
      return { kind: icon.className, content: content.replace(/^"|"$/g, ''), font: fontFamily,
               width: icon.getBoundingClientRect().width, ratio: contrast(icon, '::before') };
    });
  }

  // --- layout -------------------------------------------------------------------------------------------------------

  const scrolls = element => /(auto|scroll)/.test(getComputedStyle(element).overflowX);

  // Elements of the notebook that reach beyond what a reader sees without scrolling sideways, in words.
  function cut() {
    const notebook = document.querySelector('.jp-WindowedPanel-outer');
    const right = Math.min(innerWidth, notebook.getBoundingClientRect().left + notebook.clientWidth);
    const troubles = [];
    const selectors = `:is(${DISPLAYS}), :is(${DISPLAYS}) *, .jp-RenderedImage img, .jp-MarkdownOutput, .jp-MarkdownOutput *`;
    for (const element of document.querySelectorAll(selectors)) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || element.closest('.noUi-target, svg, mjx-assistive-mml')) continue;
      const mayScroll = !element.closest(DISPLAYS) && insideOwnScroller(element, notebook);  // code and tables in text
      if (box.right > right + 1 && !mayScroll) troubles.push(name(element, box.right - right));
    }
    if (notebook.scrollWidth > notebook.clientWidth + 1) {
      troubles.push(`the notebook is ${notebook.scrollWidth - notebook.clientWidth} px wider than its window`);
    }
    for (const root of document.querySelectorAll(DISPLAYS)) {
      for (const element of [root, ...root.querySelectorAll('*')]) {
        const over = element.scrollWidth - element.clientWidth;  // shown all the same where overflow is visible
        const hides = getComputedStyle(element).overflowX !== 'visible' && !element.closest('select');
        if (over > 1 && element.clientWidth > 0 && hides) troubles.push(`inside: ${name(element, over)}`);
      }
    }
    return troubles;
  }

  function insideOwnScroller(element, notebook) {
    for (let one = element.parentElement; one && one !== notebook; one = one.parentElement) {
      if (scrolls(one) && one.scrollWidth > one.clientWidth) return true;
    }
    return false;
  }

  function name(element, pixels) {
    const cell = element.closest('.jp-Cell');
    const words = (element.innerText || element.alt || '').trim().slice(0, 40);
    return `cell ${cells().indexOf(cell)}: ${element.tagName.toLowerCase()}.${element.className} "${words}" ` +
      `is ${Math.round(pixels)} px too wide`;
  }

  return {
    frames, settled, allHaveRun, state, displays, displaysIn, contrast, contrasts, marks, changed, moving, label, errors, openFolds, fullHeight, cut, Watch,
    kernelStatus: () => kernel()?.status,
    kernelId: () => kernel().id,
    runCode, removeLastCell, runSilently, restart,
  };
})();
