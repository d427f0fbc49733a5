import { element } from './element.ts';

/** A ring around a mark; it moves without drawing the plot below it anew. */
export function createHoverRing(): {
  readonly element: HTMLElement;
  /** In pixels of where the ring's parent begins; null hides it. */
  place(at: readonly [x: number, y: number] | null): void;
} {
  const ring = element('div', { class: 'hover-mark', hidden: true });
  return {
    element: ring,
    place(at) {
      ring.hidden = at === null || at.some(Number.isNaN);
      if (at !== null) ring.style.transform = `translate(${at[0]}px, ${at[1]}px)`;
    },
  };
}
