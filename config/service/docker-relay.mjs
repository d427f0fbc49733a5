// Brings a Docker socket to a TCP port of a closed network of containers. Over TCP leantune takes a
// daemon for another machine's and copies in what backtests need: the daemon could not mount the
// folders of the container that asks it. Whoever reaches this port rules that Docker.
import { connect, createServer } from 'node:net';
import process from 'node:process';

const socketPath = process.env.DOCKER_SOCKET || '/var/run/docker.sock';

createServer({ allowHalfOpen: true }, (client) => {
  const docker = connect({ path: socketPath, allowHalfOpen: true });
  client.pipe(docker).pipe(client);
  client.on('error', () => docker.destroy());
  docker.on('error', () => client.destroy());
}).listen(Number(process.env.PORT || 2375));

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
