import { afterAll, describe, expect, it } from 'vitest';
import { imageToolchain } from '../../../runner/executors/docker-toolchain.ts';
import { relabel } from '../../fixtures/lean-image.ts';
import { openTestDocker } from '../../fixtures/test-docker.ts';

/* What an image says of itself decides what is compiled for it. */

const docker = await openTestDocker();
const reason = typeof docker === 'string' ? docker : null;

it.runIf(reason !== null)(`labels of images: ${reason}`, (context) => {
  if (process.env['CI'] === 'true') throw new Error(`Cannot test docker: ${reason}`);
  context.skip(String(reason));
});

describe.skipIf(reason !== null)('imageToolchain()', () => {
  if (typeof docker === 'string') return;
  afterAll(() => docker[Symbol.asyncDispose]());

  const toolchainOf = (image: string) =>
    imageToolchain({
      docker: docker.docker,
      isLocal: true,
      image,
      leanFolder: '/Lean/Launcher/bin/Debug',
      labels: {},
      network: 'none',
    });
  const labelled = (framework: string, tag: string): Promise<string> =>
    relabel(docker.docker, docker.image, { tag, framework });

  it('takes the framework of the label, and that of old images where there is none', async () => {
    const image = await labelled('net10.0', 'labelled');
    expect(await toolchainOf(image)).toMatchObject({ framework: 'net10.0' });
    expect(await toolchainOf(docker.image)).toMatchObject({ framework: 'net9.0' });
    await docker.docker.getImage(image).remove();
  });

  it('refuses a label that names no framework', async () => {
    const image = await labelled('latest', 'mislabelled');
    await expect(toolchainOf(image)).rejects.toThrow(
      /wanted an image whose label target_framework is such as net10.0, found "latest" on \S+:mis/,
    );
    await docker.docker.getImage(image).remove();
  });

  it('says how to get an image that is missing', async () => {
    await expect(toolchainOf('nobody/none:1')).rejects.toThrow(
      /wanted the image nobody\/none:1 \(run "docker pull nobody\/none:1"\), found none/,
    );
  });
});
