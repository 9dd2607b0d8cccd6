// The buttons. The token stays in this page's memory.

const at = id => document.getElementById(id);
let token = '';

async function ask(method, path) {
  const headers = {Authorization: `Bearer ${token}`};
  try {
    const response = await fetch(`breakers/${path}`, {method, headers, cache: 'no-store'});
    if (response.status === 401) {
      at('said').textContent = 'That is not the token.';
      return;
    }
    const answer = await response.json();
    at('said').textContent = answer.error ? `It failed: ${answer.error}` : '';
    if (answer.breakers) {
      at('enter').hidden = true;
      at('breakers').replaceChildren(...answer.breakers.map(item));
    }
  } catch {
    at('said').textContent = 'The example does not answer.';
  }
}

function item({name, story, broken}) {
  const text = document.createElement('p');
  const title = document.createElement('b');
  title.textContent = name;
  text.append(title, `: ${story}`);
  const button = document.createElement('button');
  button.textContent = broken ? 'Mend' : 'Break';
  button.setAttribute('aria-label', `${broken ? 'Mend' : 'Break'}: ${name}`);
  button.addEventListener('click', () => {
    button.disabled = true;
    ask('POST', `${name}/${broken ? 'mend' : 'break'}`);
  });
  const row = document.createElement('li');
  row.append(text, button);
  return row;
}

at('enter').addEventListener('submit', event => {
  event.preventDefault();
  token = at('token').value.trim();
  at('token').value = '';
  ask('GET', 'state');
});
