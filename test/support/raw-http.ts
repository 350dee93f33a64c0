import { connect } from 'node:net';

export type RawAnswer = { status: number; headers: Record<string, string>; body: string };

/** Sends exactly these bytes and reads until the other side closes: no client library tidies the address up. */
export const rawHttp = (port: number, text: string | Buffer): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (error) => (chunks.length > 0 ? undefined : reject(error)));
    socket.on('close', () => {
      const whole = Buffer.concat(chunks).toString('utf8');
      const cut = whole.indexOf('\r\n\r\n');
      const [first = '', ...lines] = whole.slice(0, cut).split('\r\n');
      const headers = Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
      );
      resolve({ status: Number(first.split(' ')[1]), headers, body: whole.slice(cut + 4) });
    });
    socket.write(text);
  });

/** One request line with the headers that end the exchange. */
export const rawRequest = (port: number, line: string, headers: Record<string, string> = {}): Promise<RawAnswer> => {
  const all = { Host: 'localhost', Connection: 'close', ...headers };
  return rawHttp(
    port,
    `${line} HTTP/1.1\r\n${Object.entries(all)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`,
  );
};
