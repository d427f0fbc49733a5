/** What may be logged in one window; the rest is counted. */
const WINDOW_MS = 1_000;
const WINDOW_LENGTH = 16_384;

/** Passes text on, but never more than some 16 KB a second, so that no strategy can flood a log. */
export function createBoundedLog(log: (text: string) => void): (text: string) => void {
  let windowStart = performance.now();
  let room = WINDOW_LENGTH;
  let dropped = 0;
  return (text) => {
    const now = performance.now();
    if (now - windowStart >= WINDOW_MS) {
      windowStart = now;
      room = WINDOW_LENGTH;
      if (dropped > 0) log(`${dropped} characters of output were dropped`);
      dropped = 0;
    }
    const kept = text.slice(0, room);
    room -= kept.length;
    dropped += text.length - kept.length;
    if (kept.trim() !== '') log(kept.trimEnd());
  };
}
