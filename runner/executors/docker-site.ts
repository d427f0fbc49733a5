import { basename } from 'node:path';
import type { DockerLabels } from './docker-labels.ts';
import type { DockerPlace } from './docker-launcher.ts';
import type { SettledDockerOptions } from './docker-options.ts';
import { imageToolchain } from './docker-toolchain.ts';
import type { LeanSite } from './lean-program.ts';

/** What things are called in the containers. */
export function dockerSite(
  {
    image,
    network,
    lean_folder: leanFolder,
    data_folder: data,
    artifacts_folder: artifacts,
    results_folder: results,
  }: SettledDockerOptions,
  dockers: readonly DockerPlace[],
  { labels }: DockerLabels,
): LeanSite {
  const places = {
    harness: (folder: string) => `/leantune/${basename(folder)}`,
    artifacts: (folder: string) => `${artifacts}/${basename(folder)}`,
    data: () => data,
  };
  const debug = process.env['HARNESS_DEBUG'];
  return {
    toolchain: () => {
      // What is compiled lies on this machine.
      const first = dockers.find((place) => place.isLocal) ?? dockers[0];
      if (first === undefined) throw new Error('Cannot use LEAN in Docker: there are no hosts');
      const { docker, isLocal: here } = first;
      return imageToolchain({ docker, isLocal: here, image, leanFolder, labels, network });
    },
    placeOf: (what, folder) => places[what](folder),
    environment: {
      LEAN_PATH: leanFolder,
      TMPDIR: results,
      HOME: results,
      TZ: 'UTC',
      DOTNET_NOLOGO: '1',
      ...(debug !== undefined && { HARNESS_DEBUG: debug }),
    },
  };
}
