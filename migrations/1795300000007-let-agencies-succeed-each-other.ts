import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who answers for an agency's records today. */
export class LetAgenciesSucceedEachOther1795300000007 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION holder_of(agency text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT agency $$;
      CREATE FUNCTION held(agency text) RETURNS text[] LANGUAGE sql STABLE AS $$ SELECT ARRAY[agency] $$;
      CREATE FUNCTION mine() RETURNS SETOF text LANGUAGE sql STABLE AS $$ SELECT accord.said('accord.agency') $$;
      CREATE FUNCTION sharing_still_stands(referral uuid) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT true $$;
      REVOKE EXECUTE ON FUNCTION holder_of(text), held(text), mine(), sharing_still_stands(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION holder_of(text), held(text), mine() TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION sharing_still_stands, mine, held, holder_of');
  }
}
