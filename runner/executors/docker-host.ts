import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import Docker from 'dockerode';
import { z } from 'zod';
import { InputError } from '../domain/errors.ts';

const text = z.string().min(1).max(1000);

/** A Docker daemon, and how much of it may be used. */
export const dockerHost = z.strictObject({
  host: z
    .string()
    .regex(/^(unix|tcp|ssh):\/\/.+$/, 'unix:///…, tcp://host:port or ssh://user@host')
    .describe('Address of the Docker daemon'),
  slots: z.int().min(1).max(1024).optional().describe('Containers there (default: its share)'),
  tls: z
    .strictObject({
      ca: text.describe("File of the authority's certificate"),
      cert: text.describe('File of our certificate'),
      key: text.describe('File of its key'),
    })
    .optional()
    .describe('Files that a daemon on tcp:// is spoken to with (default: DOCKER_CERT_PATH)'),
  key: text.optional().describe('Private key for ssh:// (default: the agent, then ~/.ssh)'),
  data: text.optional().describe("Where that machine has the job's data folder"),
});

export type DockerHost = z.infer<typeof dockerHost>;

/** Where the user's own Docker is. */
export function defaultHost(): DockerHost {
  return { host: process.env['DOCKER_HOST'] || 'unix:///var/run/docker.sock' };
}

/** Whether its files are this machine's own. */
export function isLocal({ host }: DockerHost): boolean {
  return host.startsWith('unix:');
}

/** Speaks with a Docker daemon; nothing is sent yet. @throws InputError where it cannot be spoken to */
export function connectDocker(host: DockerHost): Docker {
  if (isLocal(host)) return new Docker({ socketPath: host.host.slice('unix://'.length) });
  const url = new URL(host.host);
  return url.protocol === 'ssh:' ? overSsh(host, url) : overTcp(host, url);
}

function overTcp({ tls }: DockerHost, { hostname, port }: URL): Docker {
  const folder = process.env['DOCKER_CERT_PATH'];
  const files = tls ?? (folder === undefined ? undefined : filesIn(folder));
  if (files === undefined) {
    const isOwn = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
    // Whoever can write to such a port is root on that machine.
    if (!isOwn) refuse(`tls for tcp://${hostname}, or DOCKER_CERT_PATH`, 'neither');
    return new Docker({ protocol: 'http', host: hostname, port: Number(port || 2375) });
  }
  const [ca, cert, key] = [files.ca, files.cert, files.key].map(readPem);
  return new Docker({
    protocol: 'https',
    host: hostname,
    port: Number(port || 2376),
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
  });
}

function filesIn(folder: string) {
  const [ca = '', cert = '', key = ''] = ['ca.pem', 'cert.pem', 'key.pem'].map((name) =>
    join(folder, name),
  );
  return { ca, cert, key };
}

/** Which port of which machine: as ssh says it, by its own `docker system dial-stdio`. */
function overSsh({ key }: DockerHost, { hostname, port, username }: URL): Docker {
  const agent = process.env['SSH_AUTH_SOCK'];
  const file = key ?? (agent === undefined ? ownKey() : undefined);
  const sshOptions = {
    ...(file === undefined ? { agent } : { privateKey: readPem(file) }),
    readyTimeout: 20_000,
  };
  return new Docker({
    protocol: 'ssh',
    host: hostname,
    port: Number(port || 22),
    username: username || userInfo().username,
    sshOptions,
  } as Docker.DockerOptions);
}

function ownKey(): string {
  return join(homedir(), '.ssh', 'id_ed25519');
}

function readPem(file: string): string {
  try {
    return readFileSync(resolve(file), 'utf8');
  } catch (error) {
    return refuse(`the file "${file}"`, (error as Error).message);
  }
}

function refuse(wanted: string, found: string): never {
  throw new InputError('Cannot speak with Docker', [{ path: 'executor.hosts', wanted, found }]);
}
