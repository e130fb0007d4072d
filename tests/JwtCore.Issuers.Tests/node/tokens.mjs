// Tokens of jose and of better-auth with Ed25519 keys, and the key sets that verify them, as one line of JSON.
import { memoryAdapter } from 'better-auth/adapters/memory';
import { betterAuth } from 'better-auth';
import { jwt } from 'better-auth/plugins';
import { calculateJwkThumbprint, exportJWK, exportPKCS8, exportSPKI, generateKeyPair, SignJWT } from 'jose';

const audience = 'https://api.example.com';

// Standard output is for the answer alone.
console.info = console.log = console.warn = console.error;

async function ofJose(alg) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true, crv: 'Ed25519' });
  const jwk = { ...await exportJWK(publicKey), alg, use: 'sig' };
  jwk.kid = await calculateJwkThumbprint(jwk);
  const token = await new SignJWT({ scope: 'orders:read' })
    .setProtectedHeader({ alg, kid: jwk.kid, typ: 'at+jwt' })
    .setIssuer('https://jose.example.com').setAudience(audience).setSubject('user-1')
    .setIssuedAt().setExpirationTime('1h')
    .sign(privateKey);
  return { alg, issuer: 'https://jose.example.com', jwks: { keys: [jwk] }, token, spki: await exportSPKI(publicKey), pkcs8: await exportPKCS8(privateKey) };
}

async function ofBetterAuth() {
  const issuer = 'https://auth.example.com';
  const auth = betterAuth({
    baseURL: issuer,
    secret: 'a secret of a test, as long as better-auth demands',
    database: memoryAdapter({ user: [], session: [], account: [], verification: [], jwks: [] }),
    emailAndPassword: { enabled: true },
    plugins: [jwt({ jwt: { issuer, audience } })],
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
  const signedUp = await auth.api.signUpEmail({ body: { email: 'user@example.com', password: 'a password of a test', name: 'User' }, returnHeaders: true });
  const cookie = signedUp.headers.get('set-cookie').split(';')[0];
  const { token } = await auth.api.getToken({ headers: new Headers({ cookie }) });
  return { alg: 'EdDSA', issuer, jwks: await auth.api.getJwks(), token, user: signedUp.response.user.id };
}

process.stdout.write(`${JSON.stringify({ jose: [await ofJose('EdDSA'), await ofJose('Ed25519')], betterAuth: await ofBetterAuth() })}\n`);
