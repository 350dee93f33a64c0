import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Issuer, TokenAlgorithm } from '../../src/platform/index.js';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

/** An identity provider of a test: real keys, a real key set over HTTP, and switches for its bad days. */
export class TestIssuer {
  readonly pairs = new Map<string, Pair>();
  published: JWK[] = [];
  asked = 0;
  answers: 'well' | 'with-500' | 'with-garbage' | 'elsewhere' = 'well';
  private server!: Server;

  private constructor(
    readonly issuer: string,
    readonly audience: string,
    readonly algorithm: TokenAlgorithm,
    readonly agencies: readonly string[] | 'any',
  ) {}

  static async start({
    issuer = 'https://id.tests.example',
    audience = 'accord-api',
    algorithm = 'RS256',
    agencies = 'any',
  }: Partial<Omit<Issuer, 'jwksUri'>> = {}): Promise<TestIssuer> {
    const it = new TestIssuer(issuer, audience, algorithm, agencies);
    it.server = createServer((_request, response) => it.answer(response));
    await new Promise<void>((resolve) => it.server.listen(0, '127.0.0.1', resolve));
    await it.addKey('first');
    return it;
  }

  private answer(response: import('node:http').ServerResponse): void {
    this.asked += 1;
    if (this.answers === 'with-500') response.writeHead(500).end();
    else if (this.answers === 'with-garbage') response.end('{"keys":7}');
    else if (this.answers === 'elsewhere') response.writeHead(302, { location: `${this.jwksUri}/other` }).end();
    else response.setHeader('content-type', 'application/jwk-set+json').end(JSON.stringify({ keys: this.published }));
  }

  get jwksUri(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/keys`;
  }

  get settings(): Issuer {
    const { issuer, audience, algorithm, agencies, jwksUri } = this;
    return { issuer, audience, algorithm, agencies, jwksUri };
  }

  async addKey(kid: string): Promise<void> {
    const pair = await generateKeyPair(this.algorithm, { extractable: true });
    this.pairs.set(kid, pair);
    this.published.push({ ...(await exportJWK(pair.publicKey)), kid, use: 'sig', alg: this.algorithm });
  }

  /** A good token for this subject; `claims` and `header` replace or (with undefined) remove what a good one has. */
  token(subject: string, claims: JWTPayload = {}, header: Record<string, unknown> = {}, kid = 'first'): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const payload = { iss: this.issuer, aud: this.audience, sub: subject, iat: now, exp: now + 600, jti: `${subject}-session`, ...claims };
    return new SignJWT(payload)
      .setProtectedHeader({ alg: this.algorithm, kid, typ: 'at+jwt', ...header })
      .sign(this.pairs.get(kid)!.privateKey);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
