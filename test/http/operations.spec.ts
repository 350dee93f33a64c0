import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { declaredRoutes, Route, undeclaredRoutes } from '../../src/access/index.js';
import { Metrics, Readiness } from '../../src/platform/index.js';
import { startTiny, type Tiny } from '../support/tiny-app.js';

let tiny: Tiny;
beforeAll(async () => {
  tiny = await startTiny();
});
afterAll(() => tiny.stop());

const lines = (of: Tiny = tiny): Record<string, unknown>[] => of.log.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('for balancers and monitoring', () => {
  it('health and info ask for no token and say little', async () => {
    expect(await (await fetch(`${tiny.url}/health`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${tiny.url}/info`)).json()).toEqual({ name: 'accord', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  });

  it('ready follows what must be reachable, and a check that hangs is a check that fails', async () => {
    const readiness = tiny.app.get(Readiness, { strict: false });
    expect((await fetch(`${tiny.url}/ready`)).status).toBe(200);
    readiness.add('database', () => Promise.reject(new Error('postgres://accord:hush@db')));
    readiness.add('slow', () => sleep(5_000, undefined, { ref: false }));
    const response = await fetch(`${tiny.url}/ready`);
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'unavailable', missing: ['database', 'slow'] });
    expect(text).not.toContain('hush');
    readiness.add('database', () => Promise.resolve());
    readiness.add('slow', () => Promise.resolve());
    expect((await fetch(`${tiny.url}/ready`)).status).toBe(200);
  });

  it('metrics have route patterns and never a value', async () => {
    await fetch(`${tiny.url}/v1/things/018f0000-0000-7000-8000-00000000beef`, {
      headers: { authorization: `Bearer ${await tiny.issuer.token('amira')}` },
    });
    await fetch(`${tiny.url}/some/where/marjorie`);
    const response = await fetch(`${tiny.url}/metrics`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(text).toContain('accord_http_request_duration_seconds_count{method="GET",route="/v1/things/:thingId",status="200"}');
    expect(text).toContain('accord_problems_total{code="not-found"}');
    expect(text).toContain('route="unmatched"');
    expect(text).not.toMatch(/beef|marjorie/);
  });

  it('the documentation asks nobody outside and allows no inline script', async () => {
    const page = await fetch(`${tiny.url}/docs`);
    const html = await page.text();
    expect(html).not.toMatch(/https?:/);
    expect(html).not.toMatch(/<script>/);
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';.*frame-ancestors 'none'/);
    for (const [, asset] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
      const response = await fetch(`${tiny.url}${asset}`);
      expect([asset, response.status, (await response.text()).length > 50]).toEqual([asset, 200, true]);
    }
    for (const other of ['package.json', '..%2Fpackage.json', 'index.html', '%2e%2e'])
      expect((await fetch(`${tiny.url}/docs/${other}`)).status).toBe(404);
  });
});

describe('the log', () => {
  it('has one line a request, made of the listed words only', async () => {
    const from = tiny.log.length;
    await fetch(`${tiny.url}/v1/things/018f0000-0000-7000-8000-00000000beef`, {
      headers: { authorization: `Bearer ${await tiny.issuer.token('amira')}` },
    });
    await sleep(20);
    const mine = lines().slice(from);
    expect(mine).toEqual([
      {
        level: 30,
        time: expect.any(String),
        msg: 'request',
        requestId: expect.any(String),
        actorId: '018f0000-0000-7000-8000-000000000001',
        agencyId: 'weald',
        route: '/v1/things/:thingId',
        method: 'GET',
        status: 200,
        outcome: 'ok',
        ledgerId: '018f0000-0000-7000-8000-00000000abcd',
        ms: expect.any(Number),
      },
    ]);
  });

  it('never has what was sent: bodies, queries, addresses, headers, tokens', async () => {
    const token = await tiny.issuer.token('amira');
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-request-id': 'marjorie-header',
      'user-agent': 'marjorie-agent',
      'idempotency-key': 'marjorie-key',
    };
    await fetch(`${tiny.url}/v1/things`, { method: 'POST', headers, body: JSON.stringify({ title: 'marjorie-body' }) });
    await fetch(`${tiny.url}/v1/things`, { method: 'POST', headers, body: '{"title":"marjorie-broken' });
    await fetch(`${tiny.url}/v1/things`, { method: 'POST', headers, body: JSON.stringify({ marjorie: 'marjorie' }) });
    await fetch(`${tiny.url}/v1/things?box=marjorie-query`, { headers });
    await fetch(`${tiny.url}/v1/things/marjorie-id`, { headers });
    await fetch(`${tiny.url}/marjorie/address?marjorie=1`, { headers });
    await fetch(`${tiny.url}/v1/things/%zzmarjorie`, { headers });
    await fetch(`${tiny.url}/v1/slow`, { headers: { authorization: 'Bearer marjorie.forged.token' } });
    await sleep(20);
    expect(tiny.log.join('')).not.toMatch(/marjorie/i);
    expect(tiny.log.join('')).not.toContain(token.split('.')[2]);
    expect(lines().map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['invalid-body', 'bad-request', 'invalid-id', 'not-found', 'unauthenticated']),
    );
  });
});

describe('whoever leaves before the answer', () => {
  const leaving = async (text: string): Promise<void> => {
    const socket = connect(tiny.port, '127.0.0.1');
    socket.write(text);
    await sleep(50);
    socket.destroy();
  };

  it('leaves a line, no fault of ours, and nothing counted as still going on', async () => {
    const from = tiny.log.length;
    const bearer = `Authorization: Bearer ${await tiny.issuer.token('amira')}`;
    await leaving('POST /v1/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"a');
    await leaving(`GET /v1/slow HTTP/1.1\r\nHost: a\r\n${bearer}\r\n\r\n`);
    await sleep(400);
    expect(
      lines()
        .slice(from)
        .map(({ msg, outcome }) => [msg, outcome]),
    ).toEqual([
      ['request', 'aborted'],
      ['request', 'aborted'],
    ]);
    expect((await tiny.app.get(Metrics, { strict: false }).inFlight.get()).values[0]!.value).toBe(0);
  });
});

describe('declarations', () => {
  it('every route says what it can and gives', () => {
    expect(undeclaredRoutes(tiny.app)).toEqual([]);
    expect(declaredRoutes(tiny.app)).toContainEqual({
      method: 'PUT',
      path: '/v1/things/:thingId',
      can: 'concern:amend',
      gives: 'nothing',
      handler: 'ThingsController.change',
    });
    expect(
      declaredRoutes(tiny.app)
        .filter(({ gives }) => gives === 'public')
        .map(({ path }) => path),
    ).toEqual(['/docs', '/docs/:asset', '/health', '/info', '/metrics', '/openapi.json', '/problems/:code', '/ready']);
  });

  it('a handler that says nothing is found, and refused to everybody', async () => {
    @Controller('v1')
    class Forgotten {
      @Get('forgotten') read(): object {
        return { leaked: true };
      }

      @Get('remembered') @Route({ gives: 'public', summary: 'Fine' }) fine(): object {
        return {};
      }
    }
    const other = await startTiny({ controllers: [Forgotten] });
    expect(undeclaredRoutes(other.app)).toEqual(['GET /v1/forgotten (Forgotten.read)']);
    const response = await fetch(`${other.url}/v1/forgotten`, {
      headers: { authorization: `Bearer ${await other.issuer.token('amira')}` },
    });
    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain('leaked');
    await other.stop();
  });

  it('every route but the public ones refuses who has no token', async () => {
    for (const { method, path, gives } of declaredRoutes(tiny.app)) {
      const address = path.replaceAll(/:\w+/g, '018f0000-0000-7000-8000-00000000000f');
      const response = await fetch(`${tiny.url}${address}`, {
        method,
        ...(method === 'GET' ? {} : { headers: { 'content-type': 'application/json' }, body: '{}' }),
      });
      if (gives !== 'public') expect([method, path, response.status]).toEqual([method, path, 401]);
      else expect([200, 404]).toContain(response.status);
    }
  });
});

describe('stopping', () => {
  type Ending = { status: number; close: boolean };
  const ask = (url: string, agent: Agent, token: string): Promise<Ending> =>
    new Promise((resolve, reject) => {
      get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode!, close: response.headers.connection === 'close' }));
      }).on('error', reject);
    });

  it('fails no request: readiness first, then connections, then what is in flight', async () => {
    const going = await startTiny({ drainMs: 700 });
    const token = await going.issuer.token('amira');
    const agent = new Agent({ keepAlive: true });
    const endings: Ending[] = [];
    let ready = true;
    let readyWas = 200;
    let since = 0;
    const balancer = (async () => {
      while (ready) {
        readyWas = (await ask(`${going.url}/ready`, agent, token)).status;
        ready = readyWas === 200;
        await sleep(10);
      }
    })();
    const clients = Array.from({ length: 20 }, async (_, n) => {
      while (ready) endings.push(await ask(`${going.url}/v1/${n % 4 === 0 ? 'slow' : 'things'}`, agent, token));
      // one more, sent late into the drain, that outlasts it
      await sleep(Math.max(0, 500 - (performance.now() - since)));
      endings.push(await ask(`${going.url}/v1/slow`, agent, token));
    });
    await sleep(200);
    since = performance.now();
    const stopping = going.stop();
    await Promise.all([balancer, ...clients, stopping]);
    expect(readyWas).toBe(503);
    expect(endings.length).toBeGreaterThan(30);
    expect(endings.filter(({ status }) => status !== 200)).toEqual([]);
    expect(endings.some(({ close }) => close)).toBe(true);
    await expect(ask(`${going.url}/health`, agent, token)).rejects.toThrow();
    agent.destroy();
  });
});
