import { AppError } from '../../../core/errors.ts';
import { isOutage } from './mongo-error.ts';

/**
 * The same port, whose calls reject with STORE_UNAVAILABLE when the database is out of reach. `first` is done before each,
 * and keeps it from being done where it rejects.
 */
export function tellingOutages<Port extends object>(port: Port, first?: () => Promise<void>): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return async (...values: unknown[]) => {
        try {
          await first?.();
          const answer: unknown = await Reflect.apply(member, target, values);
          return answer;
        } catch (error) {
          throw isOutage(error) ? new AppError('STORE_UNAVAILABLE', {}, { cause: error }) : error;
        }
      };
    },
  });
}
