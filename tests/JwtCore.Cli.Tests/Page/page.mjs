// Drives the page of `jwtcore serve` in Chromium: node page.mjs CHROMIUM PICTURES COMMAND... starts the command, which must be
// `serve`, does what a developer would do, and writes pictures. Ends with 'N passed, N failed'.

import { spawn } from 'node:child_process';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { shrink } from './picture.mjs';

const [executablePath, pictures, ...command] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });

// ---- the server

const program = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
const printed = [];
await new Promise((resolve, reject) => {
  createInterface({ input: program.stdout }).on('line', line => { printed.push(line); if (line.startsWith('Lines: ')) resolve(); });
  program.on('exit', code => reject(new Error(`serve ended with ${code}`)));
});
const after = start => printed.find(line => line.startsWith(start)).slice(start.length);
const origin = after('serving ');
const secret = after('  secret  ');
const port = new URL(origin).port;

const text = bytes => Buffer.from(bytes).toString('base64url');
const decode = segment => JSON.parse(Buffer.from(segment, 'base64url'));

async function token(values = {}) {
  const answer = await fetch(`${origin}/token`, {
    method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_secret: secret, ...values }),
  });
  return (await answer.json()).access_token;
}

// ---- a page of another origin, and a bait that nobody may ask for anything

let baited = 0;
const elsewhere = createServer((asked, answer) => {
  if (asked.url !== '/') baited++;
  answer.setHeader('Content-Type', 'text/html');
  answer.end('<!doctype html><title>elsewhere</title><link rel="icon" href="data:,">');
});
await new Promise(resolve => elsewhere.listen(0, '127.0.0.1', resolve));
const bait = `http://127.0.0.1:${elsewhere.address().port}`;

// ---- checks

let passed = 0;
let failed = 0;
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'] });
console.log(`Chromium ${browser.version()}, ${origin}`);

const problems = [];
const requests = [];

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1, ...options });
  const page = await context.newPage();
  page.on('request', made => requests.push({ url: made.url(), method: made.method(), body: made.postData() ?? '' }));
  page.on('console', message => { if (message.type() === 'error') problems.push(message.text()); });
  page.on('pageerror', error => problems.push(String(error)));
  await page.goto(origin);
  await page.waitForFunction(() => document.getElementById('issuer').value !== '');
  return page;
}

async function check(name, act, options) {
  problems.length = 0;
  requests.length = 0;
  const page = await open(options);
  try {
    await act(page);
    equal('requests to elsewhere', requests.filter(made => !made.url.startsWith(`${origin}/`)).map(made => made.url), []);
    equal('errors in the page', problems, []);
    passed++;
    console.log(`  passed: ${name} (${requests.length} requests, all to the server)`);
  } catch (failure) {
    failed++;
    console.log(`  FAILED: ${name}\n${failure.stack}`);
  }
  await page.context().close();
}

function equal(what, found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
}

async function explain(page, pasted) {
  await page.fill('#token', pasted);
  await page.click('#explain');
  await page.waitForFunction(() => !document.getElementById('result').hidden);
}

async function picture(page, name, options) {
  const small = shrink(await page.screenshot(options));
  writeFileSync(join(pictures, name), small);
  equal(`${name} below 150 KB`, small.length < 150_000, true);
}

const verdict = page => page.innerText('#verdict');
const states = page => page.$$eval('#steps li', items => items.map(item => item.className));
const failedStep = page => page.$eval('#steps li.failed .name', name => name.firstChild.textContent);
const contents = page => page.innerText('#contents');

await check('an empty page offers what it can do', async page => {
  equal('values', [await page.inputValue('#issuer'), await page.inputValue('#audience')], [origin, 'api']);
  equal('result', await page.isVisible('#result'), false);
});

await check('a good token passes each step, with its times in words and the key that fits', async page => {
  await explain(page, await token({ subject: 'user-1', scope: 'read write' }));
  equal('verdict', (await verdict(page)).replace(/\s+/g, ' '), '✓ Valid');
  equal('states', await states(page), Array(11).fill('passed'));
  const shown = await contents(page);
  for (const part of ['"user-1"', '"read write"', 'in 59 minutes', 'verified']) if (!shown.includes(part)) throw new Error(`${part} is missing in ${shown}`);
  equal('unverified', shown.includes('unverified'), false);
  equal('key', (await page.innerText('#key-table .badge')), 'verified the token');
  equal('focus', await page.evaluate(() => document.activeElement.id), 'verdict');
  equal('the token travels in a JSON body', requests.filter(made => made.url.endsWith('/explain')).map(made => [made.method, JSON.parse(made.body).token.split('.').length]), [['POST', 3]]);
  equal('addresses', requests.every(made => !made.url.includes('eyJ') && !made.url.includes('?')), true);
  equal('address of the page', page.url(), `${origin}/`);
  equal('storage', await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length + history.length), 2);
  await picture(page, 'serve-light.png', { fullPage: true });
});

await check('an expired token fails at its time, with expected and found', async page => {
  await explain(page, await token({ lifetime: '-5m' }));
  equal('verdict', (await verdict(page)).replace(/\s+/g, ' '), '✕ Not valid: Expired');
  equal('step', await failedStep(page), 'Time');
  const why = await page.innerText('#why');
  for (const part of ['expired 5 minutes', 'skew', 'Hint']) if (!why.includes(part)) throw new Error(`${part} is missing in ${why}`);
  if (!(await contents(page)).includes(' ago')) throw new Error('the time in words is missing');
});

await check('a forged token fails at its signature, and what it says is labelled unverified', async page => {
  const [header, payload, signature] = (await token()).split('.');
  const forged = text(JSON.stringify({ ...decode(payload), sub: '<img src=x onerror=alert(1)>', aud: `${bait}/aud` }));
  await explain(page, `${header}.${forged}.${signature}`);
  equal('verdict', (await verdict(page)).replace(/\s+/g, ' '), '✕ Not valid: SignatureInvalid');
  equal('step', await failedStep(page), 'Signature');
  equal('states', (await states(page)).slice(5), Array(6).fill('open'));
  const shown = await contents(page);
  equal('labelled', shown.includes('unverified: anyone may have written this'), true);
  equal('text and no element', [shown.includes('<img src=x onerror=alert(1)>'), await page.locator('img').count()], [true, 0]);
  await picture(page, 'serve-dark.png', { fullPage: true });
}, { colorScheme: 'dark' });

await check('a token signed by another key, or by the public key as a secret, is refused', async page => {
  const [header, payload] = (await token()).split('.');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const foreign = sign('sha256', Buffer.from(`${header}.${payload}`), privateKey).toString('base64url');
  await explain(page, `${header}.${payload}.${foreign}`);
  equal('another key', await failedStep(page), 'Signature');
  const hmac = text(JSON.stringify({ ...decode(header), alg: 'HS256' }));
  await explain(page, `${hmac}.${payload}.${createHmac('sha256', 'public').update(`${hmac}.${payload}`).digest('base64url')}`);
  await page.waitForFunction(() => document.getElementById('verdict').textContent.includes('AlgorithmNotAllowed'));
  equal('HMAC', await failedStep(page), 'Header');
});

await check('a wrong issuer shows where the texts differ', async page => {
  await page.fill('#issuer', `${origin}/`);
  await explain(page, await token());
  equal('step', await failedStep(page), 'Issuer');
  equal('marks', await page.$$eval('#why mark', marks => marks.map(mark => mark.textContent)), ['/', 'ends here']);
  await picture(page, 'serve-phone.png', {});
}, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1, isMobile: true });

await check('pasted keys verify a token of another issuer; addresses in them are never asked for', async page => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'mine', x5u: `${bait}/x5u` };
  const now = Math.floor(Date.now() / 1000);
  const input = `${text(JSON.stringify({ alg: 'RS256', kid: 'mine', jku: `${bait}/jku` }))}.${text(JSON.stringify({ iss: bait, aud: 'other', exp: now + 90 }))}`;
  await page.fill('#issuer', bait);
  await page.fill('#audience', 'other');
  await page.check('input[value=pasted]');
  await page.fill('#keys', JSON.stringify({ keys: [{ kty: 'RSA' }, jwk] }));
  await explain(page, `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`);
  equal('verdict', (await verdict(page)).includes('Valid'), true);
  await page.fill('#keys', `${bait}/jwks`);
  await page.click('#explain');
  await page.waitForSelector('#ask-error:not([hidden])');
  problems.length = 0; // Chromium notes the status 400 of the refused keys.
  equal('refused', (await page.innerText('#ask-error')).startsWith('Keys: '), true);
});

await check('the forms get a token, rotate, fail and recover with the secret, and not without', async page => {
  await page.fill('#secret', 'wrong');
  await page.click('#issue button');
  await page.waitForSelector('#issue-error:not([hidden])');
  problems.length = 0; // the status 401
  await page.fill('#secret', secret);
  await page.fill('#subject', 'somebody');
  await page.fill('#lifetime', '10m');
  await page.click('#issue button');
  await page.waitForFunction(() => document.getElementById('verdict').textContent.includes('Valid'));
  equal('subject', (await contents(page)).includes('"somebody"'), true);
  await page.click('#rotate');
  await page.waitForFunction(() => document.getElementById('control-done').textContent.startsWith('New tokens are signed by'));
  await page.click('#fail button:not([type])');
  await page.waitForFunction(() => document.getElementById('state').textContent === 'failing');
  equal('outage', (await fetch(`${origin}/.well-known/jwks.json`)).status, 503);
  await page.click('#recover');
  await page.waitForFunction(() => document.getElementById('state').textContent === 'serving');
  equal('recovery', (await fetch(`${origin}/.well-known/jwks.json`)).status, 200);
});

await check('the keyboard alone is enough, and each control has a name', async page => {
  const good = await token();
  await page.keyboard.press('Tab');
  equal('first', await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.focus('#token');
  await page.keyboard.insertText(good);
  const visited = [];
  for (let i = 0; i < 30 && visited.at(-1) !== 'explain'; i++) {
    await page.keyboard.press('Tab');
    visited.push(await page.evaluate(() => document.activeElement.id || document.activeElement.value));
  }
  equal('order', visited, ['issuer', 'audience', ...await page.$$eval('#algorithms input', boxes => boxes.map(box => box.value)), 'own', 'explain']);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'verdict');
  const nameless = await page.$$eval('input, textarea, button', controls => controls.filter(control => !(control.labels?.length || control.textContent.trim())).map(control => control.outerHTML));
  equal('controls without a name', nameless, []);
  await page.focus('#token');
  await page.fill('#token', 'x');
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(() => document.getElementById('verdict').textContent.includes('NotCompactJws'));
  equal('live region', await page.getAttribute('#state', 'role'), 'status');
});

for (const colorScheme of ['light', 'dark']) {
  await check(`text has enough contrast, ${colorScheme}`, async page => {
    await explain(page, await token({ lifetime: '-5m' }));
    equal('below 4.5 to 1', await page.evaluate(contrasts), []);
  }, { colorScheme });
}

await check('nothing is wider than a phone', async page => {
  await explain(page, await token({ scope: 'read' }));
  equal('width', await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
}, { viewport: { width: 320, height: 640 } });

// WCAG 2.2, 1.4.3, of every element that has text of its own.
function contrasts() {
  const parse = colour => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const background = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('body *')]
    .filter(element => element.checkVisibility() && [...element.childNodes].some(child => child.nodeType === 3 && child.textContent.trim()) && !element.matches('.hidden-text, noscript, script, .skip'))
    .map(element => {
      const [a, b] = [luminance(parse(getComputedStyle(element).color)), luminance(background(element))];
      return { text: element.textContent.trim().slice(0, 30), ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) };
    })
    .filter(found => found.ratio < 4.5);
}

// ---- from outside

async function outside(name, act) {
  try {
    await act();
    passed++;
    console.log(`  passed: ${name}`);
  } catch (failure) {
    failed++;
    console.log(`  FAILED: ${name}\n${failure.stack}`);
  }
}

const keys = async () => (await (await fetch(`${origin}/.well-known/jwks.json`)).json()).keys.map(key => key.kid);

await outside('a page of another origin can neither read nor act, even with the secret', async () => {
  const before = await keys();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(bait);
  const tries = await page.evaluate(async ({ origin, secret }) => {
    const form = new URLSearchParams({ client_secret: secret, grant_type: 'client_credentials' });
    const outcomes = [];
    for (const path of ['/token', '/rotate', '/fail', '/recover', '/explain']) {
      for (const [mode, type] of [['cors', 'application/x-www-form-urlencoded'], ['no-cors', 'text/plain'], ['cors', 'application/json']]) {
        outcomes.push(await fetch(origin + path, { method: 'POST', mode, body: String(form), headers: { 'Content-Type': type } }).then(answer => answer.type === 'opaque' ? 'opaque' : answer.status, () => 'refused'));
      }
    }
    outcomes.push(await fetch(`${origin}/state`).then(() => 'read', () => 'refused'));
    return outcomes;
  }, { origin, secret });
  equal('outcomes', [...new Set(tries)].sort(), ['opaque', 'refused']);
  equal('keys', await keys(), before);
  await page.evaluate(origin => { const frame = document.createElement('iframe'); frame.src = origin; document.body.append(frame); }, origin);
  await page.waitForTimeout(500);
  equal('framed', await Promise.all(page.frames().slice(1).map(frame => frame.title().catch(() => 'refused'))).then(titles => titles.includes('jwtcore serve')), false);
  await context.close();
});

await outside('a foreign name that leads to loopback gets nothing', async () => {
  const before = await keys();
  const rebound = await chromium.launch({ executablePath, args: ['--no-sandbox', '--host-resolver-rules=MAP issuer.example.com 127.0.0.1'] });
  const page = await rebound.newPage();
  const answer = await page.goto(`http://issuer.example.com:${port}/`);
  equal('status', answer.status(), 421);
  equal('page', await page.title(), '');
  const status = await page.evaluate(secret => fetch('/rotate', { method: 'POST', body: new URLSearchParams({ client_secret: secret }) }).then(got => got.status, () => 'refused'), secret);
  equal('rotation', [421, 'refused'].includes(status), true);
  equal('keys', await keys(), before);
  await rebound.close();
  const raw = await new Promise(resolve => request({ host: '127.0.0.1', port, headers: { Host: 'localhost.example.com' } }, got => resolve(got.statusCode)).end());
  equal('raw', raw, 421);
});

await outside('nobody was asked for anything elsewhere, and nothing was logged', async () => {
  equal('asked', baited, 0);
  const logged = printed.slice(printed.findIndex(line => line.startsWith('Lines: ')) + 1).filter(line => line);
  equal('lines', logged.map(line => line.split(':')[0]), ['rotated', 'failing', 'recovered']);
  equal('tokens', logged.some(line => line.includes('eyJ')), false);
});

await browser.close();
elsewhere.close();
const ended = new Promise(resolve => program.on('exit', resolve));
program.stdin.write('quit\n');
equal('exit code', await ended, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
