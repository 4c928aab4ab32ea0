import { z } from 'zod';

/** Holds a schema against its type: a field that core adds, optional ones included, must be added to the record too. */
export type Shape<T> = { [Field in keyof T]-?: z.ZodType<T[Field]> };

/** The same for a union of words, as `z.enum` takes them. */
export type Words<T extends string> = { [Word in T]: Word };

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Instants are ISO strings in JSON. */
export const instant = z.string().pipe(z.coerce.date());

/**
 * One of a union that grows (`kind` tells which), taken as it was written: records outlive the program that wrote
 * them, and a program one version older must still carry them. Does not compile for a type that JSON cannot carry.
 */
export function asWritten<T extends Json & { kind: string }>(): z.ZodType<T> {
  return z.custom<T>((value) => typeof value === 'object' && value !== null && 'kind' in value);
}
