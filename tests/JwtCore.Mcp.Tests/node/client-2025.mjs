// @modelcontextprotocol/sdk, MCP 2025-11-25. Its argument is the server.
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Authorization, drive } from './browser.mjs';

const authorization = new Authorization();
let transport;
await drive(
  async () => {
    transport = new StreamableHTTPClientTransport(new URL(process.argv[2]), { authProvider: authorization });
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    return client;
  },
  (error) => error instanceof UnauthorizedError,
  (answer) => transport.finishAuth(answer.get('code')),
  authorization,
);
process.exit(0);
