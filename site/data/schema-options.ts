/** What of a JSON Schema completion looks at. */
export interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

export type SchemaPath = readonly (string | number)[];

/** What could stand at a place of a file. */
export interface SchemaOption {
  readonly label: string;
  /** JSON of what is put in. */
  readonly json: string;
  readonly detail: string;
  readonly info: string;
}

/** A place in a document, and the siblings that tell which of several shapes is meant. */
export interface Place {
  readonly path: SchemaPath;
  /** Whether a key is being written, not a value. */
  readonly isKey: boolean;
  /** The objects around the place, from the outside in, as far as they are written. */
  readonly around: unknown;
}

/**
 * Keys or values that a schema allows at a place; what is there already is left out of the keys, and
 * those that must be there, or one of which must, come first.
 */
export function optionsAt(schema: Schema, { path, isKey, around }: Place): SchemaOption[] {
  const own = isKey ? path.slice(0, -1) : path;
  const shapes = shapesAt(schema, own, around);
  return isKey ? keysOf(shapes, valueAt(around, own)) : shapes.flatMap(valuesOf).filter(isFirst);
}

function keysOf(shapes: readonly Schema[], there: unknown): SchemaOption[] {
  const written = new Set(Object.keys(isObject(there) ? there : {}));
  const required = new Set(shapes.flatMap((shape) => shape.required ?? []));
  return shapes
    .flatMap(({ properties = {} }) => Object.entries(properties))
    .filter(([key]) => !written.has(key))
    .toSorted(([a], [b]) => Number(required.has(b)) - Number(required.has(a)))
    .map(([key, schema]) => {
      const info = schema.description ?? '';
      return { label: key, json: JSON.stringify(key), detail: kindOf(schema), info };
    })
    .filter(isFirst);
}

function isFirst(option: SchemaOption, index: number, all: readonly SchemaOption[]): boolean {
  return all.findIndex(({ label }) => label === option.label) === index;
}

function valuesOf(schema: Schema): SchemaOption[] {
  const option = (value: unknown, detail: string): SchemaOption => {
    const json = JSON.stringify(value);
    return { label: String(value), json, detail, info: schema.description ?? '' };
  };
  if (schema.const !== undefined) return [option(schema.const, '')];
  if (schema.enum !== undefined) return schema.enum.map((value) => option(value, ''));
  if (schema.type === 'boolean') return [option(true, ''), option(false, '')];
  const { default: usual, examples = [] } = schema;
  const named = examples.map((value) => option(value, ''));
  return usual === undefined || typeof usual === 'object'
    ? named
    : [option(usual, 'default'), ...named];
}

function kindOf(schema: Schema): string {
  if (schema.type !== undefined) return schema.type;
  const kinds = branchesOf(schema).map(({ type }) => type ?? '');
  return [...new Set(kinds)].filter(Boolean).join(' or ');
}

/** The schemas that hold at a path, those left out that contradict what is written around it. */
function shapesAt(schema: Schema, path: SchemaPath, around: unknown): readonly Schema[] {
  let shapes = flatten(schema, around);
  let value = around;
  for (const step of path) {
    value = valueAt(value, [step]);
    shapes = shapes
      .flatMap((shape) => stepInto(shape, step))
      .flatMap((shape) => flatten(shape, value));
  }
  return shapes;
}

function stepInto(schema: Schema, step: string | number): Schema[] {
  if (typeof step === 'number') return schema.items === undefined ? [] : [schema.items];
  const { properties = {}, additionalProperties: rest } = schema;
  if (Object.hasOwn(properties, step)) return [properties[step] ?? {}];
  return typeof rest === 'object' ? [rest] : [];
}

function branchesOf({ anyOf = [], oneOf = [], allOf = [] }: Schema): readonly Schema[] {
  return [...anyOf, ...oneOf, ...allOf];
}

/** A schema and its branches, one below the other. */
function flatten(schema: Schema, value: unknown): readonly Schema[] {
  const branches = branchesOf(schema).filter((branch) => fits(branch, value));
  return [schema, ...branches.flatMap((branch) => flatten(branch, value))];
}

/** Whether the constants of a shape, such as its `sampler`, are not contradicted. */
function fits({ properties = {} }: Schema, value: unknown): boolean {
  if (!isObject(value)) return true;
  return Object.entries(properties).every(([key, { const: wanted }]) => {
    const found = value[key];
    return wanted === undefined || found === undefined || found === '' || found === wanted;
  });
}

function valueAt(value: unknown, path: SchemaPath): unknown {
  let current = value;
  for (const step of path) {
    current = Array.isArray(current) || isObject(current) ? Reflect.get(current, step) : undefined;
  }
  return current;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
