// What a person does in a browser, without one: follows the authorization request to the code.
const callback = 'http://127.0.0.1:9/callback';

export const clientMetadata = {
  client_name: 'test',
  application_type: 'native',
  redirect_uris: [callback],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

// Keeps everything in memory. `asked` are the scopes of each authorization request.
export class Authorization {
  asked = [];

  get redirectUrl() { return callback; }

  get clientMetadata() { return clientMetadata; }

  clientInformation() { return this.client; }

  saveClientInformation(client) { this.client = client; }

  tokens() { return this.saved; }

  saveTokens(tokens) { this.saved = tokens; }

  saveCodeVerifier(verifier) { this.verifier = verifier; }

  codeVerifier() { return this.verifier; }

  async redirectToAuthorization(url) {
    this.asked.push(url.searchParams.get('scope'));
    this.answer = await followToCode(url);
  }
}

async function followToCode(start) {
  const cookies = new Map();
  let url = new URL(start);
  for (let i = 0; i < 10; i++) {
    const response = await fetch(url, { redirect: 'manual', headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0].split('=');
      cookies.set(name, value);
    }

    const location = response.headers.get('location');
    if (!location) {
      throw new Error(`${url.pathname} answered ${response.status}: ${await response.text()}`);
    }

    url = new URL(location, url);
    if (url.href.startsWith(callback)) {
      if (url.searchParams.has('error')) {
        throw new Error(url.search);
      }

      return url.searchParams;
    }
  }

  throw new Error('The authorization request leads nowhere.');
}

// Lists tools, calls one that the first scopes allow and one that they do not, each again after an authorization.
export async function drive(connect, isUnauthorized, finish, authorization) {
  const again = async (action) => {
    for (let i = 0; ; i++) {
      try {
        return await action();
      } catch (error) {
        if (i === 2 || !isUnauthorized(error)) {
          throw error;
        }

        await finish(authorization.answer);
      }
    }
  };
  const client = await again(connect);
  const tools = (await client.listTools()).tools.map((tool) => tool.name).sort();
  const who = await again(() => client.callTool({ name: 'who_am_i' }));
  const sent = await again(() => client.callTool({ name: 'send_mail' }));
  const toolsThen = (await client.listTools()).tools.map((tool) => tool.name).sort();
  await client.close();
  process.stdout.write(`${JSON.stringify({ tools, who: who.content[0].text, sent: sent.content[0].text, toolsThen, asked: authorization.asked })}\n`);
}
