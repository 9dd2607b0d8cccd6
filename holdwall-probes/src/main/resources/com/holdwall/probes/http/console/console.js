// The page: lets in, asks, keeps what is known, shows it, and says so when it is no longer known.

import {copy, line} from './command.js';
import {show} from './dom.js';
import {incident, obstacle} from './incident.js';
import {Poll, Refused, Source, STALE_AFTER} from './live.js';
import {Traces} from './plot.js';
import {around, overall, shared} from './view.js';
import {duration} from './words.js';

const at = id => document.getElementById(id);
const THEMES = ['auto', 'dark', 'light'];
const MOST_RUNBOOKS = 100;

/** All that is known. The views read it and change nothing. */
class Page {
  state = null;
  stale = false;
  heard = 0;
  traces = new Traces();
  messages = new Map();
  #behind = 0;
  #runbooks = new Map();
  #drafts = new Map();

  /** Takes in a new state; ages are told by the service's clock, not by this machine's. */
  learn(state) {
    if (this.state && this.state.started_at !== state.started_at) {
      this.#runbooks.clear();
    }
    this.state = state;
    this.#behind = Date.parse(state.at) - Date.now();
    this.traces.add(state);
  }

  /** The service's time; while nothing is heard it stands still. */
  now() {
    return (this.stale ? this.heard : Date.now()) + this.#behind;
  }

  ago(iso) {
    const ms = this.now() - Date.parse(iso);
    return ms < 1_000 ? 'under 1 s' : duration(ms);
  }

  words(symptom) {
    return this.state.symptoms.find(each => each.id === symptom)?.description ?? symptom;
  }

  runbook(id) {
    return this.#runbooks.get(id);
  }

  remember(id, runbook) {
    if (this.#runbooks.size < MOST_RUNBOOKS) {
      this.#runbooks.set(id, runbook);
    }
  }

  /** A step's command in parts; as plain text while they are not there. */
  command(step) {
    const known = this.runbook(step.step.split('/')[0]);
    return known?.resolution.find(each => each.id === step.step) ?? {command: step.command};
  }

  draft(step) {
    if (!this.#drafts.has(step)) {
      this.#drafts.set(step, {});
    }
    return this.#drafts.get(step);
  }
}

const page = new Page();
const source = new Source();
const poll = new Poll(ask);

/** One round; true if the service has answered. */
async function ask() {
  try {
    const state = await source.state();
    page.heard = Date.now();
    if (state) {
      page.learn(state);
      await runbooks(state);
    }
    announce();
    render();
    return true;
  } catch (failure) {
    if (failure instanceof Refused) {
      refuse(failure.status);
    } else if (!page.state) {
      at('live').textContent = 'no answer yet';
    }
    return false;
  }
}

/** What the ranked runbooks say; they do not change while the service runs. */
async function runbooks({diagnosis}) {
  for (const {id} of diagnosis?.runbooks ?? []) {
    if (!page.runbook(id)) {
      page.remember(id, await source.runbook(id));
    }
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

function render() {
  if (!page.state) {
    return;
  }
  page.stale = Date.now() - page.heard > STALE_AFTER;
  const since = new Date(page.heard).toTimeString().slice(0, 8);
  const silence = duration(Date.now() - page.heard);
  document.documentElement.toggleAttribute('data-stale', page.stale);
  document.title = `${page.stale ? 'STALE' : page.state.status} · ${page.state.service}`;
  at('console').hidden = false;
  at('service').textContent = page.state.service;
  at('live').textContent = page.stale ? `stale since ${since}` : 'live';
  const stale = page.stale ? `Stale since ${since}. The service has not answered for ${silence}; below is what was known then, not what is.` : '';
  at('stale').hidden = !page.stale;
  at('stale').textContent = stale;
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
    place.querySelector(`[data-placeholder="${hindered.name}"]`).focus();
    return;
  }
  const text = line(parts, page.draft(step));
  const copied = await copy(text, place.querySelector('code'));
  say(step, copied ? 'Copied. Read it once more before you press Enter.' : 'The browser does not copy here: it is selected, press Ctrl+C.', false);
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
setInterval(render, 1_000);
document.addEventListener('visibilitychange', render);
if (document.body.dataset.access === 'granted') {
  letIn();
} else {
  askForToken();
}
