import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type Docker from 'dockerode';
import { InputError } from '../domain/errors.ts';
import { limitCalls } from './docker-calls.ts';
import { type DockerHost, isLocal } from './docker-host.ts';
import { createSshTunnel, type SshTunnel } from './ssh-tunnel.ts';

/** The daemon's own work on containers is a matter of seconds. */
const SILENCE_S = 60;

/**
 * A way to a Docker daemon; what it needs beside sockets ends with it. Streams that may be silent for
 * long have to lift the host's limit from their socket.
 */
export interface DockerConnection extends AsyncDisposable {
  readonly docker: Docker;
}

/** Speaks with a Docker daemon; nothing is sent yet. @throws InputError where it cannot be spoken to */
export function connectDocker(host: DockerHost): DockerConnection {
  if (isLocal(host)) {
    return ending(open(host, { socketPath: host.host.slice('unix://'.length) }));
  }
  const url = new URL(host.host);
  return url.protocol === 'ssh:' ? overSsh(host, url) : ending(overTcp(host, url));
}

/** Loaded where it is needed: it brings hundreds of modules, for which every search would wait. */
function dockerode(): typeof Docker {
  return createRequire(import.meta.url)('dockerode');
}

/** What is not said here the library would take from DOCKER_HOST and the like, whatever host is meant. */
function open(
  { silence_seconds: silence = SILENCE_S }: DockerHost,
  options: Docker.DockerOptions & { readonly agent?: Agent },
): Docker {
  const own = { host: undefined, port: undefined, ca: undefined, cert: undefined, key: undefined };
  const timeout = silence * 1_000;
  const docker = new (dockerode())({ ...own, timeout, ...options } as Docker.DockerOptions);
  limitCalls(docker.modem, timeout);
  return docker;
}

function ending(docker: Docker, tunnel?: SshTunnel): DockerConnection {
  return {
    docker,
    async [Symbol.asyncDispose]() {
      await tunnel?.[Symbol.asyncDispose]();
    },
  };
}

function overTcp(host: DockerHost, { hostname, port }: URL): Docker {
  const files = host.tls ?? filesOfEnvironment();
  if (files === undefined) {
    const isOwn = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
    // Whoever can write to such a port is root on that machine.
    if (!isOwn) refuse(`tls for tcp://${hostname}, or DOCKER_CERT_PATH`, 'neither');
    return open(host, { protocol: 'http', host: hostname, port: Number(port || 2375) });
  }
  const [ca = '', cert = '', key = ''] = [files.ca, files.cert, files.key].map(readPem);
  return open(host, {
    protocol: 'https',
    host: hostname,
    port: Number(port || 2376),
    ca,
    cert,
    key,
  });
}

/** As the docker command has it. */
function filesOfEnvironment() {
  const verify = process.env['DOCKER_TLS_VERIFY'] ? join(homedir(), '.docker') : undefined;
  const folder = process.env['DOCKER_CERT_PATH'] || verify;
  if (folder === undefined) return undefined;
  const [ca = '', cert = '', key = ''] = ['ca.pem', 'cert.pem', 'key.pem'].map((name) =>
    join(folder, name),
  );
  return { ca, cert, key };
}

function overSsh(there: DockerHost, url: URL): DockerConnection {
  const { key, known_hosts: knownHosts } = there;
  for (const file of [key, knownHosts]) if (file !== undefined) readPem(file);
  const { hostname, port, username, pathname } = url;
  // It stands in a command line there.
  if (!/^[\w.:[\]-]+$/.test(hostname) || hostname.startsWith('-') || !/^[\w./@+-]*$/.test(pathname))
    refuse('ssh://user@host:port, with the path of a socket where it is another', url.href);
  const tunnel = createSshTunnel({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? undefined : Number(port),
    user: username === '' ? undefined : decodeURIComponent(username),
    key: key === undefined ? undefined : resolve(key),
    knownHosts: knownHosts === undefined ? undefined : resolve(knownHosts),
    socket: pathname.length > 1 ? pathname : '/var/run/docker.sock',
  });
  const agent = new Agent();
  agent.createConnection = (_options, callback) => {
    tunnel.connect().then(
      (socket) => callback?.(null, socket),
      (error: Error) => callback?.(error, undefined as never),
    );
    return undefined;
  };
  return ending(open(there, { protocol: 'http', host: 'docker', agent }), tunnel);
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
