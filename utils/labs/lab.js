// What a screen reader hears of a lab and what the keyboard needs, for which core widgets have no trait.
//
// A slider of ipywidgets 8 is nameless to it, one of ipywidgets 7 does not exist, a picture has no words, a chosen
// button does not say that it is, and a new headline comes unheard. All the words are on the page already; this ties
// them to what they belong to. It also keeps the keys of JupyterLab and Notebook 7 from whoever has the focus on a
// control: arrows, Home and End would select another cell, `d d` would delete this one. With Ctrl, Alt, Shift or the
// command key held, keys do what they do elsewhere, so that Shift+Enter runs the cell and Ctrl+S saves.
//
// Where a page forbids inline scripts (a strict Content-Security-Policy), the words stay beside the picture and the
// controls work, but names, roles and values of controls are those of ipywidgets, and keys are the front end's.
//
// Source: WAI-ARIA Authoring Practices 1.2, patterns "slider", "button" and "alert".
//
// The body of an event handler: `this` is the style element of a display, whose `onload` runs it when the sheet takes
// effect, once in each place where a lab is shown. PAUSE is a word in the learner's language (utils/labs/widgets.py).

const root = this.closest('.course-lab, .course-predict, .course-quiz');
if (!root) return;
const all = kind => [...root.querySelectorAll(kind)];
const words = kind => root.querySelector(kind + ' .widget-html-content')?.textContent.trim() ?? '';
const set = (element, name, value) => {
  if (element && value && element.getAttribute(name) !== value) element.setAttribute(name, value);
};

let isChord = false;  // a key such as Ctrl or Shift is held
function keepKeys() {
  const controls = all('button, input, select, .noUi-handle');
  for (const control of controls) control.toggleAttribute('data-lm-suppress-shortcuts', !isChord);
}
for (const kind of ['keydown', 'keyup', 'focusin']) {
  root.addEventListener(kind, event => {
    isChord = Boolean(event.ctrlKey || event.altKey || event.shiftKey || event.metaKey);
    keepKeys();
  }, true);
}

// The widgets around the sheet come and change later, hence the observer below; `set` leaves alone what is right, so
// that observing its own work ends.
function tell() {
  set(root, 'role', 'group');
  set(root, 'aria-label', words('.course-name') || words('.course-question'));
  set(root.querySelector('.course-status'), 'role', 'alert');
  for (const news of all('.course-headline, .course-answer, .course-difference')) set(news, 'aria-live', 'polite');
  for (const slider of all('.widget-slider')) {
    const label = slider.querySelector('.widget-label')?.textContent;
    const readout = slider.querySelector('.widget-readout');
    const handle = slider.querySelector('.noUi-handle, .ui-slider-handle');
    if (handle?.matches('.ui-slider-handle')) {  // of ipywidgets 7; its page knows how far along the track, in percent
      set(handle, 'role', 'slider');
      set(handle, 'aria-valuemin', '0');
      set(handle, 'aria-valuemax', '100');
      set(handle, 'aria-valuenow', String(Math.round(parseFloat(handle.style.left) || 0)));
    }
    set(handle, 'aria-label', label);
    set(handle, 'aria-valuetext', readout?.textContent);
    if (readout?.isContentEditable) {
      set(readout, 'role', 'textbox');
      set(readout, 'aria-label', label);
    }
  }
  for (const toggles of all('.widget-toggle-buttons')) {
    const label = toggles.querySelector('.widget-label')?.textContent.trim();
    set(toggles, 'role', 'group');
    set(toggles, 'aria-label', label || toggles.previousElementSibling?.textContent.trim());
    for (const button of toggles.querySelectorAll('button')) {
      set(button, 'aria-pressed', String(button.classList.contains('mod-active')));
    }
  }
  for (const play of all('.course-play')) {
    const name = play.previousElementSibling?.textContent.trim();
    for (const button of play.querySelectorAll('button')) {
      set(button, 'aria-label', button.querySelector('.fa-pause') ? `${PAUSE} (${name})` : name);
    }
  }
  keepKeys();
  all('.course-picture').forEach((picture, index, { length }) => {
    set(picture, 'alt', words('.course-headline') + (length > 1 ? ` (${index + 1}/${length})` : ''));
  });
}

new MutationObserver(tell).observe(root, { subtree: true, childList: true, characterData: true, attributes: true,
                                           attributeFilter: ['class', 'aria-valuetext'] });
tell();
