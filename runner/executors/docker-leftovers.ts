import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { connectDocker } from './docker-connection.ts';
import { dockerMessage } from './docker-errors.ts';
import { type DockerHost, dockerHost } from './docker-host.ts';
import { createDockerLabels, sweptText } from './docker-labels.ts';
import { identityOfProcess, identityText, isAlive, readIdentity } from './process-identity.ts';

const NOTES = 'docker-executors';
/** Nobody waits for what is looked at when a daemon starts, but its end may have to. */
const SILENCE_S = 20;

const note = z.object({ owner: z.string(), hosts: z.array(dockerHost) });

/** Says, in a file, on which Docker hosts an executor has containers, for as long as it has them. */
export interface DockerNote {
  write(): Promise<void>;
  remove(): Promise<void>;
}

export function createDockerNote(cacheFolder: string, hosts: readonly DockerHost[]): DockerNote {
  const folder = join(cacheFolder, NOTES);
  const file = join(folder, `${randomUUID()}.json`);
  return {
    async write() {
      const owner = identityText(identityOfProcess(process.pid));
      await mkdir(folder, { recursive: true });
      // Hosts may name files of keys, never a key.
      await writeFile(file, `${JSON.stringify({ owner, hosts })}\n`, { mode: 0o600 });
    },
    remove: () => rm(file, { force: true }),
  };
}

/**
 * Removes the containers of executors whose process was killed, by the notes that they left. A host
 * that does not answer is asked again at the next start. Never throws.
 */
export async function removeLeftContainers(
  cacheFolder: string,
  log: (text: string) => void,
): Promise<void> {
  const folder = join(cacheFolder, NOTES);
  const names = await readdir(folder).catch(() => []);
  const left = (await Promise.all(names.map((name) => readLeft(join(folder, name))))).flat();
  const bySame = Map.groupBy(left, ({ hosts }) => JSON.stringify(hosts)).values();
  for (const notes of bySame) {
    const hosts = notes[0]?.hosts ?? [];
    const swept = await Promise.all(hosts.map((host) => sweepHost(host, cacheFolder, log)));
    if (swept.every(Boolean)) await Promise.all(notes.map(({ file }) => rm(file, { force: true })));
  }
}

/** None where its process lives, or may live. */
async function readLeft(file: string) {
  try {
    const { owner, hosts } = note.parse(JSON.parse(await readFile(file, 'utf8')));
    const identity = readIdentity(owner);
    return identity !== null && isAlive(identity) === false ? [{ file, hosts }] : [];
  } catch {
    // Torn by the kill: the next executor of Docker sweeps all the same.
    return [];
  }
}

/** @returns whether nothing is left there */
async function sweepHost(
  host: DockerHost,
  cacheFolder: string,
  log: (text: string) => void,
): Promise<boolean> {
  try {
    const silence = Math.min(host.silence_seconds ?? SILENCE_S, SILENCE_S);
    await using connection = connectDocker({ ...host, silence_seconds: silence });
    const swept = await createDockerLabels(cacheFolder).sweep(connection.docker);
    if (swept > 0) log(sweptText(swept));
    return true;
  } catch (error) {
    const where = `Containers of a leantune that was killed may be left at ${host.host}`;
    log(`${where}: ${dockerMessage(error)}`);
    return false;
  }
}
