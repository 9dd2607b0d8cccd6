// Small history plots. The values are kept here, in the page, and there is a limit on both sides.

import {h} from './dom.js';

const MOST_POINTS = 240;
const MOST_SERIES = 400;
const WIDTH = 160;
const HEIGHT = 36;

/** The last values of what was measured, by name. */
export class Traces {
  #series = new Map();

  /** Adds what a state's probes have measured since the last one. */
  add(state) {
    const there = new Set();
    for (const probe of state.probes) {
      if (!probe.checked_at) {
        continue;
      }
      const at = Date.parse(probe.checked_at);
      const longest = 3 * probe.interval_ms + probe.deadline_ms;
      this.#add(there, took(probe), {at, value: probe.took_ms}, longest);
      for (const reading of probe.readings) {
        if (reading.evidence) {
          const point = {at, value: reading.evidence.value};
          this.#add(there, measured(reading.evidence), point, longest);
        }
      }
    }
    for (const name of this.#series.keys()) {
      if (!there.has(name)) {
        this.#series.delete(name);
      }
    }
  }

  #add(there, name, point, longest) {
    if (there.size >= MOST_SERIES) {
      return;
    }
    there.add(name);
    const points = this.#series.get(name) ?? [];
    const last = points.at(-1);
    if (last && point.at <= last.at) {
      return;
    }
    // A hole stays a hole: nobody knows what the value was in between.
    point.first = !last || point.at - last.at > longest;
    points.push(point);
    this.#series.set(name, points.slice(-MOST_POINTS));
  }

  of(name) {
    return this.#series.get(name) ?? [];
  }
}

/** The name of the series of how long a probe's checks take. */
export function took(probe) {
  return `took ${probe.name}`;
}

/** The name of the series of what an evidence says. */
export function measured(evidence) {
  return `${evidence.source} ${evidence.signal}`;
}

/** A line of values, with the threshold where there is one; nothing before there are two. */
export function plot(points, words, threshold = null) {
  if (points.length < 2) {
    return null;
  }
  const values = points.map(point => point.value);
  const highest = Math.max(...values, threshold ?? -Infinity);
  const lowest = Math.min(0, ...values);
  const start = points[0].at;
  const span = points.at(-1).at - start;
  const x = at => round(((at - start) / span) * (WIDTH - 4) + 2);
  const y = value => round(HEIGHT - 2 - ((value - lowest) / (highest - lowest || 1)) * (HEIGHT - 4));
  const path = points.map(point => `${point.first ? 'M' : 'L'}${x(point.at)} ${y(point.value)}`);
  return h(
    'svg',
    {class: 'plot', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': words},
    threshold === null
      ? null
      : h('line', {class: 'threshold', x1: 0, x2: WIDTH, y1: y(threshold), y2: y(threshold)}),
    h('path', {class: 'trace', d: path.join('')}),
    h('circle', {class: 'now', cx: x(points.at(-1).at), cy: y(values.at(-1)), r: 2}),
  );
}

/** A probe's status over the last minutes, from the changes that the service remembers. */
export function ribbon(probe, now, minutes) {
  const from = now - minutes * 60_000;
  const x = at => round(((Math.max(at, from) - from) / (now - from)) * 100);
  const parts = spans(probe, now).filter(span => span.until > from);
  const words = parts.map(span => `${span.status} since ${clock(Math.max(span.since, from))}`);
  return h(
    'svg',
    {
      class: 'ribbon',
      viewBox: '0 0 100 4',
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': `Last ${minutes} minutes: ${words.join(', ') || 'nothing known'}`,
    },
    parts.map(span =>
      h('rect', {
        class: `fill-${span.status}`,
        x: x(span.since),
        y: 0,
        width: Math.max(0.6, x(span.until) - x(span.since)),
        height: 4,
      }),
    ),
  );
}

function spans(probe, now) {
  const starts = probe.transitions.map(change => ({status: change.to, since: Date.parse(change.at)}));
  return starts.map((span, i) => ({...span, until: starts[i + 1]?.since ?? now}));
}

function clock(at) {
  return new Date(at).toTimeString().slice(0, 8);
}

function round(number) {
  return Math.round(number * 10) / 10;
}
