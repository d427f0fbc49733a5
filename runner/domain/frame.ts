import type { Frame } from './coupling.ts';
import { definitionProblems } from './definition-problems.ts';
import { InputError, type Problem } from './errors.ts';
import { compileExpression, type Expression } from './expression.ts';
import type { ValueType } from './expression-nodes.ts';
import type { Scope } from './expression-parser.ts';
import { ExpressionError } from './expression-tokens.ts';
import { createParameter } from './parameter.ts';
import type { ParameterDefinition } from './parameter-definition.ts';

/**
 * Checks and compiles what a job states about its parameters.
 * @throws InputError with every problem, at paths such as `parameters[2].step` and `rules[0]`
 */
export function createFrame(
  definitions: readonly ParameterDefinition[],
  rules: readonly string[],
): Frame {
  const problems = definitionProblems(definitions);
  const compile = createCompile(definitions, problems);
  const conditions = definitions.map(({ when }, index) => {
    if (when === undefined) return undefined;
    const condition = compile(when, `parameters[${index}].when`);
    const late = condition?.reads.find((read) => read >= index);
    if (late !== undefined) {
      const wanted = 'parameters that stand before this one';
      const found = `${JSON.stringify(definitions[late]?.name)} in ${JSON.stringify(when)}`;
      problems.push({ path: `parameters[${index}].when`, wanted, found });
    }
    return condition;
  });
  const compiled = rules.map((rule, index) => compile(rule, `rules[${index}]`));
  if (problems.length > 0) throw new InputError('Cannot use the parameters', problems);
  return {
    parameters: definitions.map(createParameter),
    conditions,
    rules: compiled.filter((rule) => rule !== undefined),
  };
}

function createCompile(definitions: readonly ParameterDefinition[], problems: Problem[]) {
  const places = new Map(definitions.map(({ name }, index) => [name, index]));
  const scope: Scope = {
    indexOf: (name) => places.get(name),
    typeOf: (index) => typeOf(definitions[index] as ParameterDefinition),
  };
  return (text: string, path: string): Expression | undefined => {
    try {
      const expression = compileExpression(text, scope);
      if (expression.reads.length > 0) return expression;
      const wanted = 'an expression that names a parameter';
      problems.push({ path, wanted, found: JSON.stringify(text) });
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      problems.push({ path, wanted: error.wanted, found: error.found });
    }
    return undefined;
  };
}

function typeOf(definition: ParameterDefinition): ValueType {
  if (definition.type === 'boolean') return 'boolean';
  if (definition.type !== 'categorical') return 'number';
  const types = new Set(definition.values.map((value) => typeof value));
  const [only] = types;
  return types.size === 1 ? (only as ValueType) : 'any';
}
