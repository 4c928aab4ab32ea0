/** Deliveries that are sent are most of them: what looks at the others must not read past those. */
export const deliveryUpkeep = `
DROP INDEX deliveries_by_state;
-- countByState
CREATE INDEX deliveries_unsent ON deliveries (organisation_id, state) WHERE state <> 'sent';
-- list of dead letters
CREATE INDEX deliveries_dead ON deliveries (organisation_id, created_at, delivery_id) WHERE state = 'dead';
-- deleteSentBefore
CREATE INDEX deliveries_sent ON deliveries (due_at)
  WHERE state = 'sent' AND json_extract(message, '$.content.kind') NOT IN ('livingCard', 'shareCard');
-- removeDeliveries
CREATE INDEX deliveries_by_transition ON deliveries (organisation_id, transition_id);
`;
