import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type Docker from 'dockerode';
import { dockerMessage } from './docker-errors.ts';

/** Puts folders of this machine into a container under the same names. @throws Error */
export async function copyIn(
  container: Docker.Container,
  folders: readonly string[],
): Promise<void> {
  const relative = folders.map((folder) => folder.replace(/^\/+/, ''));
  try {
    await putTar(container, ['-C', '/', ...relative], '/');
  } catch (error) {
    throw new Error(`Cannot copy to Docker: ${dockerMessage(error)}`, { cause: error });
  }
}

/** Packs what `tar` is told to, and unpacks it in a folder of a container. */
export async function putTar(
  container: Docker.Container,
  what: readonly string[],
  path: string,
): Promise<void> {
  const tar = spawn('tar', ['-c', ...what], { stdio: ['ignore', 'pipe', 'ignore'] });
  const packed = once(tar, 'close');
  await container.putArchive(tar.stdout, { path });
  const [code] = await packed;
  if (code !== 0) throw new Error(`tar ended with code ${code}`);
}

/** Brings a folder of a container to the same place on this machine. @throws Error */
export async function copyOut(container: Docker.Container, folder: string): Promise<void> {
  try {
    const stream = await container.getArchive({ path: folder });
    const where = ['-C', dirname(folder)];
    const tar = spawn('tar', ['-x', ...where], { stdio: ['pipe', 'ignore', 'ignore'] });
    const unpacked = once(tar, 'close');
    await pipeline(stream, tar.stdin);
    const [code] = await unpacked;
    if (code !== 0) throw new Error(`tar ended with code ${code}`);
  } catch (error) {
    throw new Error(`Cannot copy from Docker: ${dockerMessage(error)}`, { cause: error });
  }
}
