import { setTimeout as sleep } from 'node:timers/promises';
import { startDaemonProcess } from '../../fixtures/daemon-process.ts';
import { descendantsOf } from '../../fixtures/process-tree.ts';
import { type Fault, oneOf } from './fault.ts';
import { MARK, type World } from './world.ts';

/** Kills and halts of what a daemon has started, and of the daemon. */
export const processFaults: readonly Fault[] = [
  { name: 'kill a child', weight: 5, inflict: killChild },
  { name: 'halt a child', weight: 1, inflict: (world) => halt(world, 'child') },
  { name: 'halt the daemon', weight: 1, inflict: (world) => halt(world, 'daemon') },
  { name: 'start a second daemon', weight: 0.3, inflict: secondDaemon },
];

/** A signal to a process that may be gone. Returns whether it was there. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

/** The sandbox with all its threads, the program that describes strategies, or a harness. */
function killChild(world: World): boolean {
  const victim = oneOf(descendantsOf(world.daemon?.pid ?? 0), world);
  if (victim === undefined || !signal(victim.pid, 'SIGKILL')) return false;
  world.count('kills');
  world.did(`SIGKILL child ${victim.pid}`);
  return true;
}

async function halt(world: World, whom: 'child' | 'daemon'): Promise<boolean> {
  const { pid = 0 } = world.daemon ?? {};
  const victim = whom === 'daemon' ? pid : oneOf(descendantsOf(pid), world)?.pid;
  if (victim === undefined || victim === 0 || !signal(victim, 'SIGSTOP')) return false;
  world.count('stops');
  world.did(`SIGSTOP ${whom} ${victim}`);
  await sleep(100 + world.random() * 900);
  // Half of them are killed as they stand there, with the daemon's next end.
  if (whom === 'daemon' || world.random() < 0.7) signal(victim, 'SIGCONT');
  return true;
}

/** It must be refused, whatever state the first is in. */
async function secondDaemon(world: World): Promise<boolean> {
  const { home, mark, daemon } = world;
  if (daemon === null || daemon.child.exitCode !== null) return false;
  const second = startDaemonProcess({ home, env: { [MARK]: mark } });
  const url = await second.ready;
  const wasAlive = daemon.child.exitCode === null && daemon.child.signalCode === null;
  await second.end('SIGKILL');
  world.count('second daemons');
  world.did('started a second daemon');
  if (wasAlive && url !== null) world.broken('P6', 'a second daemon served the same folder');
  if (wasAlive && !second.said().includes(`process ${daemon.pid}`)) {
    world.broken('P6', `a second daemon did not name the first: ${second.said().slice(-300)}`);
  }
  return true;
}
