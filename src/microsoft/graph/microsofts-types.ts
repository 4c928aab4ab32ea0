import type { z } from 'zod';

/** As it is when nothing is left out: Microsoft's types make every property optional, and most of them null. */
type Whole<Wire> = Wire extends readonly (infer Item)[]
  ? Whole<Item>[]
  : Wire extends object
    ? { [Key in keyof Wire]-?: Whole<NonNullable<Wire[Key]>> }
    : Wire;

type Annotation = `@odata.${string}`;

type Unknown<Schema extends z.ZodType, Wire> = Exclude<keyof z.input<Schema>, keyof Wire | Annotation>;

type Fits<Schema extends z.ZodType, Wire> = [Unknown<Schema, Wire>] extends [never]
  ? Whole<Wire> & Record<Annotation, string> extends z.input<Schema>
    ? unknown
    : never
  : never;

/**
 * The schema as it is. Compiles only where it asks for no property that Microsoft's own type has not, and takes what that
 * type says may come. Types alone: nothing of Microsoft's package runs.
 */
export function readsAs<Wire>() {
  return <Schema extends z.ZodType>(schema: Schema & Fits<Schema, Wire>): Schema => schema;
}
