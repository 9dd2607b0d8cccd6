// Commands with placeholders: the same rules as the Java API's Command, Placeholder and quoting.

/** These characters mean themselves in every POSIX shell, wherever they stand. */
const PLAIN = /^[A-Za-z0-9_./:=@%+,-]+$/;

/** One argument, quoted for POSIX shells where it needs it. */
export function quote(argument) {
  return PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

/** The placeholders of a command, each once, in order. */
export function placeholders(command) {
  const found = new Map();
  for (const part of (command.arguments ?? []).flat()) {
    if (typeof part !== 'string' && !found.has(part.placeholder)) {
      found.set(part.placeholder, part);
    }
  }
  return [...found.values()];
}

/** Whether a value is one that the placeholder's type takes; the pattern is the API's own. */
export function fits(placeholder, value) {
  return new RegExp(`^(?:${placeholder.pattern})$`).test(value);
}

/** The placeholders that still lack a fitting value. */
export function missing(command, values) {
  return placeholders(command).filter(each => !fits(each, values[each.placeholder] ?? ''));
}

/** The command line: filled placeholders by their value, open ones as <name>. */
export function line(command, values) {
  return words(command, values).join(' ');
}

/** The same in its words; a command that is no single program is one. */
export function words(command, values) {
  return command.arguments?.map(parts => argument(parts, values)) ?? [command.command];
}

function argument(parts, values) {
  const open = part => typeof part !== 'string' && !fits(part, values[part.placeholder] ?? '');
  const text = part => (typeof part === 'string' ? part : values[part.placeholder]);
  if (!parts.some(open)) {
    return quote(parts.map(text).join(''));
  }
  return parts.map(part => (open(part) ? `<${part.placeholder}>` : quote(text(part)))).join('');
}

/** Puts text on the clipboard; false if the browser lets no page do that. */
export async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without TLS a browser has no clipboard for pages; what is selected can still be copied.
    const selection = getSelection();
    selection.selectAllChildren(shown);
    return document.execCommand('copy');
  }
}
