import { z } from 'zod';

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
  key: text.optional().describe('Private key for ssh:// (default: as ssh itself finds one)'),
  known_hosts: text
    .optional()
    .describe('File of the keys of known machines for ssh:// (default: as ssh itself finds it)'),
  silence_seconds: z
    .number()
    .positive('a number above 0')
    .max(3_600)
    .optional()
    .describe('A daemon that is silent for this long when asked is taken for dead (default 60)'),
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
