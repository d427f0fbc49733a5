import { describe, expect, it } from 'vitest';
import { readCSharp } from '../../../runner/executors/csharp-source.ts';
import { readPython } from '../../../runner/executors/python-source.ts';

describe('readCSharp()', () => {
  it.each([
    ['plain', 'public class A : QCAlgorithm { }', ['A']],
    ['partial', 'public partial class A : QCAlgorithm { } public partial class A { }', ['A']],
    [
      'partial, the base in the other part',
      'partial class A { } partial class A : QCAlgorithm {}',
      ['A'],
    ],
    ['qualified', 'class A : QuantConnect.Algorithm.QCAlgorithm { }', ['A']],
    ['with interfaces', 'class A : QCAlgorithm, IRegressionAlgorithmDefinition { }', ['A']],
    ['in a namespace', 'namespace X.Y { public class A : QCAlgorithm { class Inner { } } }', ['A']],
    ['in a file-scoped namespace', 'namespace X;\nsealed class A\n  : QCAlgorithm\n{\n}', ['A']],
    ['with a constructor', 'class A(int x) : QCAlgorithm { }', ['A']],
    ['by way of a base', 'abstract class B : QCAlgorithm { } class A : B { }', ['A']],
    [
      'by way of a generic base',
      'class B<T> : QCAlgorithm where T : new() { } class A : B<int> { }',
      ['A'],
    ],
    ['among others', 'class P : PortfolioConstructionModel { } class A : QCAlgorithm { }', ['A']],
    ['base and derived', 'class B : QCAlgorithm { } class A : B { }', ['A']],
    ['two', 'class A : QCAlgorithm { } class B : QCAlgorithm { }', ['A', 'B']],
    ['in a comment', '// class X : QCAlgorithm {\n/* class Y : QCAlgorithm { } */', []],
    ['in a text', 'class C { string s = "class X : QCAlgorithm {"; }', []],
    ['in a raw text', 'class C { string s = """\nclass X : QCAlgorithm {\n"""; }', []],
    ['abstract alone', 'abstract class A : QCAlgorithm { }', []],
    ['a constraint', 'class C<T> where T : QCAlgorithm { }', []],
    ['none', 'class C { }', []],
  ])('finds the class: %s', (_name, source, classes) => {
    expect(readCSharp([source]).classes).toEqual(classes);
  });

  it('finds a class whose base lies in another file', () => {
    expect(
      readCSharp(['class A : Base { }', 'abstract class Base : QCAlgorithm { }']).classes,
    ).toEqual(['A']);
  });

  it('finds the parameters that are asked for', () => {
    const source = `class A : QCAlgorithm {
      [Parameter("slow")] public int Slow = 30;
      // GetParameter("commented")
      void F() { GetParameter("fast", 10); GetParameter<int>("size"); Get("no"); }
    }`;
    expect(readCSharp([source])).toMatchObject({
      parameters: ['fast', 'size', 'slow'],
      namesAll: true,
    });
  });

  it('does not pretend to know parameters whose names are not written out', () => {
    expect(readCSharp(['GetParameter(name); GetParameter("a")'])).toMatchObject({
      parameters: ['a'],
      namesAll: false,
    });
    expect(readCSharp(['var all = GetParameters();']).namesAll).toBe(false);
  });
});

describe('readPython()', () => {
  it('finds class and parameters', () => {
    const source = `
class Base(QCAlgorithm):
    pass
class Mine(Base):  # class Other(QCAlgorithm):
    def initialize(self):
        self.get_parameter("fast", 10)
        self.get_parameter('slow')
`;
    expect(readPython([source])).toEqual({
      classes: ['Mine'],
      parameters: ['fast', 'slow'],
      namesAll: true,
    });
    expect(readPython(['self.get_parameter(name)']).namesAll).toBe(false);
  });
});
