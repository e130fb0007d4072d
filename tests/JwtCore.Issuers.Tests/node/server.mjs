// An oidc-provider on a free port of 127.0.0.1. Prints its issuer as one line of JSON, reads commands as lines of JSON
// from standard input, answers each with a line, and ends when standard input does.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

// Those of the command line, or the usual ones.
const algorithms = process.argv.length > 2 ? process.argv.slice(2) : ['RS256', 'PS256', 'ES256'];
const day = 24 * 60 * 60;
const generations = new Map();
let handle;

// Standard output is for answers alone.
console.info = console.error;

function answer(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

function keysOf(generation) {
  if (!generations.has(generation)) {
    generations.set(generation, algorithms.map((alg) => {
      const { privateKey } = alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : alg.startsWith('Ed') ? generateKeyPairSync('ed25519')
          : generateKeyPairSync('rsa', { modulusLength: 2048 });
      return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: `${generation}-${alg}` };
    }));
  }

  return generations.get(generation);
}

// A resource names the algorithm of its tokens in its query, and opaque ones by a format; the audience is the rest.
function resourceServer(indicator) {
  const resource = new URL(indicator);
  return {
    audience: resource.origin,
    scope: 'orders:read',
    accessTokenFormat: resource.searchParams.get('format') ?? 'jwt',
    accessTokenTTL: day,
    jwt: { sign: { alg: resource.searchParams.get('alg') } },
  };
}

// Whoever comes is signed in and agrees.
async function signIn(provider, request, response) {
  await provider.interactionFinished(request, response, { login: { accountId: 'user-1' } });
}

async function grant(ctx) {
  const given = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session.accountId, clientId: ctx.oidc.client.clientId });
  given.addOIDCScope('openid');
  await given.save();
  return given;
}

function configure(issuer, published) {
  const provider = new Provider(issuer, {
    jwks: { keys: published.flatMap(keysOf) },
    cookies: { keys: ['cookies are not what is tested'] },
    clients: [{
      client_id: 'resource server',
      client_secret: 'its: secret + more',
      grant_types: [],
      redirect_uris: [],
      response_types: [],
    }, ...algorithms.map((alg) => ({
      client_id: `client-${alg}`,
      client_secret: 'client-secret',
      grant_types: ['authorization_code', 'client_credentials'],
      redirect_uris: ['https://client.example.com/callback'],
      response_types: ['code'],
      id_token_signed_response_alg: alg,
    }))],
    enabledJWA: { idTokenSigningAlgValues: algorithms, dPoPSigningAlgValues: algorithms },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      introspection: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: { enabled: true, getResourceServerInfo: (_, indicator) => resourceServer(indicator) },
    },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
    loadExistingGrant: grant,
    ttl: { IdToken: day, Interaction: day, Session: day, Grant: day, AccessToken: day },
  });
  provider.on('server_error', (_, error) => console.error(error));
  const callback = provider.callback();
  handle = (request, response) => (request.url.startsWith('/sign-in/') ? signIn(provider, request, response) : callback(request, response));
}

const server = createServer((request, response) => handle(request, response));

// Never closes a connection that a slow client is about to use again.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  configure(issuer, ['first']);
  answer({ issuer });
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      const { publish } = JSON.parse(line);
      configure(issuer, publish);
      answer({ published: publish });
    })
    .on('close', () => process.exit(0));
});
