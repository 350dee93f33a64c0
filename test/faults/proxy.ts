/** A wire between the service and PostgreSQL that can be counted and cut. Bytes pass unchanged. */
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

export class Wire {
  /** How often the service had to wait for an answer before it could go on, over all connections. */
  turns = 0;
  /** Answers of the database are swallowed: to the service it looks like a machine that hangs. */
  deaf = false;
  readonly #sockets = new Set<Socket>();
  private constructor(private readonly server: ReturnType<typeof createServer>) {}

  static async to(host: string, port: number): Promise<Wire> {
    const server = createServer((client) => wire.#join(client, connect(port, host)));
    const wire = new Wire(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get port(): string {
    return String((this.server.address() as AddressInfo).port);
  }

  #join(client: Socket, database: Socket): void {
    let asking = false;
    client.on('data', (bytes) => {
      if (!asking) this.turns += 1;
      asking = true;
      database.write(bytes);
    });
    database.on('data', (bytes) => {
      if (this.deaf) return;
      asking = false;
      client.write(bytes);
    });
    for (const [one, other] of [[client, database], [database, client]] as const) {
      one.setNoDelay(true);
      this.#sockets.add(one);
      one.on('error', () => undefined).on('close', () => (this.#sockets.delete(one), other.destroy()));
    }
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
