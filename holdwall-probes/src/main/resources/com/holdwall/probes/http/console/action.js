// What to do, and what not to do now: commands to fill and copy, and commands that are held back.

import {fits, missing, placeholders, words} from './command.js';
import {h} from './dom.js';
import {block, inline} from './words.js';

/** The next step, or whom to call. */
export function next(page, ranked) {
  if (!ranked.next) {
    return block(
      'Next',
      h('p', {class: 'do'}, 'Escalate: no immediate step may be taken now.'),
      h('ul', {class: 'call'}, page.state.diagnosis.contacts.map(each => h('li', null, each.role, h('span', {class: 'quiet'}, ' ', inline(each.text))))),
    );
  }
  return block('Next', h('p', {class: 'do'}, inline(ranked.next.text)), command(page, ranked.next));
}

/** A command to fill, check and copy. */
function command(page, step) {
  if (!step.command) {
    return null;
  }
  const parts = page.command(step);
  const values = page.draft(step.step);
  const open = placeholders(parts);
  const message = page.messages.get(step.step);
  const place = `command-${step.step.replaceAll(/[^a-z0-9]+/g, '-')}`;
  return h(
    'div',
    {class: 'command', 'data-key': place, 'data-step': step.step},
    safety(step),
    preconditions(step),
    h('div', {class: 'fields'}, open.map(each => field(place, each, values[each.placeholder] ?? ''))),
    h(
      'div',
      {class: 'line'},
      typed(words(parts, values), 'Command'),
      h('button', {type: 'button', 'data-action': 'copy', 'aria-describedby': `${place}-said`}, 'Copy'),
    ),
    h('p', {id: `${place}-said`, class: message?.wrong ? 'said wrong' : 'said'}, message?.text ?? ''),
  );
}

/** A command line that breaks between its words only: a lone hyphen at a line's end misleads. */
function typed(line, label) {
  const word = text => h('span', {class: /<[a-z-]+>/.test(text) ? 'word open' : 'word'}, text);
  return h(
    'pre',
    {tabindex: 0, role: 'group', 'aria-label': label},
    h('code', null, line.map((text, i) => [i > 0 ? ' ' : null, word(text)])),
  );
}

function field(place, placeholder, value) {
  const id = `${place}-${placeholder.placeholder}`;
  const wrong = value !== '' && !fits(placeholder, value);
  return h(
    'div',
    {class: 'field', 'data-key': id},
    h('label', {for: id}, placeholder.placeholder),
    h('input', {
      id,
      type: 'text',
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
      'data-placeholder': placeholder.placeholder,
      'aria-invalid': wrong ? 'true' : null,
      'aria-describedby': `${id}-rule`,
    }),
    h('p', {id: `${id}-rule`, class: wrong ? 'wrong' : 'quiet'}, wrong ? `It must be ${placeholder.rule}.` : placeholder.rule),
  );
}

function safety(step) {
  return h(
    'p',
    {class: 'safety'},
    h('span', {class: `class ${step.safety}`}, step.safety.replace('_', ' ')),
    ' ',
    step.reason,
  );
}

const ANSWERS = {HOLDS: 'holds', VIOLATED: 'does NOT hold', UNKNOWN: 'check it yourself'};

function preconditions(step) {
  return h(
    'ul',
    {class: 'before'},
    step.preconditions.map(each =>
      h(
        'li',
        {class: each.answer},
        h('span', {class: 'label'}, ANSWERS[each.answer] ?? each.answer),
        h('span', null, h('span', {class: 'away'}, 'before: '), inline(each.text)),
      ),
    ),
  );
}

/** What must not be done now, with the reason: to read, without a button to copy. */
export function heldBack(page, ranked) {
  if (ranked.heldBack.length === 0) {
    return null;
  }
  return block('Not now', ranked.heldBack.map(step => held(page, step)));
}

function held(page, step) {
  if (!step.command) {
    return h('div', {class: 'held'}, h('p', {class: 'do'}, inline(step.text)));
  }
  return h(
    'div',
    {class: 'held', 'data-key': `held-${step.step}`},
    h('p', {class: 'do'}, h('span', {class: 'tag stop'}, 'held back'), ' ', inline(step.text)),
    safety(step),
    preconditions(step),
    typed(words(page.command(step), {}), 'Command that is held back'),
  );
}

/** What keeps a command from being copied, or null. */
export function obstacle(parts, values) {
  if (parts.unread) {
    return {name: null, text: 'The rule for its placeholders has not come yet; it is asked for again.'};
  }
  const [first] = missing(parts, values);
  return first ? {name: first.placeholder, text: `Fill ${first.placeholder}: ${first.rule}.`} : null;
}
