import { AppError } from '../../../core/errors.ts';
import { isOutage } from './mongo-error.ts';

/** The same port, whose calls reject with STORE_UNAVAILABLE when the database is out of reach. */
export function tellingOutages<Port extends object>(port: Port): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return async (...values: unknown[]) => {
        try {
          const answer: unknown = await Reflect.apply(member, target, values);
          return answer;
        } catch (error) {
          throw isOutage(error) ? new AppError('STORE_UNAVAILABLE', {}, { cause: error }) : error;
        }
      };
    },
  });
}
