export type JsonSchema = Readonly<Record<string, unknown>>;

type Check = (schema: JsonSchema, value: unknown, path: string) => string[];

/**
 * What an editor would underline: the part of JSON Schema draft-07 that our schema uses. Own code,
 * since no validator is among the dependencies; an unknown keyword fails, so that none is skipped.
 */
export function schemaErrors(schema: JsonSchema, value: unknown, path = ''): string[] {
  return Object.keys(schema).flatMap((keyword) => {
    if (ANNOTATIONS.includes(keyword)) return [];
    const check = CHECKS[keyword];
    return check === undefined ? [`unknown keyword ${keyword}`] : check(schema, value, path);
  });
}

const ANNOTATIONS = [
  '$schema',
  'title',
  'description',
  'default',
  'examples',
  'additionalProperties',
];

const CHECKS: Readonly<Record<string, Check>> = {
  type: ({ type }, value, path) => (isType(value, String(type)) ? [] : [`${path}: no ${type}`]),
  const: (schema, value, path) => (schema['const'] === value ? [] : [`${path}: another constant`]),
  enum: (schema, value, path) =>
    (schema['enum'] as unknown[]).includes(value) ? [] : [`${path}: none of the names`],
  minimum: number((value, limit) => value >= limit, 'minimum'),
  maximum: number((value, limit) => value <= limit, 'maximum'),
  exclusiveMinimum: number((value, limit) => value > limit, 'exclusiveMinimum'),
  exclusiveMaximum: number((value, limit) => value < limit, 'exclusiveMaximum'),
  minLength: text((value, limit) => [...value].length >= Number(limit), 'minLength'),
  maxLength: text((value, limit) => [...value].length <= Number(limit), 'maxLength'),
  pattern: text((value, pattern) => new RegExp(String(pattern), 'u').test(value), 'pattern'),
  minItems: list((value, limit) => value.length >= limit, 'minItems'),
  maxItems: list((value, limit) => value.length <= limit, 'maxItems'),
  items: ({ items }, value, path) => {
    if (!Array.isArray(value)) return [];
    const at = (index: number) => (Array.isArray(items) ? items[index] : items) as JsonSchema;
    return value.flatMap((item, index) => schemaErrors(at(index), item, `${path}[${index}]`));
  },
  contains: ({ contains }, value, path) =>
    !Array.isArray(value) ||
    value.some((item) => schemaErrors(contains as JsonSchema, item).length === 0)
      ? []
      : [`${path}: contains none`],
  additionalItems: ({ items }, value, path) =>
    Array.isArray(value) && value.length > (items as unknown[]).length ? [`${path}: too long`] : [],
  properties,
  propertyNames: ({ propertyNames }, value, path) =>
    isObject(value)
      ? Object.keys(value).flatMap((key) => schemaErrors(propertyNames as JsonSchema, key, path))
      : [],
  required: ({ required }, value, path) =>
    isObject(value)
      ? (required as string[])
          .filter((key) => value[key] === undefined)
          .map((key) => `${path}.${key} missing`)
      : [],
  anyOf: (schema, value, path) =>
    matching(schema['anyOf'], value) > 0 ? [] : [`${path}: no form fits`],
  oneOf: (schema, value, path) =>
    matching(schema['oneOf'], value) === 1 ? [] : [`${path}: not one form fits`],
  allOf: (schema, value, path) =>
    (schema['allOf'] as JsonSchema[]).flatMap((inner) => schemaErrors(inner, value, path)),
};

function matching(forms: unknown, value: unknown): number {
  return (forms as JsonSchema[]).filter((form) => schemaErrors(form, value).length === 0).length;
}

function properties(schema: JsonSchema, value: unknown, path: string): string[] {
  if (!isObject(value)) return [];
  const known = schema['properties'] as Record<string, JsonSchema>;
  return Object.entries(value).flatMap(([key, inner]) => {
    if (inner === undefined) return [];
    const property = known[key];
    if (property !== undefined) return schemaErrors(property, inner, `${path}.${key}`);
    return schema['additionalProperties'] === false ? [`${path}.${key}: unknown`] : [];
  });
}

function number(holds: (value: number, limit: number) => boolean, keyword: string): Check {
  return (schema, value, path) =>
    typeof value !== 'number' || holds(value, Number(schema[keyword]))
      ? []
      : [`${path}: ${keyword}`];
}

function text(holds: (value: string, limit: unknown) => boolean, keyword: string): Check {
  return (schema, value, path) =>
    typeof value !== 'string' || holds(value, schema[keyword]) ? [] : [`${path}: ${keyword}`];
}

function list(holds: (value: unknown[], limit: number) => boolean, keyword: string): Check {
  return (schema, value, path) =>
    !Array.isArray(value) || holds(value, Number(schema[keyword])) ? [] : [`${path}: ${keyword}`];
}

function isType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
