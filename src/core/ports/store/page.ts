export interface Page<T> {
  items: readonly T[];
  /** Opaque; hand it back for the next page. */
  nextCursor?: string;
}
