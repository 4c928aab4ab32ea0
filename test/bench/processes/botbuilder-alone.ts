import 'botbuilder';
import { untilStopped } from './until-stopped.ts';

await untilStopped({});
