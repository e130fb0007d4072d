'use strict';

// Everything that is shown becomes a text node: a token is written by whoever sends it.

const byId = id => document.getElementById(id);

function node(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

function show(place, ...children) {
  place.replaceChildren(...children.filter(child => child !== null));
}

function tell(id, text) {
  const place = byId(id);
  place.textContent = text;
  if (place.classList.contains('alert')) place.hidden = !text;
}

// ---- the server

let server = null;
let timer;

async function ask(path, options) {
  let answer, json;
  try {
    answer = await fetch(path, { cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer', ...options });
    json = await answer.json();
  } catch {
    throw new Error('The server does not answer. It may have stopped, or now uses another port.');
  }
  if (!answer.ok) throw new Error(json.error_description);
  return json;
}

const postJson = (path, value) =>
  ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) });

const postForm = (path, values) =>
  ask(path, { method: 'POST', body: new URLSearchParams({ client_secret: byId('secret').value.trim(), ...values }) });

async function readState() {
  server = await ask('/state');
  tell('origin', server.issuer);
  tell('state', server.failing ? 'failing' : 'serving');
  byId('state').classList.toggle('failing', server.failing);
  clearTimeout(timer);
  if (server.failing) timer = setTimeout(() => readState().catch(() => tell('state', '')), 1000);
}

function fillIn() {
  byId('issuer').value = server.issuer;
  byId('audience').value = server.audience;
  show(byId('algorithms'), ...server.algorithms.map(name => {
    const box = node('input');
    box.type = 'checkbox';
    box.value = name;
    box.checked = name === server.algorithm;
    return node('label', '', box, node('span', '', name));
  }));
  document.querySelector('input[name=source][value=own]').checked = true;
  byId('pasted').hidden = true;
}

// ---- the explanation

const chosenAlgorithms = () => [...document.querySelectorAll('#algorithms input:checked')].map(box => box.value);

async function explain() {
  tell('ask-error', '');
  byId('result').hidden = true;
  const isPasted = document.querySelector('input[name=source]:checked').value === 'pasted';
  if (isPasted && !byId('keys').value.trim()) throw new Error('Keys: paste a JWK Set, a JWK or PEM, or choose the keys of this server.');
  const report = await postJson('/explain', {
    token: byId('token').value.trim(),
    issuer: byId('issuer').value,
    audience: byId('audience').value,
    algorithms: chosenAlgorithms(),
    keys: isPasted ? byId('keys').value : null,
  });
  showReport(report);
}

function showReport(report) {
  const token = report.token;
  byId('banner').classList.toggle('refused', !token.valid);
  show(byId('verdict'), node('span', '', token.valid ? '✓' : '✕'), token.valid ? 'Valid' : `Not valid: ${token.error}`);
  byId('verdict').firstChild.setAttribute('aria-hidden', 'true');
  tell('sentence', report.sentence);
  showWhy(token);
  show(byId('steps'), ...report.steps.map(stepOf));
  const contents = report.verified ?? report.unverified;
  show(byId('contents'), ...contentsOf(contents, report.verified !== null));
  showKeys(report);
  byId('result').hidden = false;
  document.querySelector('.columns').classList.remove('fresh');
  const top = byId('result').getBoundingClientRect().top;
  byId('verdict').focus({ preventScroll: true });
  if (top < 0 || top > window.innerHeight / 3) byId('result').scrollIntoView();
}

function showWhy(token) {
  const unverified = token.unverified ?? {};
  const found = token.found ?? unverified.found;
  const difference = token.difference ?? unverified.difference;
  const isUnverified = token.found === null;
  const rows = [];
  const row = (label, code, ...content) => rows.push(node('dt', '', label), node('dd', code ? 'code' : '', ...content));
  if (token.claim) row('Claim', true, token.fault ? `${token.claim}, ${token.fault}` : token.claim);
  if (difference) {
    row('Expected', true, ...parted(difference.expected, difference.position));
    row(isUnverified ? 'Found, unverified' : 'Found', true, ...parted(difference.found, difference.position));
    row('Difference', false, `The first ${difference.position} characters are equal.`);
  } else {
    if (token.expected) row('Expected', true, token.expected);
    if (found) row(isUnverified ? 'Found, unverified' : 'Found', true, found);
  }
  if (token.hint) row('Hint', false, token.hint);
  if (token.hint && token.hint.includes('--')) row('', false, node('span', 'help', 'Options such as these are those of jwtcore verify.'));
  for (const problem of unverified.problems ?? []) row('Also, unverified', false, problem);
  show(byId('why'), node('dl', '', ...rows));
  byId('why').hidden = rows.length === 0;
}

// Characters that nobody sees, or that reorder a line, are what a difference is often made of.
const visible = text => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, c => '\\u{' + c.codePointAt(0).toString(16) + '}');

const parted = (text, position) =>
  [visible(text.slice(0, position)), text.length > position ? node('mark', '', visible(text.slice(position))) : node('mark', 'end', 'ends here')];

const icons = { passed: '✓', failed: '✕', waived: '–', open: '' };
const words = { passed: 'passed', failed: 'failed', waived: 'not checked', open: 'not reached' };

function stepOf(step) {
  const icon = node('span', 'icon', icons[step.state]);
  icon.setAttribute('aria-hidden', 'true');
  return node('li', step.state,
    icon,
    node('span', 'name', step.name, node('span', 'hidden-text', ` ${words[step.state]}.`)),
    node('div', 'text',
      step.state === 'passed' ? null : node('div', 'rule', step.rule),
      step.detail ? node('div', 'detail', step.detail) : null));
}

function contentsOf(contents, isVerified) {
  const badge = () => isVerified ? node('span', 'badge good', 'verified') : node('span', 'badge', 'unverified: anyone may have written this');
  return [
    node('h3', '', 'Claims', badge()), membersOf('Claims', contents.claims, 'The payload cannot be read, or has no claims.'),
    node('h3', '', 'Header', badge()), membersOf('Header', contents.header, 'The header cannot be read.'),
  ];
}

function membersOf(label, members, nothing) {
  if (members.length === 0) return node('p', 'none', nothing);
  const table = node('table', 'members', node('tbody', '', ...members.map(member => {
    const name = node('th', 'code', member.name);
    name.scope = 'row';
    return node('tr', '', name, node('td', 'code', member.value, member.note ? node('span', 'note', member.note) : null));
  })));
  table.setAttribute('aria-label', label);
  return table;
}

function showKeys(report) {
  if (report.keys.length === 0) return show(byId('key-table'), node('p', 'none', 'There are no keys.'));
  const head = ['kid', 'kty', 'alg', 'size', ''].map(title => {
    const cell = node('th', '', title || node('span', 'hidden-text', 'fits'));
    cell.scope = 'col';
    return cell;
  });
  const rows = report.keys.map(key => {
    if (!key.usable) {
      const skipped = node('td', '', `Entry ${key.index} cannot verify: ${key.reason}`);
      skipped.colSpan = head.length;
      return node('tr', '', skipped);
    }
    const fits = report.fitting.includes(key.index);
    const cells = [visible(key.kid ?? 'none'), key.kty, key.alg ?? 'any', key.curve ?? key.bits ?? ''];
    return node('tr', '',
      ...cells.map(text => node('td', 'code', String(text))),
      node('td', '', fits ? node('span', 'badge good', report.token.valid ? 'verified the token' : 'fits') : ''));
  });
  return show(byId('key-table'), node('table', '', node('thead', '', node('tr', '', ...head)), node('tbody', '', ...rows)));
}

// ---- the issuer

async function issue() {
  tell('issue-error', '');
  const answer = await postForm('/token', {
    grant_type: 'client_credentials', client_id: 'page', subject: byId('subject').value, scope: byId('scopes').value, lifetime: byId('lifetime').value,
  });
  byId('token').value = answer.access_token;
  await readState();
  fillIn();
  await explain();
}

async function control(path, values, say) {
  tell('control-error', '');
  tell('control-done', '');
  const answer = await postForm(path, values);
  await readState();
  tell('control-done', say(answer));
}

function on(id, event, place, act) {
  byId(id).addEventListener(event, async happened => {
    happened.preventDefault();
    try {
      await act();
    } catch (failure) {
      tell(place, failure.message);
    }
  });
}

on('ask', 'submit', 'ask-error', explain);
on('issue', 'submit', 'issue-error', issue);
on('rotate', 'click', 'control-error', () => control('/rotate', {}, answer => `New tokens are signed by ${answer.kid}.`));
on('fail', 'submit', 'control-error', () => control('/fail', { for: byId('length').value }, () => 'Metadata, keys and tokens answer 503.'));
on('recover', 'click', 'control-error', () => control('/recover', {}, () => 'The outage is over.'));
on('defaults', 'click', 'ask-error', async () => { await readState(); fillIn(); });

for (const radio of document.querySelectorAll('input[name=source]')) {
  radio.addEventListener('change', () => { byId('pasted').hidden = radio.value !== 'pasted'; });
}

byId('token').addEventListener('keydown', pressed => {
  if (pressed.key === 'Enter' && (pressed.ctrlKey || pressed.metaKey)) byId('ask').requestSubmit();
});

// Lines of the terminal rotate and fail, too.
window.addEventListener('focus', () => readState().catch(() => tell('state', '')));

document.querySelector('.columns').classList.add('fresh');
readState().then(fillIn).catch(failure => tell('ask-error', failure.message));
