// An authorization server on a free port of 127.0.0.1: oidc-provider, where clients register themselves and whoever comes
// signs in and agrees. Its argument is the resource. Prints its issuer as one line of JSON, and ends with standard input.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const resource = process.argv[2];
const scope = 'mcp:tools mail:read mail:send';

// Standard output is for the answer alone.
console.info = console.error;

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let callback;
let provider;
// Clients register for the scopes of their first request, and for grants that are not here. They get all scopes and
// authorization codes (RFC 7591 section 2).
async function register(request, response) {
  const chunks = await request.toArray();
  request.body = { ...JSON.parse(Buffer.concat(chunks).toString()), grant_types: ['authorization_code'], scope: `openid ${scope}` };
  callback(request, response);
}

const server = createServer((request, response) => (
  request.url.startsWith('/sign-in/') ? provider.interactionFinished(request, response, { login: { accountId: 'user-1' }, consent: {} })
    : request.url === '/reg' ? register(request, response)
      : callback(request, response)));

async function grant(ctx) {
  const given = new provider.Grant({ accountId: ctx.oidc.session.accountId, clientId: ctx.oidc.client.clientId });
  given.addOIDCScope(`openid ${scope}`);
  given.addResourceScope(resource, scope);
  await given.save();
  return given;
}

server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new Provider(issuer, {
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'key-1' }] },
    cookies: { keys: ['cookies are not what is tested'] },
    scopes: ['openid', ...scope.split(' ')],
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope, audience: resource, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }),
      },
    },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256', token_endpoint_auth_method: 'none' },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
    loadExistingGrant: grant,
    rotateRefreshToken: false,
  });
  provider.on('server_error', (_, error) => console.error(error));
  callback = provider.callback();
  process.stdout.write(`${JSON.stringify({ issuer })}\n`);
  process.stdin.on('end', () => process.exit(0)).resume();
});
