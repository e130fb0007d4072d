// Judges tokens with jose. The first line of input is the set-up, answered by the versions; each further one is a list of
// [setting, token], answered by a list of strings: "+" and the sub as JSON, or "-" and the code of the error. Ends with its input.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createLocalJWKSet, errors, importJWK, jwtVerify } from 'jose';

const lines = createInterface({ input: process.stdin, crlfDelay: Infinity })[Symbol.asyncIterator]();
const setup = JSON.parse((await lines.next()).value);
const published = createLocalJWKSet(setup.published);
const secrets = await Promise.all(setup.secrets.keys.map(async jwk => ({ jwk, key: await importJWK(jwk, 'HS256') })));
const alone = await importJWK(setup.alone, 'HS256');

// jose's sets hold public keys only; secrets are chosen by the rules it has for those.
function chooseSecret(header) {
  const fitting = secrets.filter(({ jwk }) =>
    (header.kid === undefined || header.kid === jwk.kid)
    && (jwk.alg === undefined || jwk.alg === header.alg)
    && (jwk.use === undefined || jwk.use === 'sig'));
  if (fitting.length !== 1) {
    throw fitting.length === 0 ? new errors.JWKSNoMatchingKey() : new errors.JWKSMultipleMatchingKeys();
  }

  return fitting[0].key;
}

const choose = (header, token) => header.alg === 'HS256' ? chooseSecret(header) : published(header, token);
const options = {
  issuer: setup.issuer,
  audience: setup.audience,
  algorithms: setup.algorithms,
  clockTolerance: setup.skew,
  requiredClaims: ['exp'],
  currentDate: new Date(setup.now * 1000),
};

async function judge([setting, token]) {
  try {
    const { payload } = setting === 'Alone'
      ? await jwtVerify(token, alone, { ...options, algorithms: ['HS256'], typ: setup.type })
      : await jwtVerify(token, choose, options);
    return '+' + JSON.stringify(typeof payload.sub === 'string' ? payload.sub : null);
  } catch (error) {
    return '-' + [error.code ?? error.constructor.name, error.claim].filter(part => part && part !== 'unspecified').join(' ');
  }
}

const { version } = JSON.parse(readFileSync(new URL('node_modules/jose/package.json', import.meta.url)));
process.stdout.write(`${version} on Node ${process.version}\n`);

for await (const line of lines) {
  const verdicts = [];
  for (const item of JSON.parse(line)) {
    verdicts.push(await judge(item));
  }

  process.stdout.write(JSON.stringify(verdicts) + '\n');
}
