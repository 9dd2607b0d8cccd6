// What broke, why, and what to do next: the ranked runbooks.

import {heldBack, next} from './action.js';
import {h} from './dom.js';
import {measured, plot} from './plot.js';
import {block, duration, inline, millis, moment, number, status, threshold} from './words.js';

/** The first part of the page. */
export function incident(page) {
  const report = page.state.diagnosis;
  if (!report) {
    return [h('div', {class: 'panel calm'}, h('p', null, 'Runbooks are not shown to you.'))];
  }
  return [
    report.runbooks.length === 0 ? nothing(page) : null,
    report.runbooks.length > 1 ? contents(report.runbooks) : null,
    report.runbooks.map((ranked, i) => card(page, ranked, i === 0)),
    report.alsoObserved.length > 0 ? alone(page, report.alsoObserved) : null,
  ];
}

/** No runbook: said without a promise, for much may be watched by nobody. */
function nothing({state, stale}) {
  const {evaluable, symptoms} = state.diagnosis.coverage;
  const ill = state.probes.filter(probe => probe.status !== 'UP');
  return h(
    'div',
    {class: 'panel calm', 'data-key': 'none'},
    h('h2', null, stale ? 'No runbook applied' : 'No runbook applies'),
    h(
      'ul',
      {class: 'ill'},
      ill.map(probe => h('li', null, status(probe.status, stale), ' ', h('b', null, probe.name), `: ${probe.summary}`)),
    ),
    h(
      'p',
      {class: 'quiet'},
      `${evaluable} of ${symptoms} symptoms can be evaluated here. `,
      evaluable < symptoms ? 'What nobody watches is not known to be well.' : '',
    ),
  );
}

/** Several runbooks: all of them at a glance, for the second may begin below the window. */
function contents(runbooks) {
  return h(
    'nav',
    {class: 'contents', 'aria-label': 'Runbooks that apply', 'data-key': 'contents'},
    h('b', null, `${runbooks.length} runbooks apply:`),
    h(
      'ol',
      null,
      runbooks.map(each =>
        h(
          'li',
          {'data-key': each.id},
          `${each.rank} `,
          h('a', {href: `#runbook-${each.id}`}, each.title),
          each.explainedBy.length > 0 ? h('span', {class: 'quiet'}, ' explained') : null,
        ),
      ),
    ),
  );
}

function card(page, ranked, first) {
  const id = `runbook-${ranked.id}`;
  const body = [why(page, ranked), next(page, ranked), heldBack(page, ranked), steps(page, ranked)];
  const explained = ranked.explainedBy.length > 0;
  const classes = `panel card${first ? ' first' : ''}${explained ? '' : ' cause'}`;
  const attributes = {class: classes, 'data-key': id};
  if (first) {
    return h('article', {...attributes, 'aria-labelledby': id}, heading(page, ranked, id), body);
  }
  // A second cause is a second incident; what the first one explains can wait.
  return h('details', {...attributes, open: !explained}, h('summary', null, heading(page, ranked, id)), body);
}

function heading(page, ranked, id) {
  const others = page.state.diagnosis.runbooks.filter(o => o.rank === ranked.rank && o !== ranked);
  const since = ranked.observed.map(seen => seen.since).sort()[0];
  return h(
    'div',
    {class: 'heading'},
    h('span', {class: 'rank'}, h('span', {class: 'away'}, 'Rank '), String(ranked.rank)),
    h('h2', {id}, ranked.title),
    since ? h('p', {class: 'quiet'}, 'since ', moment(since), ` (${page.ago(since)})`) : null,
    h(
      'p',
      {class: 'tags'},
      ranked.explainedBy.map(cause => h('span', {class: 'tag'}, `explained by ${title(page, cause)}`)),
      others.map(other => h('span', {class: 'tag'}, `tied with ${other.title}`)),
    ),
  );
}

function title(page, id) {
  return page.state.diagnosis.runbooks.find(each => each.id === id)?.title ?? id;
}

function why(page, ranked) {
  return block(
    'Why',
    h('ul', {class: 'observed'}, ranked.observed.map(seen => observed(page, seen))),
    ranked.contradictions.map(but => h('p', {class: 'but'}, h('b', null, 'But '), but)),
    unseen(page, ranked),
  );
}

/** One symptom with what it rests on. */
function observed(page, seen) {
  const {evidence} = seen;
  const now = `${number(evidence.value)} ${evidence.unit}`;
  const rests = [
    `threshold ${threshold(evidence)}`,
    millis(evidence.window) > 0 ? `over ${duration(millis(evidence.window))}` : null,
    `${evidence.samples} sample${evidence.samples === 1 ? '' : 's'}`,
    evidence.source,
  ];
  const words = `${evidence.signal}, the last values: now ${now}, threshold ${threshold(evidence)}`;
  return h(
    'li',
    {'data-key': seen.symptom},
    h('p', {class: 'symptom'}, inline(page.words(seen.symptom))),
    h(
      'p',
      {class: 'evidence'},
      `${evidence.signal}: `,
      h('b', {class: 'value'}, now),
      ' ',
      h('span', {class: 'quiet'}, `(${rests.filter(Boolean).join(', ')})`),
    ),
    plot(page.traces.of(measured(evidence)), words, evidence.threshold),
    evidence.detail ? h('p', {class: 'quiet detail'}, evidence.detail) : null,
  );
}

function unseen(page, ranked) {
  if (ranked.notObserved.length + ranked.notEvaluable.length === 0) {
    return null;
  }
  return h(
    'ul',
    {class: 'unseen'},
    ranked.notObserved.map(each =>
      h('li', null, h('span', {class: 'label'}, 'not observed'), inline(page.words(each.symptom))),
    ),
    ranked.notEvaluable.map(each =>
      h(
        'li',
        null,
        h('span', {class: 'label unknown'}, 'not known'),
        h('span', null, inline(page.words(each.symptom)), h('span', {class: 'quiet'}, `: ${each.reason}`)),
      ),
    ),
  );
}

function steps(page, ranked) {
  const known = page.runbook(ranked.id);
  const request = id => known?.diagnosis.find(step => step.id === id)?.request;
  return [
    ranked.executed.length === 0
      ? null
      : block(
          'Checked',
          h('ol', {class: 'steps'}, ranked.executed.map(result => executed(page, known, result))),
        ),
    ranked.left.length === 0
      ? null
      : block(
          'Left to check',
          h(
            'ul',
            {class: 'steps'},
            ranked.left.map(step =>
              h('li', {'data-key': step.step}, inline(step.text), also(step.text, request(step.step))),
            ),
          ),
        ),
    later(known),
  ];
}

function executed(page, known, result) {
  const text = known?.diagnosis.find(step => step.id === result.step)?.text ?? result.step;
  const failed = result.outcome === 'FAILED';
  return h(
    'li',
    {'data-key': result.step},
    inline(text),
    h(
      'p',
      {class: failed ? 'result wrong' : 'result'},
      failed ? 'could not be checked: ' : '',
      result.summary,
      h('span', {class: 'quiet'}, ` (${page.ago(result.at)} ago)`),
    ),
  );
}

/** The request, where the step's own words do not name it. */
function also(text, request) {
  return request && !text.includes(request) ? h('code', null, ` ${request}`) : null;
}

/** The rest of the runbook, for when the fire is out. */
function later(known) {
  if (!known) {
    return null;
  }
  const rest = known.resolution.filter(step => step.horizon !== 'immediate');
  const items = step => h('li', null, h('span', {class: 'label'}, step.horizon), h('span', null, inline(step.text)));
  return h(
    'details',
    {class: 'later', 'data-key': 'later'},
    h('summary', null, 'Later: short-term, long-term, prevention'),
    h(
      'ul',
      {class: 'unseen'},
      rest.map(items),
      known.prevention.map(item => items({horizon: 'prevention', text: item.text})),
    ),
  );
}

function alone(page, lone) {
  return h(
    'div',
    {class: 'panel', 'data-key': 'alone'},
    h('h2', null, 'Also observed, not enough on its own'),
    h('ul', {class: 'observed'}, lone.map(seen => observed(page, seen))),
  );
}
