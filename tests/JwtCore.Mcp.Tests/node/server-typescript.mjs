// An MCP server made with @modelcontextprotocol/sdk and its own middleware, for comparison. Its arguments are the resource and
// the public key of the tokens as a JWK. Prints its address as one line of JSON, and ends with standard input.
import { createPublicKey, verify } from 'node:crypto';
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { getOAuthProtectedResourceMetadataUrl, mcpAuthMetadataRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';

const resource = new URL(process.argv[2]);
const key = createPublicKey({ key: JSON.parse(process.argv[3]), format: 'jwk' });
const issuer = 'https://issuer.example.com';

const verifier = {
  async verifyAccessToken(token) {
    const [header, payload, signature] = token.split('.');
    if (!signature || !verify('sha256', Buffer.from(`${header}.${payload}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))) {
      throw new InvalidTokenError('The token is invalid');
    }

    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return { token, clientId: claims.client_id, scopes: claims.scope?.split(' ') ?? [], expiresAt: claims.exp, resource: new URL(claims.aud) };
  },
};

function makeServer() {
  const server = new McpServer({ name: 'comparison', version: '1' });
  server.registerTool('send_mail', {}, (extra) => {
    if (!['mail:read', 'mail:send'].every((scope) => extra.authInfo.scopes.includes(scope))) {
      throw new McpError(ErrorCode.InvalidRequest, 'Insufficient scope');
    }

    return { content: [{ type: 'text', text: 'sent' }] };
  });
  return server;
}

const app = createMcpExpressApp();
app.use(mcpAuthMetadataRouter({
  oauthMetadata: { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, response_types_supported: ['code'] },
  resourceServerUrl: resource,
  scopesSupported: ['mcp:tools'],
}));
const authorized = requireBearerAuth({ verifier, requiredScopes: ['mcp:tools'], resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(resource), expectedResource: resource });
app.post('/mcp', authorized, async (request, response) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
  await makeServer().connect(transport);
  await transport.handleRequest(request, response, request.body);
});
const listener = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ address: `http://127.0.0.1:${listener.address().port}` })}\n`);
  process.stdin.on('end', () => process.exit(0)).resume();
});
