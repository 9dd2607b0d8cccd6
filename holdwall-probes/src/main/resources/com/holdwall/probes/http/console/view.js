// Everything around the incident: the bar, the dependencies, the symptoms, whom to call.

import {h} from './dom.js';
import {measured, plot, ribbon, took} from './plot.js';
import {duration, inline, moment, number, status, threshold} from './words.js';

/** How far back the ribbons may reach; as far as the service has been up, and no further. */
const MINUTES = [1, 2, 5, 15, 60];

function reach(page) {
  const up = page.now() - Date.parse(page.state.started_at);
  return MINUTES.find(minutes => up <= minutes * 60_000) ?? MINUTES.at(-1);
}

export function overall({state, stale}) {
  return [
    status(state.status, stale),
    h('span', {class: 'quiet'}, `${state.environment} · ${state.version}`),
  ];
}

export function around(page) {
  return [dependencies(page), symptoms(page)];
}

function dependencies(page) {
  const {probes} = page.state;
  return h(
    'div',
    {class: 'panel', 'data-key': 'dependencies'},
    h('h2', null, 'Dependencies', h('span', {class: 'quiet'}, ` last ${reach(page)} min`)),
    probes.length === 0
      ? h('p', null, 'No probe is registered: nothing is known.')
      : h('ul', {class: 'probes'}, probes.map(probe => dependency(page, probe))),
  );
}

function dependency(page, probe) {
  return h(
    'li',
    {'data-key': `probe-${probe.name}`},
    h(
      'details',
      null,
      h(
        'summary',
        null,
        status(probe.status, page.stale),
        h('b', {class: 'name'}, probe.name),
        probe.finding ? h('code', {class: 'finding'}, probe.finding) : null,
        h('span', {class: 'quiet for'}, page.ago(probe.since)),
      ),
      readings(page, probe),
    ),
    h('p', {class: 'summary'}, inline(probe.summary)),
    ribbon(probe, page.now(), reach(page)),
    h('p', {class: 'quiet fine'}, freshness(page, probe)),
  );
}

/** When it was looked at; a check that hangs or is overdue says so. */
function freshness(page, probe) {
  if (!probe.checked_at) {
    return 'not checked yet';
  }
  const words = `checked ${page.ago(probe.checked_at)} ago in ${duration(probe.took_ms)}, every ${duration(probe.interval_ms)}`;
  return probe.stuck ? `a check HANGS; last ${words}` : words;
}

function readings(page, probe) {
  const points = page.traces.of(took(probe));
  return h(
    'div',
    {class: 'readings'},
    h(
      'div',
      {class: 'reading'},
      h('p', null, 'time of a check: ', h('b', null, `${number(probe.took_ms)} ms`)),
      plot(points, `time of a check, the last values: now ${number(probe.took_ms)} ms`),
    ),
    probe.readings.map(reading => measurement(page, reading)),
    h('p', {class: 'quiet'}, `basis ${probe.basis}; ${probe.checks} checks, ${probe.overdue} overdue; runbook ${probe.runbook}`),
    h('ul', {class: 'changes'}, probe.transitions.slice(-6).reverse().map(change)),
  );
}

function measurement(page, reading) {
  if (!reading.evidence) {
    return h('div', {class: 'reading'}, h('p', null, h('code', null, reading.finding), ' not known: ', reading.reason));
  }
  const {evidence} = reading;
  const now = `${number(evidence.value)} ${evidence.unit}`;
  return h(
    'div',
    {class: `reading ${reading.answer}`},
    h(
      'p',
      null,
      h('code', null, reading.finding),
      ` ${evidence.signal}: `,
      h('b', null, now),
      h('span', {class: 'quiet'}, ` (${reading.answer} at ${threshold(evidence)})`),
    ),
    plot(page.traces.of(measured(evidence)), `${evidence.signal}, the last values: now ${now}`, evidence.threshold),
  );
}

function change(transition) {
  return h('li', null, moment(transition.at), ` ${transition.from} → `, h('b', null, transition.to), `: ${transition.reason}`);
}

const ANSWERS = [
  ['observed', 'observed'],
  ['not_observed', 'not observed'],
  ['not_evaluable', 'not known'],
];

function symptoms({state, stale}) {
  const of = answer => state.symptoms.filter(symptom => symptom.answer === answer);
  return h(
    'div',
    {class: 'panel', 'data-key': 'symptoms'},
    h('h2', null, 'Symptoms', stale ? h('span', {class: 'quiet'}, ' as last known') : null),
    ANSWERS.map(([answer, words]) =>
      h(
        'details',
        {class: `answers ${answer}`, 'data-key': answer},
        h('summary', null, h('b', null, String(of(answer).length)), ` ${words}`),
        h('ul', null, of(answer).map(symptom)),
      ),
    ),
  );
}

function symptom(each) {
  const rest = each.evidence
    ? `${each.evidence.signal} ${number(each.evidence.value)} ${each.evidence.unit}, threshold ${threshold(each.evidence)}`
    : each.reason;
  return h('li', {'data-key': each.id}, inline(each.description), h('p', {class: 'quiet'}, `${each.id.split('/')[0]}: ${rest}`));
}

/** What every incident has: where to look, whom to call, where to read on. */
export function shared({state}) {
  const report = state.diagnosis;
  if (!report) {
    return [];
  }
  return [
    list('In any case', report.generalSteps, step =>
      h(
        'li',
        null,
        h('b', null, step.title),
        step.text ? [': ', inline(step.text)] : null,
        step.details.length > 0
          ? h('ul', null, step.details.map(detail => h('li', {class: 'quiet'}, inline(detail))))
          : null,
      ),
    ),
    list('Call', report.contacts, contact => h('li', null, h('b', null, contact.role), h('p', {class: 'quiet'}, inline(contact.text)))),
    list('Read on', report.links, link => h('li', null, anchor(link))),
  ];
}

function list(title, items, item) {
  return items.length === 0
    ? null
    : h('div', {class: 'panel', 'data-key': title}, h('h2', null, title), h('ul', null, items.map(item)));
}

/** A link to another page, if it is one; what else a catalogue may hold is only shown. */
function anchor(link) {
  return /^https?:\/\//i.test(link.target)
    ? h('a', {href: link.target, target: '_blank', rel: 'noopener noreferrer'}, link.title)
    : [h('b', null, link.title), h('p', {class: 'quiet'}, link.target)];
}
