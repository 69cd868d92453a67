"""What a screen reader hears of a lab and what the keyboard needs, for which core widgets have no trait.

A slider of ipywidgets is nameless to it, a picture has no words, a chosen button does not say that it is, and a new
headline comes unheard. All the words are on the page already; a small script of each display ties them to what they
belong to. It also keeps JupyterLab's keys (arrows, letters) from whoever chooses from a menu by keyboard. Where a front
end lets no script run, the words stay beside the picture, and nothing else is lost.

Source: WAI-ARIA Authoring Practices 1.2, patterns "slider", "button" and "alert".
"""

import html

# Runs when the style sheet it hangs on takes effect, once in each place where a lab is shown. The widgets around it
# come and change later, hence the observer; `set` leaves alone what is right, so that observing its own work ends.
_SCRIPT = """
const root = this.closest('.course-lab, .course-predict, .course-quiz');
if (!root) return;
const all = kind => [...root.querySelectorAll(kind)];
const words = kind => root.querySelector(kind + ' .widget-html-content')?.textContent.trim() ?? '';
const set = (element, name, value) => {
  if (element && value && element.getAttribute(name) !== value) element.setAttribute(name, value);
};

function tell() {
  set(root, 'role', 'group');
  set(root, 'aria-label', words('.course-name') || words('.course-question'));
  set(root.querySelector('.course-status'), 'role', 'alert');
  for (const news of all('.course-headline, .course-answer, .course-difference')) set(news, 'aria-live', 'polite');
  for (const slider of all('.widget-slider')) {
    const label = slider.querySelector('.widget-label')?.textContent;
    const readout = slider.querySelector('.widget-readout');
    const handle = slider.querySelector('.noUi-handle');
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
    set(play.querySelector('button'), 'aria-label', play.previousElementSibling?.textContent.trim());
  }
  for (const menu of all('select')) set(menu, 'data-lm-suppress-shortcuts', 'true');
  all('.course-picture').forEach((picture, index, { length }) => {
    set(picture, 'alt', words('.course-headline') + (length > 1 ? ` (${index + 1}/${length})` : ''));
  });
}

new MutationObserver(tell).observe(root, { subtree: true, childList: true, characterData: true, attributes: true,
                                           attributeFilter: ['class', 'aria-valuetext'] });
tell();
"""


def on_load():
    """The attribute for a `style` element inside a display of the course."""
    return f'onload="{html.escape(_SCRIPT)}"'
