import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** What the other machine says when all is in place. */
const READY = 'leantune-ready';
/** Of what ssh says, the end: it says why at last. */
const MAX_SAID = 2_000;
const OPTIONS = {
  // Nobody is there to answer questions.
  BatchMode: 'yes',
  ConnectTimeout: '20',
  ExitOnForwardFailure: 'yes',
  // A machine that is gone says nothing, and is found out after half a minute.
  ServerAliveInterval: '10',
  ServerAliveCountMax: '3',
  // A connection shared with others would not end with this one.
  ControlMaster: 'no',
  ControlPath: 'none',
  StreamLocalBindMask: '0177',
};

export interface SshTunnelOptions {
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly key: string | undefined;
  readonly knownHosts: string | undefined;
  /** Socket on the other machine: an absolute path that a shell takes as it is. */
  readonly socket: string;
}

/** A way to a socket of another machine. Disposed, or when this process is gone, it is gone, too. */
export interface SshTunnel extends AsyncDisposable {
  /** @throws Error with what ssh says where there is no way */
  connect(): Promise<Socket>;
}

type Ssh = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * The ssh program rather than a library, since it knows the user's keys, agents, known machines and
 * ~/.ssh/config; and one connection for all, since each costs a handshake and sshd drops those that
 * come ten at a time.
 */
export function createSshTunnel(options: SshTunnelOptions): SshTunnel {
  let open: Promise<OpenTunnel> | null = null;
  return {
    async connect() {
      const opening = open ?? openTunnel(options);
      open = opening;
      const { child, path } = await opening.catch((error: unknown) => {
        if (open === opening) open = null;
        throw error;
      });
      if (child.exitCode === null && child.signalCode === null) return await connected(path);
      if (open === opening) open = null;
      return await this.connect();
    },
    async [Symbol.asyncDispose]() {
      const last = open;
      open = null;
      await last?.then(closeTunnel, () => {});
    },
  };
}

interface OpenTunnel {
  readonly child: Ssh;
  readonly folder: string;
  /** A socket here that is the other one. */
  readonly path: string;
}

async function openTunnel(options: SshTunnelOptions): Promise<OpenTunnel> {
  const folder = mkdtempSync(join(tmpdir(), 'lt-ssh-'));
  const path = join(folder, 'docker.sock');
  const child = spawn('ssh', argumentsOf(options, path), { stdio: ['pipe', 'pipe', 'pipe'] });
  // Its end is heard of by its exit.
  child.stdin.on('error', () => {});
  child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  try {
    await whenReady(child, options);
    return { child, folder, path };
  } catch (error) {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function argumentsOf(options: SshTunnelOptions, path: string): string[] {
  const { host, port, user, key, knownHosts, socket } = options;
  const settings = {
    ...OPTIONS,
    ...(key !== undefined && { IdentitiesOnly: 'yes' }),
    ...(knownHosts !== undefined && { UserKnownHostsFile: `"${knownHosts}"` }),
  };
  return [
    '-T',
    ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(key === undefined ? [] : ['-i', key]),
    '-L',
    `${path}:${socket}`,
    '--',
    host,
    // `cat` ends when its input does, and ssh with it: also where this process is killed.
    `test -w ${socket} && echo ${READY} && exec cat`,
  ];
}

async function whenReady(child: Ssh, { host, socket }: SshTunnelOptions): Promise<void> {
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-MAX_SAID);
  });
  let output = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (!output.includes(READY)) output += text;
    if (output.includes(READY)) resolve();
  });
  child.once('error', (error) => reject(new Error(`ssh cannot be started: ${error.message}`)));
  child.once('close', (code) => {
    const why = said.trim() || (code === 1 ? `there is no ${socket} that may be written to` : '');
    const isUnknown = why.includes('Host key verification failed');
    const advice = isUnknown ? ` Go there by ssh once, or name "known_hosts".` : '';
    reject(new Error(`ssh to ${host} ended with code ${code}: ${why}${advice}`));
  });
  await promise;
}

async function closeTunnel({ child }: OpenTunnel): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}

async function connected(path: string): Promise<Socket> {
  const socket = connect(path);
  await once(socket, 'connect');
  return socket;
}
