// Numbers, times and marks as a person reads them.

import {h} from './dom.js';

/** A labelled part of a card. */
export function block(label, ...content) {
  return h('div', {class: 'block'}, h('h3', null, label), h('div', null, content));
}

/** Text with `code` in it, as the runbooks write it. */
export function inline(text) {
  return text.split('`').map((part, i) => (i % 2 === 1 ? h('code', null, part) : part));
}

export function number(value) {
  return Number(value.toPrecision(4)).toLocaleString('en-US', {maximumFractionDigits: 6});
}

/** How long ago something was. */
export function duration(ms) {
  if (ms < 1_000) {
    return `${Math.max(0, Math.round(ms))} ms`;
  }
  const s = Math.floor(ms / 1_000);
  if (s < 60) {
    return `${s} s`;
  }
  if (s < 3_600) {
    return `${Math.floor(s / 60)} min ${s % 60} s`;
  }
  return s < 172_800
    ? `${Math.floor(s / 3_600)} h ${Math.floor((s % 3_600) / 60)} min`
    : `${Math.floor(s / 86_400)} days`;
}

/** ISO 8601 durations as the reports have them, such as PT1M30S, in milliseconds. */
export function millis(iso) {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso);
  return parts ? ((+(parts[1] ?? 0) * 60 + +(parts[2] ?? 0)) * 60 + +(parts[3] ?? 0)) * 1_000 : 0;
}

/** A moment on the wall clock of whoever reads. */
export function moment(iso) {
  const at = new Date(iso);
  return h('time', {datetime: iso, title: iso}, at.toTimeString().slice(0, 8));
}

const SHAPES = {UP: 'M8 2a6 6 0 1 0 .01 0z', DEGRADED: 'M8 1.5l7 13H1z', DOWN: 'M2 2h12v12H2z'};

/** A status by shape, colour and word; without the word where one stands beside it. */
export function status(name, stale, word = true) {
  const shape = SHAPES[stale ? 'UNKNOWN' : name];
  return h(
    'span',
    {class: `status ${stale ? 'UNKNOWN' : name}`},
    shape
      ? h('svg', {viewBox: '0 0 16 16', 'aria-hidden': 'true'}, h('path', {d: shape}))
      : h('span', {class: 'mark', 'aria-hidden': 'true'}, '?'),
    word ? h('span', null, stale ? `was ${name}` : name) : null,
  );
}

const SIGNS = {above: '>', at_least: '≥', below: '<', at_most: '≤'};

/** The threshold with its sign. */
export function threshold(evidence) {
  const name = evidence.comparison.toLowerCase();
  return `${SIGNS[name] ?? name} ${number(evidence.threshold)}`;
}
