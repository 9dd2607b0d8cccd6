// What is known, and what the person has typed.

import {Traces} from './plot.js';
import {duration} from './words.js';

const MOST_RUNBOOKS = 100;
const ASK_AGAIN = 10_000;

/** All that is known. The views read it and change nothing. */
export class Page {
  state = null;
  stale = false;
  heard = 0;
  trouble = '';
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
    return this.#runbooks.get(id)?.text;
  }

  /** The ranked runbooks whose text is not there, and was not asked for a moment ago. */
  unread() {
    const ids = (this.state.diagnosis?.runbooks ?? []).map(each => each.id);
    const due = id => {
      const known = this.#runbooks.get(id);
      return !known || (!known.text && Date.now() - known.asked > ASK_AGAIN);
    };
    return ids.filter(due).slice(0, MOST_RUNBOOKS - this.#runbooks.size);
  }

  remember(id, text) {
    this.#runbooks.set(id, {text, asked: Date.now()});
  }

  /** A step's command in parts; while they are not there, as text that cannot be filled. */
  command(step) {
    const known = this.runbook(step.step.split('/')[0]);
    const parts = known?.resolution.find(each => each.id === step.step);
    return parts ?? {command: step.command, unread: step.placeholders.length > 0};
  }

  draft(step) {
    if (!this.#drafts.has(step)) {
      this.#drafts.set(step, {});
    }
    return this.#drafts.get(step);
  }
}
