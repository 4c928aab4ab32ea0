/** Fractions of a millisecond, so that many may come within one. */
const steps = 1000;

/** Numbers that grow with every call, and with time from process to process: the order in which things were added. */
export function createArrival(): () => number {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Date.now() * steps);
    return last;
  };
}
