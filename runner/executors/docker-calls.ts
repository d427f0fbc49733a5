interface Call {
  /** What is sent along; that may take its time. */
  readonly file?: unknown;
  readonly abortSignal?: AbortSignal | undefined;
}

type Callback = (error: unknown, data?: unknown) => void;

/** The part of docker-modem that sends requests. */
interface Modem {
  dial(call: Call, callback: Callback): void;
}

/**
 * Gives every call an end: the library waits for ever where an answer is cut off in its middle, and
 * where one never comes while something is still sent.
 */
export function limitCalls(modem: Modem, limitMs: number): void {
  const dial = modem.dial.bind(modem);
  modem.dial = (call, callback) => {
    if (call.file !== undefined) {
      dial(call, callback);
      return;
    }
    const controller = new AbortController();
    let isSettled = false;
    const settle: Callback = (error, data) => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      callback(error, data);
    };
    const timer = setTimeout(() => {
      const silent = new Error(`no whole answer within ${limitMs / 1_000} s`);
      settle(Object.assign(silent, { code: 'ETIMEDOUT' }));
      controller.abort(silent);
    }, limitMs);
    dial({ ...call, abortSignal: controller.signal }, settle);
  };
}
