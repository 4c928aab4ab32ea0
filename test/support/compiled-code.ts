import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For processes that tests start: most of a start is compiling the same files, so Node keeps what it compiled. */
export const compiledCode = { NODE_COMPILE_CACHE: join(tmpdir(), 'partner-connect-compiled') };
