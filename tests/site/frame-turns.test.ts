import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drawAtOnce, drawInTurn, dropTurn, stepsAfter } from '../../site/data/frame-turns.ts';

/** Frames come when the test says so: there is no screen. */
let frames: FrameRequestCallback[] = [];
let now = 0;

async function nextFrame(): Promise<void> {
  const due = frames;
  frames = [];
  now += 50;
  for (const frame of due) frame(now);
  await Promise.resolve();
}

async function untilIdle(): Promise<void> {
  await Promise.resolve();
  while (frames.length > 0) await nextFrame();
}

function* parts(name: string, count: number, drawn: string[]): Generator<undefined, void> {
  for (let part = 1; part <= count; part++) {
    drawn.push(`${name}${part}`);
    if (part < count) yield;
  }
}

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
});

afterEach(async () => {
  await untilIdle();
  vi.unstubAllGlobals();
});

describe('stepsAfter()', () => {
  it('does more where frames are on time, less where they are late, one at the least', () => {
    expect(stepsAfter(1, 16)).toBe(2);
    expect(stepsAfter(4, 16)).toBe(4);
    expect(stepsAfter(2, 25)).toBe(2);
    expect(stepsAfter(4, 60)).toBe(2);
    expect(stepsAfter(1, 60)).toBe(1);
  });
});

describe('drawInTurn()', () => {
  it('draws the first part when what goes on is over, the others frame by frame', async () => {
    const drawn: string[] = [];
    drawInTurn({}, parts('a', 3, drawn));
    expect(drawn).toEqual([]);
    await Promise.resolve();
    expect(drawn).toEqual(['a1']);
    await nextFrame();
    expect(drawn).toEqual(['a1', 'a2']);
    await untilIdle();
    expect(drawn).toEqual(['a1', 'a2', 'a3']);
  });

  it('lets owners take turns', async () => {
    const drawn: string[] = [];
    drawInTurn({}, parts('a', 2, drawn));
    drawInTurn({}, parts('b', 2, drawn));
    await untilIdle();
    expect(drawn).toEqual(['a1', 'b1', 'a2', 'b2']);
  });

  it('gives up what the same owner waited for', async () => {
    const [drawn, owner] = [[] as string[], {}];
    drawInTurn(owner, parts('old', 3, drawn));
    await Promise.resolve();
    drawInTurn(owner, parts('new', 2, drawn));
    await untilIdle();
    expect(drawn).toEqual(['old1', 'new1', 'new2']);
  });

  it('goes on with the others where one throws', async () => {
    const drawn: string[] = [];
    const failing: Iterator<undefined> = {
      next() {
        throw new Error('cannot draw');
      },
    };
    drawInTurn({}, parts('a', 2, drawn));
    drawInTurn({}, failing);
    drawInTurn({}, parts('b', 1, drawn));
    await Promise.resolve();
    await expect(nextFrame()).rejects.toThrow('cannot draw');
    await untilIdle();
    expect(drawn).toEqual(['a1', 'b1', 'a2']);
  });
});

describe('drawAtOnce()', () => {
  it('draws all that an owner waits for', async () => {
    const [drawn, owner] = [[] as string[], {}];
    drawInTurn(owner, parts('a', 3, drawn));
    drawAtOnce(owner);
    expect(drawn).toEqual(['a1', 'a2', 'a3']);
    await untilIdle();
    expect(drawn).toHaveLength(3);
  });
});

describe('dropTurn()', () => {
  it('draws nothing any more of who is gone', async () => {
    const [drawn, owner] = [[] as string[], {}];
    drawInTurn(owner, parts('a', 3, drawn));
    await Promise.resolve();
    dropTurn(owner);
    await untilIdle();
    expect(drawn).toEqual(['a1']);
  });
});
