import { againstModelContract } from '../../contract/against-model.ts';
import { wholeContract } from '../../contract/whole-contract.ts';
import { describeOnMongo } from '../../support/mongo-database.ts';

describeOnMongo('MongoDB', ({ create }) => {
  wholeContract('MongoDB', create);
  againstModelContract('MongoDB', create);
});
