// The page: lets in, asks, keeps what is known, shows it, and says so when it is no longer known.

import {obstacle} from './action.js';
import {copy, line} from './command.js';
import {show} from './dom.js';
import {incident} from './incident.js';
import {Poll, Refused, Source, STALE_AFTER} from './live.js';
import {Page} from './page.js';
import {around, overall, shared} from './view.js';

const at = id => document.getElementById(id);
const THEMES = ['auto', 'dark', 'light'];

const page = new Page();
const source = new Source();
const poll = new Poll(ask);

/** One round; true if the service has answered and the page shows what it said. */
async function ask() {
  try {
    const state = await source.state();
    const heard = Date.now();
    if (state) {
      page.learn(state);
    }
    render(heard);
    // Only now: what could not be shown was not heard, and gets stale like silence.
    page.heard = heard;
    announce();
    await runbooks();
    return true;
  } catch (failure) {
    source.forget();
    if (failure instanceof Refused) {
      refuse(failure.status);
    } else {
      page.trouble = failure.message;
      at('live').textContent = page.state ? at('live').textContent : 'no answer yet';
    }
    return false;
  }
}

/** What the ranked runbooks say; it does not change while the service runs. */
async function runbooks() {
  for (const id of page.unread()) {
    try {
      page.remember(id, await source.runbook(id));
    } catch {
      // The diagnosis is worth showing without it; its commands cannot be filled meanwhile.
      page.remember(id, null);
    }
    render();
  }
}

function refuse(status) {
  poll.stop();
  page.state = null;
  at('console').hidden = true;
  at('stale').hidden = true;
  [at('incident'), at('around'), at('shared'), at('overall')].forEach(place => show(place));
  show(at('refused'), status === 403 ? 'You may not see this service.' : 'The service does not take this token.');
  askForToken();
}

function askForToken() {
  at('enter').hidden = false;
  at('live').textContent = '';
  at('token').focus();
}

function letIn() {
  at('enter').hidden = true;
  at('live').textContent = 'asking…';
  poll.start();
}

function render(heard = page.heard) {
  if (!page.state) {
    return;
  }
  page.stale = Date.now() - heard > STALE_AFTER;
  const since = new Date(heard).toTimeString().slice(0, 8);
  document.documentElement.toggleAttribute('data-stale', page.stale);
  document.title = `${page.stale ? 'STALE' : page.state.status} · ${page.state.service}`;
  at('console').hidden = false;
  at('stale').hidden = !page.stale;
  show(at('service'), page.state.service);
  show(at('live'), page.stale ? `stale since ${since}` : 'live');
  // The same words until it is over: a screen reader would say each change.
  show(at('stale'), page.stale ? `Stale since ${since}. The service does not answer (${page.trouble}). Below is what was known then, not what is.` : '');
  show(at('overall'), overall(page));
  show(at('incident'), incident(page));
  show(at('around'), around(page));
  show(at('shared'), shared(page));
}

let announced = '';

/** Says a change to who does not see it; the same is said once. */
function announce() {
  const [first] = page.state.diagnosis?.runbooks ?? [];
  const words = `${page.state.service} is ${page.state.status}. ${first ? `Runbook: ${first.title}.` : 'No runbook applies.'}`;
  if (words !== announced) {
    announced = words;
    at('announcer').textContent = words;
  }
}

async function copyCommand(button) {
  const place = button.closest('[data-step]');
  const {step} = place.dataset;
  const runbook = page.state.diagnosis.runbooks.find(each => each.next?.step === step);
  const parts = page.command(runbook.next);
  const hindered = obstacle(parts, page.draft(step));
  if (hindered) {
    say(step, hindered.text, true);
    place.querySelector(`[data-placeholder="${hindered.name}"]`)?.focus();
    return;
  }
  const text = line(parts, page.draft(step));
  const copied = await copy(text, place.querySelector('code'));
  say(step, copied ? `Copied${page.stale ? ', but from what was known before it got stale' : ''}. Read it once more before you press Enter.` : 'The browser does not copy here: it is selected, press Ctrl+C.', false);
}

function say(step, text, wrong) {
  page.messages.set(step, {text, wrong});
  at('announcer').textContent = text;
  render();
}

function theme() {
  const root = document.documentElement;
  const next = THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length];
  setTheme(next);
  try {
    localStorage.setItem('holdwall-theme', next);
  } catch {
    // A browser without storage forgets it; nothing else is ever stored.
  }
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  at('theme').textContent = `Theme: ${name}`;
}

function rememberedTheme() {
  try {
    const name = localStorage.getItem('holdwall-theme');
    return THEMES.includes(name) ? name : 'auto';
  } catch {
    return 'auto';
  }
}

document.addEventListener('click', event => {
  const action = event.target.closest('[data-action]')?.dataset.action;
  if (action === 'copy') {
    copyCommand(event.target.closest('button'));
  } else if (action === 'theme') {
    theme();
  }
});

document.addEventListener('input', event => {
  const name = event.target.dataset.placeholder;
  if (name) {
    const {step} = event.target.closest('[data-step]').dataset;
    page.draft(step)[name] = event.target.value.trim();
    page.messages.delete(step);
    render();
  }
});

document.addEventListener('submit', event => {
  event.preventDefault();
  source.enter(at('token').value.trim());
  at('token').value = '';
  at('refused').textContent = '';
  letIn();
});

setTheme(rememberedTheme());
// Ages go on, and silence is noticed, whether or not an answer comes.
setInterval(() => render(), 1_000);
document.addEventListener('visibilitychange', () => render());
if (document.body.dataset.access === 'granted') {
  letIn();
} else {
  askForToken();
}
