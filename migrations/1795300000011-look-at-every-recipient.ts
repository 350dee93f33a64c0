import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Before anything is sent, its sender may ask who could see a concern at all: facts of every team of every partner, in one round trip. */
export class LookAtEveryRecipient1795300000011 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Every team of another agency, with the agreements that a sharing from this agency to it would stand under. What is between two agencies is asked once for both.
      CREATE FUNCTION recipients_for(concern uuid, sender text) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (
        WITH partners AS MATERIALIZED (
          SELECT holder, accord.agreements_between(sender, holder) AS agreements FROM (SELECT DISTINCT accord.holder_of(a.id) AS holder FROM accord.agencies a) held WHERE holder <> sender)
        SELECT coalesce(jsonb_agg(accord.facts_of_recipient(t.id, concern) || jsonb_build_object('agreements', p.agreements) ORDER BY p.holder, t.id), '[]')
        FROM accord.teams t JOIN partners p ON p.holder = accord.holder_of(t.agency_id)); END $$;

      -- Nothing of anybody's list for whoever may not see the concern: then there are no recipients either.
      CREATE FUNCTION who_could_see(agency text, staff uuid, concern uuid) RETURNS jsonb LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
      DECLARE found jsonb;
      BEGIN
        PERFORM accord.act_as(agency, staff);
        found := accord.facts_of_concern(concern);
        RETURN jsonb_build_object('concern', found, 'owner', accord.owner_of('concern', concern), 'law', accord.law_number(),
          'recipients', CASE WHEN found IS NULL THEN '[]'::jsonb ELSE accord.recipients_for(concern, found #>> '{agency,id}') END);
      END $$;
      REVOKE EXECUTE ON FUNCTION recipients_for(uuid, text), who_could_see(text, uuid, uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION recipients_for(uuid, text), who_could_see(text, uuid, uuid) TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION who_could_see, recipients_for');
  }
}
