import { z } from 'zod';
import { dockerHost } from './docker-host.ts';
import { harnessOptions } from './harness-options.ts';

const folder = z.string().regex(/^\/[\w./-]*$/, 'an absolute path');

export const dockerOptions = z
  .strictObject({
    image: z
      .string()
      .regex(/^[\w][\w./:@-]*$/, 'the name of an image')
      .optional()
      .describe('Image with LEAN (default: LEAN_IMAGE, else quantconnect/lean:latest)'),
    hosts: z
      .array(dockerHost)
      .min(1)
      .max(100)
      .optional()
      .describe('Docker daemons to share the slots (default: the one of this machine)'),
    network: z
      .string()
      .regex(
        /^(?!host$)\w[\w.-]*$/,
        'the name of a network (LEAN_DOCKER_NETWORK alone may say host)',
      )
      .optional()
      .describe('Network of the containers (default: LEAN_DOCKER_NETWORK, else none)'),
    cpus: z.number().positive('a number above 0').default(1).describe('Processors of a container'),
    lean_folder: folder
      .optional()
      .describe(
        "LEAN's assemblies in the image (default: LEAN_LAUNCHER_WORKDIR, else /Lean/Launcher/bin/Debug)",
      ),
    data_folder: folder
      .optional()
      .describe(
        'Where containers see the data (default: LEAN_DATA_CONTAINER_PATH, else /Lean/Data)',
      ),
    artifacts_folder: folder
      .optional()
      .describe(
        'Where containers see compiled strategies (default: ARTIFACTS_CONTAINER_PATH, else /artifacts)',
      ),
    results_folder: folder
      .optional()
      .describe(
        'A folder in memory for what LEAN writes (default: RESULTS_CONTAINER_PATH, else /Results)',
      ),
    node: z.string().min(1).default('node').describe('Node in the image, for the embedded engine'),
    ...harnessOptions,
  })
  .describe('Backtests in containers that stay warm');

export type DockerOptions = z.infer<typeof dockerOptions>;

/** What the image of LEAN has, and what goes where in it. */
const USUAL = {
  image: 'quantconnect/lean:latest',
  network: 'none',
  lean_folder: '/Lean/Launcher/bin/Debug',
  data_folder: '/Lean/Data',
  artifacts_folder: '/artifacts',
  results_folder: '/Results',
};

export type SettledDockerOptions = DockerOptions & typeof USUAL;

/** Neither the job nor the environment need say anything. */
export function settleDockerOptions(options: DockerOptions): SettledDockerOptions {
  const stated = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...USUAL, ...Object.fromEntries(stated) } as SettledDockerOptions;
}
