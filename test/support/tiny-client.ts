import { expect } from '@jest/globals';

type Fault = { pointer?: string; parameter?: string; detail: string };
export type Answer = { status: number; headers: Headers; text: string; json: Record<string, unknown> & { errors?: Fault[] } };
export type Send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

const asBody = (body: unknown): string =>
  typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body);

/** Sends as one caller. Text and bytes go as they are, anything else as JSON. */
export const sendingTo =
  (url: string, authorization: string): Send =>
  async (method, path, body, headers = {}) => {
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization, ...type, ...headers },
      ...(body === undefined ? {} : { body: asBody(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: (text ? JSON.parse(text) : undefined) as Answer['json'] };
  };

/** A whole problem document of this kind, whose `instance` is the request's own id. */
export const expectProblem = ({ status: got, headers, json }: Answer, status: number, code: string): void => {
  expect({ status: got, code: json.code, type: headers.get('content-type') }).toEqual({ status, code, type: 'application/problem+json' });
  const instance = `urn:uuid:${headers.get('x-request-id')}`;
  expect(json).toMatchObject({ status, type: `/problems/${code}`, title: expect.any(String), instance });
};
