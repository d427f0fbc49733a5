import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { InputError } from '../domain/errors.ts';
import { userOf } from './docker-container.ts';
import { copyIn, copyOut } from './docker-copy.ts';
import { dockerMessage, isGone } from './docker-errors.ts';
import { removeContainer } from './docker-labels.ts';
import { imagePython } from './lean-python.ts';
import {
  type Build,
  type BuildResult,
  buildArguments,
  DOTNET_ENVIRONMENT,
  type LeanToolchain,
} from './lean-toolchain.ts';

/** Images that do not say what they are made for are old ones. */
const UNLABELLED = 'net9.0';
/** A build takes a minute on a busy machine; one that takes this long will not end. */
const BUILD_MS = 600_000;
/**
 * What compilers say where an SDK lacks a framework (it asks for packages of it, or knows none), or
 * where LEAN's assemblies are of a newer one.
 */
const OTHER_FRAMEWORK = /\b(NU1301|NU1101|NU1202|NETSDK1045|NETSDK1127|CS1705)\b/;
const STOPPED_EVERY_MS = 100;

export interface DockerToolchainOptions {
  readonly docker: Docker;
  /** Whether this machine's files are there; otherwise they are copied. */
  readonly isLocal: boolean;
  readonly image: string;
  /** Folder with LEAN's assemblies in the image. */
  readonly leanFolder: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly network: string;
}

/**
 * The LEAN of an image, with the .NET SDK that is in it.
 * @throws InputError where the image is missing or says nothing sensible of its framework
 */
export async function imageToolchain(options: DockerToolchainOptions): Promise<LeanToolchain> {
  const { docker, image, leanFolder } = options;
  const { Id, Config } = await inspectImage(docker, image);
  const framework = Config?.Labels?.['target_framework'] ?? UNLABELLED;
  if (!/^net\d+\.\d+$/.test(framework)) {
    const wanted = `an image whose label target_framework is such as net10.0`;
    refuse(wanted, `"${framework}" on ${image}`);
  }
  const isLabelled = Config?.Labels?.['target_framework'] !== undefined;
  const origin = isLabelled
    ? `the label target_framework of ${image}`
    : `${image} has no label target_framework, so`;
  return {
    version: Id,
    framework,
    leanFolder,
    python: () => imagePython(image, Config?.Env ?? []),
    async build(build) {
      const { ok, output } = await buildInImage(build, options);
      const isOther = !ok && OTHER_FRAMEWORK.test(output);
      const why = `error: ${origin} ${isLabelled ? 'says' : 'it was'} ${framework}, but its .NET SDK or its LEAN is of another\n`;
      return { ok, output: isOther ? why + output : output };
    },
  };
}

export async function inspectImage(
  docker: Docker,
  image: string,
): Promise<Docker.ImageInspectInfo> {
  try {
    return await docker.getImage(image).inspect();
  } catch (error) {
    if (isGone(error)) return refuse(`the image ${image} (run "docker pull ${image}")`, 'none');
    return refuse('a Docker daemon that answers', dockerMessage(error));
  }
}

/** In a container of its own, gone when it is done; all paths are the same as outside. */
async function buildInImage(build: Build, options: DockerToolchainOptions): Promise<BuildResult> {
  const { docker, isLocal } = options;
  const container = await docker.createContainer(buildContainer(build, options));
  const folders = [...new Set([...build.reads, build.output, build.scratch])];
  try {
    if (!isLocal) await copyIn(container, folders);
    await container.start();
    const { code, ended } = await whenStopped(container);
    const said = await container.logs({ stdout: true, stderr: true });
    if (!isLocal && code === 0) await copyOut(container, build.output);
    const late = ended ? `error: it was ended after ${BUILD_MS / 60_000} minutes\n` : '';
    return { ok: code === 0, output: late + plainLog(said as unknown as Buffer) };
  } finally {
    await removeContainer(container);
  }
}

function buildContainer(
  build: Build,
  { image, labels, network, isLocal }: DockerToolchainOptions,
): Docker.ContainerCreateOptions {
  const { reads, output, scratch } = build;
  const user = userOf();
  const home = `${scratch}/home`;
  const binds = [
    ...[...new Set(reads)].map((folder) => `${folder}:${folder}:ro`),
    `${output}:${output}`,
    `${scratch}:${scratch}`,
  ];
  return {
    Image: image,
    Labels: { ...labels },
    Entrypoint: ['dotnet'],
    Cmd: buildArguments(build),
    WorkingDir: scratch,
    ...(user !== null && { User: user }),
    Env: Object.entries({ ...DOTNET_ENVIRONMENT, HOME: home, DOTNET_CLI_HOME: home }).map(
      ([name, value]) => `${name}=${value}`,
    ),
    HostConfig: {
      // In memory it would hide what was copied there.
      ...(isLocal && { Binds: binds, Tmpfs: { '/tmp': 'rw,exec,mode=1777' } }),
      NetworkMode: network,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
    },
  };
}

/** Asked again and again: a connection that waits in silence is taken for a broken one. */
async function whenStopped(
  container: Docker.Container,
): Promise<{ readonly code: number; readonly ended: boolean }> {
  const startedAt = performance.now();
  let ended = false;
  for (;;) {
    const { State } = await container.inspect();
    if (!State.Running) return { code: State.ExitCode, ended };
    if (performance.now() - startedAt > BUILD_MS && !ended) {
      ended = true;
      await container.kill().catch(() => {});
    }
    await pause(STOPPED_EVERY_MS);
  }
}

/** Logs come in frames of eight bytes of header each: Docker Engine API, attach. */
function plainLog(log: Buffer): string {
  const parts: string[] = [];
  for (let at = 0; at + 8 <= log.length; ) {
    const length = log.readUInt32BE(at + 4);
    parts.push(log.toString('utf8', at + 8, at + 8 + length));
    at += 8 + length;
  }
  return parts.join('');
}

function refuse(wanted: string, found: string): never {
  throw new InputError('Cannot use LEAN in Docker', [{ path: 'executor.image', wanted, found }]);
}
