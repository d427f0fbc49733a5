/** Lets instances be asked by position, as LEAN's are: `window[1]`. For classes that extend nothing. */
export function indexByPosition<T extends object>(
  prototype: T,
  at: (instance: T, position: number) => unknown,
): void {
  // At the end of the chain of prototypes, so that it is asked only for what nothing else has.
  const last = new Proxy(Object.prototype, {
    get: (target, name, instance) =>
      typeof name === 'string' && /^\d+$/.test(name)
        ? at(instance as T, Number(name))
        : Reflect.get(target, name, instance),
  });
  Object.setPrototypeOf(prototype, last);
}
