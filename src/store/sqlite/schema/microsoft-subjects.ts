/** What an event of Microsoft's is about is found by the tenant or the relationship that it names (listAbout). */
export const microsoftSubjects = `
CREATE INDEX transitions_by_tenant ON transitions (tenant_id);
CREATE INDEX transitions_by_relationship ON transitions (json_extract(document, '$.transition.relationshipId'))
  WHERE json_extract(document, '$.transition.relationshipId') IS NOT NULL;
`;
