// @modelcontextprotocol/client, MCP 2026-07-28. Its argument is the server.
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import { Authorization, drive } from './browser.mjs';

const authorization = new Authorization();
let transport;
await drive(
  async () => {
    transport = new StreamableHTTPClientTransport(new URL(process.argv[2]), { authProvider: authorization });
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    await client.connect(transport);
    return client;
  },
  (error) => error instanceof UnauthorizedError,
  (answer) => transport.finishAuth(answer),
  authorization,
);
process.exit(0);
