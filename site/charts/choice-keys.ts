export interface PlotKeys {
  /** @returns whether the key means something here */
  press(event: KeyboardEvent): boolean;
  /** The focus is gone: nothing is pointed at any more. */
  leave(): void;
}

export interface ChoiceKeysOptions<Place> {
  /** Where the pointer of the keys stands; null while it stands nowhere. */
  readonly place: () => Place | null;
  /** Moves that pointer. @returns false where the key moves nothing */
  readonly move: (event: KeyboardEvent) => boolean;
  /** Told of both ends of a choice; null takes the choice back. */
  readonly choose: (ends: readonly [Place, Place] | null) => void;
  /** Draws the pointer, and the choice that was begun. */
  readonly draw: (from: Place | null) => void;
}

/**
 * What keys mean on every plot: some move a pointer, Enter begins a choice where it stands and ends
 * it, Escape gives it up, or takes back what was chosen last.
 */
export function choiceKeys<Place>(options: ChoiceKeysOptions<Place>): PlotKeys {
  const { place, move, choose, draw } = options;
  let from: Place | null = null;

  function enter(): void {
    const [begun, here] = [from, place()];
    from = begun === null ? here : null;
    draw(from);
    if (begun !== null && here !== null) choose([begun, here]);
  }

  function giveUp(): void {
    if (from === null) choose(null);
    from = null;
    draw(null);
  }

  return {
    press(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return false;
      if (event.key === 'Enter' || event.key === ' ') enter();
      else if (event.key === 'Escape') giveUp();
      else if (move(event)) draw(from);
      else return false;
      return true;
    },
    leave() {
      from = null;
    },
  };
}
