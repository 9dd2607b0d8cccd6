// Asks again and again, and knows when it has not heard anything for too long.

const EVERY = 1_000;
const PATIENCE = 4_000;
const LONGEST_PAUSE = 5_000;

/** Silence of more than this is shown as stale. */
export const STALE_AFTER = 5_000;

/** Thrown for an answer that asking again does not mend. */
export class Refused extends Error {
  constructor(status) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

/** GET for JSON. The token goes as a header, never in an address. */
export class Source {
  #token = null;
  #tag = null;

  enter(token) {
    this.#token = token;
    this.forget();
  }

  /** The next state is read in full. */
  forget() {
    this.#tag = null;
  }

  /** The state, or null if it is the one that was read last. */
  async state() {
    const response = await this.#get('console/state', this.#tag);
    if (response.status === 304) {
      return null;
    }
    const state = await response.json();
    this.#tag = response.headers.get('ETag');
    return state;
  }

  async runbook(id) {
    const response = await this.#get(`runbooks/${encodeURIComponent(id)}`, null);
    return response.json();
  }

  async #get(path, tag) {
    const headers = {Accept: 'application/json'};
    if (this.#token !== null) {
      headers.Authorization = `Bearer ${this.#token}`;
    }
    if (tag !== null) {
      headers['If-None-Match'] = tag;
    }
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(path, {headers, signal, cache: 'no-store', redirect: 'error'});
    if (response.status === 401 || response.status === 403) {
      throw new Refused(response.status);
    }
    if (!response.ok && response.status !== 304) {
      throw new Error(`answered with ${response.status}`);
    }
    return response;
  }
}

/** Calls ask() once a second, less often while it fails, never twice at once, until it is refused. */
export class Poll {
  #ask;
  #timer = null;
  #asking = false;
  #failures = 0;

  constructor(ask) {
    this.#ask = ask;
    document.addEventListener('visibilitychange', () => this.#wake());
    addEventListener('online', () => this.#wake());
    this.running = false;
  }

  start() {
    this.running = true;
    this.#failures = 0;
    this.#wake();
  }

  stop() {
    this.running = false;
    clearTimeout(this.#timer);
  }

  /** A page that comes back into sight must not show what was known before it slept. */
  #wake() {
    if (this.running && !this.#asking && document.visibilityState === 'visible') {
      clearTimeout(this.#timer);
      this.#next();
    }
  }

  async #next() {
    this.#asking = true;
    const started = Date.now();
    const heard = await this.#ask();
    this.#asking = false;
    this.#failures = heard ? 0 : this.#failures + 1;
    if (this.running) {
      const pause = Math.min(LONGEST_PAUSE, EVERY * 2 ** Math.min(this.#failures, 3));
      const wait = heard ? EVERY - (Date.now() - started) : pause * (0.75 + Math.random() / 2);
      this.#timer = setTimeout(() => this.#next(), Math.max(50, wait));
    }
  }
}
