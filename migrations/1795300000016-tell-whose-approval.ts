import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An approval is a record like the others: whoever tries it without right is told of to the agency that asked for it. */
export class TellWhoseApproval1795300000016 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION asker_of(approval uuid) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (SELECT jsonb_build_object('agency', accord.holder_of(a.asked_in), 'concern', a.concern_id) FROM accord.approvals a WHERE a.id = approval); END $$;
      REVOKE EXECUTE ON FUNCTION asker_of(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION asker_of(uuid) TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION asker_of');
  }
}
