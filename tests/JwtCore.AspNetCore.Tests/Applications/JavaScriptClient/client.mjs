// Connects with each transport, asks for its user ID, and sends a message to that user: itself.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

const [address, token] = process.argv.slice(2);
for (const transport of ['WebSockets', 'ServerSentEvents', 'LongPolling']) {
  const connection = new HubConnectionBuilder()
    .withUrl(address, { transport: HttpTransportType[transport], accessTokenFactory: () => token })
    .configureLogging(LogLevel.None)
    .build();
  const received = new Promise(resolve => connection.on('received', resolve));
  try {
    await connection.start();
    const user = await connection.invoke('WhoAmI');
    await connection.invoke('SendTo', user, 'hello');
    console.log(`${transport}: ${user} got ${await received}`);
    await connection.stop();
  } catch (error) {
    console.error(String(error));
    process.exit(1);
  }
}

process.exit(0);
