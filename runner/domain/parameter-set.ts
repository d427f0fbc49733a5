/** A value of one parameter: a number, a category or a switch. */
export type ParameterValue = number | string | boolean;

/**
 * The tunable parameters of one evaluation, in the order of the space. A parameter whose
 * condition does not hold is absent, never `null`.
 */
export type ParameterSet = Readonly<Record<string, ParameterValue>>;
