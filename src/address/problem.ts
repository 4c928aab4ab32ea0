/** What is wrong with one field. The sentence, with `values` filled in, is chosen where it is shown. */
export interface AddressProblem {
  code:
    | 'missing'
    | 'tooLong'
    | 'unusable'
    | 'email'
    | 'phone'
    | 'country'
    | 'state'
    | 'postalCode'
    | 'postalCodeElsewhere'
    | 'registrationNumber';
  values?: Record<string, string | number>;
}

export type Checked<Value> = { kind: 'ok'; value: Value } | { kind: 'wrong'; problem: AddressProblem };

/** One problem a field, the first that was found: a person mends one thing at a time. */
export type FieldProblems<Field extends string> = Partial<Record<Field, AddressProblem>>;

export type Settled<Values> =
  { kind: 'ok'; values: Values } | { kind: 'wrong'; fields: FieldProblems<keyof Values & string> };

/** All values when every check passed, else every problem, each under its field. */
export function settle<Values extends object>(checks: {
  [Field in keyof Values]: Checked<Values[Field]>;
}): Settled<Values> {
  const values: Partial<Values> = {};
  const fields: FieldProblems<keyof Values & string> = {};
  for (const field in checks) {
    const check = checks[field];
    if (check.kind === 'ok') values[field] = check.value;
    else fields[field] = check.problem;
  }
  return Object.keys(fields).length === 0 ? { kind: 'ok', values: values as Values } : { kind: 'wrong', fields };
}

export function wrong(code: AddressProblem['code'], values?: Record<string, string | number>): Checked<never> {
  return { kind: 'wrong', problem: { code, ...(values && { values }) } };
}
